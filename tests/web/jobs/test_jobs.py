from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from django.db import transaction
from huey import Huey, crontab
from huey.consumer import Consumer

from mingyue.web.jobs import by_clock, job, kinds, worker
from mingyue.web.jobs import queue as storing

NOW = datetime(2026, 5, 10, 0, 0, 30, tzinfo=UTC)  # 08:00 in Beijing
MINUTE = timedelta(minutes=1)


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: object, db: None) -> Iterator[Huey]:
    """A queue of the kind that this installation has, empty."""
    settings.HOME = tmp_path
    own = storing._open()
    for module in (kinds, storing, worker):
        monkeypatch.setattr(module, "queue", own)
    storing.prepare()
    yield own
    own.flush()
    own.storage.close()


def _in_a_worker() -> Iterator[Consumer]:
    running = worker.start()
    yield running
    running.stop(graceful=True)


@pytest.fixture
def running(queue: Huey, settings: object, transactional_db: None) -> Iterator[Consumer]:
    settings.JOBS_IMMEDIATE = False
    yield from _in_a_worker()


def test_in_tests_a_job_runs_where_it_is_asked_for(queue: Huey) -> None:
    seen: list[int] = []
    job(seen.append).later(7)
    assert seen == [7]
    assert len(queue) == 0


def test_a_worker_runs_what_was_committed_and_not_what_was_rolled_back(running: Consumer) -> None:
    done, seen = Event(), []

    @job
    def note(word: str) -> None:
        seen.append(word)
        done.set()

    with transaction.atomic():
        note.later("rolled back")
        transaction.set_rollback(True)
    with transaction.atomic():
        note.later("committed")
        assert not seen
    assert done.wait(10)
    assert seen == ["committed"]


def test_a_job_that_waits_survives_the_end_of_its_process(
    queue: Huey, settings: object, transactional_db: None
) -> None:
    settings.JOBS_IMMEDIATE = False
    done = Event()

    @job
    def tell() -> None:
        done.set()

    tell.later()
    queue.storage.close()
    assert not done.is_set()
    for _ in _in_a_worker():
        assert done.wait(10)


@pytest.mark.django_db
def test_a_minute_is_claimed_once() -> None:
    assert worker.claim(NOW) == [NOW.replace(second=0)]
    assert worker.claim(NOW + timedelta(seconds=20)) == []
    assert worker.claim(NOW - 3 * MINUTE) == []
    assert worker.claim(NOW + MINUTE) == [NOW.replace(second=0) + MINUTE]


@pytest.mark.django_db
def test_minutes_without_a_worker_are_made_up_for_a_day() -> None:
    worker.claim(NOW)
    assert len(worker.claim(NOW + 5 * MINUTE)) == 5
    assert len(worker.claim(NOW + timedelta(days=9))) == 24 * 60 + 1


@pytest.mark.django_db(transaction=True)
def test_the_clockwork_starts_a_job_once_at_beijing_time(queue: Huey, monkeypatch: pytest.MonkeyPatch) -> None:
    by_clock(crontab(hour="8", minute="0"))(lambda: None)
    clockworks = [worker._Clockwork(queue, Event(), 1, periodic=True) for _ in range(2)]
    for moment in (NOW - 2 * MINUTE, NOW + 2 * MINUTE):  # 08:00 itself fell between two looks
        monkeypatch.setattr(worker.clock, "now", lambda moment=moment: moment)
        for clockwork in clockworks:
            clockwork.enqueue_periodic_tasks(None)
    assert len(queue) == 1

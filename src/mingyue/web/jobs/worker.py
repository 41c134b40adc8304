"""The worker: takes jobs from the queue, and starts the jobs of the clock once each, however many workers there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connections, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from huey.consumer import Consumer, Scheduler

from mingyue.web import clock
from mingyue.web.jobs.models import Tick
from mingyue.web.jobs.queue import queue

_CATCH_UP = timedelta(hours=24)
"""Times that passed while no worker ran are made up for, once each, as far back as this."""


def start(*, threads: int = 1) -> Consumer:
    """A worker in threads of this process, started; `stop(graceful=True)` ends it after the jobs under way."""
    consumer = _consumer(_Inside, threads)
    consumer.start()
    return consumer


def work(*, threads: int = 2) -> None:
    """A worker as this process; returns after SIGINT, once the jobs under way are done."""
    _consumer(_Worker, threads).run()


def _consumer(kind: type[Consumer], threads: int) -> Consumer:
    autodiscover_modules("jobs")
    queue.on_shutdown(name="hang up")(_hang_up)
    return kind(queue, workers=threads, max_delay=1.0, check_worker_health=True)


def _hang_up() -> None:
    """Closes what this thread has open in Django; the queue's own connection is one for all threads."""
    connections.close_all()


def claim(now: datetime) -> Sequence[datetime]:
    """The minutes up to now whose jobs nobody started yet; they are the caller's. Only inside a transaction.

    The first call ever gets the minute at hand alone.
    """
    minute = now.replace(second=0, microsecond=0)
    tick, fresh = Tick.objects.select_for_update().get_or_create(pk=Tick.ONLY, defaults={"minute": minute})
    if fresh:
        return [minute]
    first = max(tick.minute + timedelta(minutes=1), minute - _CATCH_UP)
    if first > minute:
        return []
    tick.minute = minute
    tick.save()
    return [first + timedelta(minutes=count) for count in range(int((minute - first) / timedelta(minutes=1)) + 1)]


class _Clockwork(Scheduler):  # type: ignore[misc] # huey ships no types
    """Starts the jobs of the clock; which minutes are still to be done stands in the database."""

    def enqueue_periodic_tasks(self, now: datetime | None) -> None:  # noqa: ARG002 - huey's signature, its clock is not ours
        """Queues each job that is due since the last look, once."""
        close_old_connections()
        try:
            with transaction.atomic():
                due: dict[str, Any] = {}
                for minute in claim(clock.now()):
                    beijing = timezone.localtime(minute).replace(tzinfo=None)
                    due.update({task.name: task for task in self.huey.read_periodic(beijing)})
                for task in due.values():
                    self.huey.enqueue(task)
        except Exception:
            self._logger.exception("the clockwork could not look; it looks again in a minute")
        finally:
            close_old_connections()

    def shutdown(self) -> None:
        """The same as a worker's thread does at its end."""
        _hang_up()


class _Worker(Consumer):  # type: ignore[misc] # as above
    scheduler_class = _Clockwork


class _Inside(_Worker):
    """In a process that has other things to do: signals are that process's own."""

    def _set_signal_handlers(self) -> None:
        pass

"""Two workers as processes of their own on one database: everybody is told once, also when one of them is killed on the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

_START = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "mingyue.web.settings"
import django
django.setup()
"""
_FILL = (
    _START
    + """
from datetime import timedelta
from mingyue.cli.workspace import prepare
from mingyue.web import clock
from mingyue.web.notices.models import Notice, Preference
from mingyue.web.people.models import User
prepare()
now = clock.now()
for number in range(20):
    user = User.objects.create_user(f"p{number}@example.com", f"P{number}")
    Preference.objects.create(person=user, digested=now - timedelta(days=9), quiet_from=0, quiet_until=0)
    for kind in ("late", "mention", "soon"):
        Notice.objects.create(person=user, kind=kind, key=kind, title=kind, href="/", made=now)
"""
)
_WORK = (
    _START
    + """
from mingyue.web.jobs import worker
worker.work()
"""
)
_TOGETHER = (
    _START
    + """
from mingyue.web.notices import jobs
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
for _ in range(3):
    jobs.tell_people()
from mingyue.web.notices.models import Letter, Notice
print(Letter.objects.filter(state="sent").count(), Letter.objects.count(), Notice.objects.filter(told=None).count())
"""
)


@pytest.fixture
def environment(tmp_path: Path, transactional_db: None) -> Mapping[str, str]:
    """A workspace of its own, on the kind of database that the tests run on."""
    values = {**os.environ, "MINGYUE_HOME": str(tmp_path)}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS two_workers")
            cursor.execute("CREATE DATABASE two_workers")
        told = connection.get_connection_params()
        where = {name: told[name] for name in ("host", "port", "password") if told.get(name)}
        values["DATABASE_URL"] = f"postgresql://{quote(told['user'])}@/two_workers?{urlencode(where)}"
    run(values, _FILL)
    return values


def run(environment: Mapping[str, str], program: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def start(environment: Mapping[str, str], program: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def mails(home: Path) -> list[str]:
    """The addresses of all letters in the folder of the mail."""
    lines = [line for file in (home / "mail").glob("*") for line in file.read_text("utf-8").splitlines()]
    return sorted(line.removeprefix("To: ") for line in lines if line.startswith("To: "))


def test_two_at_once_tell_everybody_once(environment: Mapping[str, str], tmp_path: Path) -> None:
    both = [start(environment, _TOGETHER, str(tmp_path / "go")) for _ in range(2)]
    (tmp_path / "go").touch()
    for each in both:
        told, wrong = each.communicate(timeout=60)
        assert each.returncode == 0, wrong.decode()
        assert told.split()[1:] == [b"20", b"0"]
    everybody = sorted(f"p{number}@example.com" for number in range(20))
    assert mails(tmp_path) == everybody


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(environment: Mapping[str, str], tmp_path: Path) -> None:
    first = start(environment, _WORK)
    limit = time.monotonic() + 20
    while len(mails(tmp_path)) < 3:  # the clockwork starts the job as soon as the worker runs
        assert first.poll() is None, first.stderr.read().decode()
        assert time.monotonic() < limit
        time.sleep(0.01)
    first.kill()
    first.communicate()
    told = run(environment, _TOGETHER, __file__).split()
    letters = mails(tmp_path)
    assert len(letters) == len(set(letters)) >= 19, "the one under way when it was killed is not sent twice at once"
    assert told[1:] == ["20", "0"]

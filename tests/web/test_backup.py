from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection

from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.store import backup, books, files
from mingyue.web.store.models import EventLine, Project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept(project: Project, person: Callable[..., User], tmp_path: Path) -> Path:
    files.keep(project, "聊天截图.png", b"\x89PNG\r\n\x1a\n1", by=person("procurement", project))
    target = tmp_path / "all.zip"
    backup.backup(target, now=clock.now())
    return target


def _empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


def test_everything_comes_back(kept: Path, project: Project, settings: object, tmp_path: Path) -> None:
    before = books.position(project, as_of=date(2026, 5, 10))
    lines = list(EventLine.objects.values_list("line", flat=True))
    _empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    backup.restore(kept)
    there = Project.objects.get(slug=project.slug)
    assert books.position(there, as_of=date(2026, 5, 10)) == before
    assert list(EventLine.objects.values_list("line", flat=True)) == lines
    assert there.created == project.created
    assert files.content(there.evidence.get()) == b"\x89PNG\r\n\x1a\n1"
    assert Project.objects.create(title="下一个").pk > there.pk


def test_a_filled_workspace_is_not_restored_over(kept: Path) -> None:
    with pytest.raises(backup.BackupError, match="空的工作台"):
        backup.restore(kept)


def test_a_backup_is_not_written_over_another(kept: Path) -> None:
    with pytest.raises(backup.BackupError, match="已经存在"):
        backup.backup(kept, now=clock.now())


def test_a_backup_cut_short_restores_nothing(kept: Path, tmp_path: Path) -> None:
    short = tmp_path / "short.zip"
    short.write_bytes(kept.read_bytes()[:-200])
    _empty()
    with pytest.raises(backup.BackupError, match="换一份"):
        backup.restore(short)
    assert not Project.objects.exists()


def test_a_backup_that_lost_a_row_restores_nothing(kept: Path, tmp_path: Path) -> None:
    altered = tmp_path / "altered.zip"
    with ZipFile(kept) as old, ZipFile(altered, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.partition(b"\n")[2] if name == "rows/store.eventline.jsonl" else data)
    _empty()
    with pytest.raises(backup.BackupError, match="没有恢复任何内容"):
        backup.restore(altered)
    assert not Project.objects.exists()


def test_only_the_owner_may_read_it(kept: Path) -> None:
    assert kept.stat().st_mode & 0o077 == 0


def test_the_database_is_what_the_models_say() -> None:
    assert connection.vendor in {"sqlite", "postgresql"}
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)

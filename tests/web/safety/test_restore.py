"""Back-ups: every table and every file comes back; an archive that was damaged or altered restores nothing, and writes nowhere else."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.management import call_command
from django.test import Client

from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.store import backup, files
from mingyue.web.store.models import Evidence, Project

pytestmark = pytest.mark.django_db(transaction=True)


def _rows() -> Mapping[str, list[dict[str, object]]]:
    return {name: list(model._base_manager.order_by("pk").values()) for name, model in backup._parts()}


def _empty() -> None:
    call_command("flush", interactive=False, verbosity=0)


def _files(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def kept(project: Project, tmp_path: Path) -> Path:
    files.keep(project, "a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, by=None)
    target = tmp_path / "all.zip"
    backup.backup(target, now=clock.now())
    return target


def test_every_table_and_every_file_comes_back(
    whole: Client, addresses: Mapping[str, str], settings: object, tmp_path: Path
) -> None:
    for address in addresses.values():
        whole.get(address)
    rows, lying = _rows(), _files(Path(settings.MEDIA_ROOT))
    assert sum(1 for each in rows.values() if each) > 15
    assert len(lying) > 2
    target = tmp_path / "all.zip"
    assert backup.backup(target, now=clock.now()) == sum(map(len, rows.values()))
    _empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    backup.restore(target)
    assert _rows() == rows
    assert _files(tmp_path / "elsewhere") == lying
    lie = [path for path in (tmp_path / "elsewhere").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in lie} == {0}


Alter = Callable[[dict[str, bytes]], None]


def _altered(source: Path, target: Path, alter: Alter) -> Path:
    with ZipFile(source) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    alter(parts)
    with ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def _manifest(**more: object) -> Alter:
    def alter(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **more}).encode()

    return alter


def _put(name: str, data: bytes) -> Alter:
    return lambda parts: parts.update({name: data})


ALTERED: Mapping[str, tuple[Alter, str]] = {
    "a name that climbs": (_put("files/../../climbed", b"x"), "不安全"),
    "a name from the root": (_put("files//tmp/mingyue-climbed", b"x"), "不安全"),
    "a folder as a file": (_put("files/", b"x"), "不安全"),
    "a row that is no JSON": (_put("rows/store.project.jsonl", b"{"), "没有恢复任何内容"),
    "a row of another kind": (
        _put("rows/store.project.jsonl", b'{"model":"people.user","pk":9,"fields":{"nothing":1}}'),
        "没有恢复任何内容",
    ),
    "a row without its fellow": (
        _put("rows/store.evidence.jsonl", b'{"model":"store.evidence","pk":9,"fields":{"project":777,"sha256":"x"}}'),
        "没有恢复任何内容",
    ),
    "rows that are no text": (_put("rows/store.project.jsonl", b"\xff\xfe\x00"), "没有恢复任何内容"),
    "a manifest that is no JSON": (_put("manifest.json", b"{"), "没有恢复任何内容"),
    "a manifest that is a list": (_put("manifest.json", b"[]"), "没有恢复任何内容"),
    "a manifest with other rows": (_manifest(rows=[1]), "没有恢复任何内容"),
    "a manifest of a later release": (_manifest(migrations=["store.9999_later"]), "请先升级"),
    "a format of a later release": (_manifest(format=99), "请先升级"),
    "no manifest": (lambda parts: parts.pop("manifest.json") and None, "没有写完"),
}


@pytest.mark.parametrize("what", sorted(ALTERED))
def test_an_altered_archive_restores_nothing(what: str, kept: Path, tmp_path: Path, settings: object) -> None:
    alter, words = ALTERED[what]
    altered = _altered(kept, tmp_path / "altered.zip", alter)
    _empty()
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    outside = Path("/tmp/mingyue-climbed")
    outside.unlink(missing_ok=True)
    before = set(tmp_path.rglob("*"))
    with pytest.raises(backup.BackupError, match=words):
        backup.restore(altered)
    assert not Project.objects.exists()
    left = {path for path in set(tmp_path.rglob("*")) - before if path.is_file()}
    assert left == set()
    assert not Path("/tmp/mingyue-climbed").exists()


def test_a_file_that_lost_a_byte_restores_nothing(kept: Path, tmp_path: Path, settings: object) -> None:
    with ZipFile(kept) as archive:
        name = next(each for each in archive.infolist() if each.filename.startswith("files/evidence"))
    data = bytearray(kept.read_bytes())
    data[name.header_offset + 30 + len(name.filename) + 12] ^= 0xFF
    kept.write_bytes(bytes(data))
    _empty()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    with pytest.raises(backup.BackupError, match="没有恢复任何内容"):
        backup.restore(kept)
    assert not Project.objects.exists()
    assert not Evidence.objects.exists()
    assert not any(path.is_file() for path in (tmp_path / "elsewhere").rglob("*"))


def test_what_is_no_archive_restores_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"not an archive")
    with pytest.raises(backup.BackupError, match="换一份"):
        backup.restore(other)


def test_a_backup_that_fails_leaves_no_half(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: Callable[..., User]
) -> None:
    monkeypatch.setattr(backup, "_write", lambda _archive: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(OSError, match="No space"):
        backup.backup(tmp_path / "second.zip", now=clock.now())
    assert not (tmp_path / "second.zip").exists()
    assert kept.exists()

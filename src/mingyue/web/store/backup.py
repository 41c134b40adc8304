"""Back-up and restore of a whole workspace: one file, the same for SQLite and PostgreSQL, so it also moves from one to the other.

The file is a ZIP: `rows/<model>.jsonl` (Django's serialisation, a row a line, in the order of dependence), `files/...` (evidence
and drafts), `secret.key` where the installation made its own, `manifest.json` last: without it a file was cut short.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from mingyue import __version__
from mingyue.terms.errors import UserError
from mingyue.web.people.models import User

_FORMAT = 1
_BATCH = 500
_LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "sessions.session", "usersessions.usersession", "jobs.tick"}
"""Made anew by the database itself, or worthless after a restore: everybody signs in again."""
_KEY = "secret.key"


_DAMAGE = (BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError, DeserializationError, DatabaseError)
"""What reading an archive ends in that was damaged or altered."""


class BackupError(UserError):
    """A back-up that cannot be written or read; the message says why and the mend."""


class _Whole(DjangoJSONEncoder):
    """Times to the microsecond; Django cuts them to the millisecond."""

    def default(self, o: object) -> object:
        """A value that JSON does not know."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def backup(target: Path, *, now: datetime) -> int:
    """Writes everything into a file that is not there yet, readable to its owner only; gives the number of rows.

    Raises BackupError, OSError (disk full: nothing is left behind).
    """
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{target} 已经存在：请换一个文件名。") from None
    try:
        with os.fdopen(handle, "wb") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            counts = _write(archive)
            told = {"format": _FORMAT, "mingyue": __version__, "made": now.isoformat(timespec="seconds")}
            archive.writestr(
                "manifest.json", json.dumps({**told, "migrations": _migrations(), "rows": counts}, indent=1)
            )
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return sum(counts.values())


def restore(source: Path) -> int:
    """Fills an empty workspace from a back-up, all or nothing; gives the number of rows. Raises BackupError, OSError."""
    if User.objects.exists():
        raise BackupError(
            "工作台里已经有数据：恢复只能用在空的工作台里，请把 MINGYUE_HOME 或 DATABASE_URL 指向新的位置。"
        )
    try:
        with ZipFile(source) as archive:
            manifest = _manifest(archive, source)
            files = _files(archive)
            with transaction.atomic():
                for name, _ in _parts():
                    _read_rows(archive, name, manifest["rows"].get(name, 0))
                _reset_sequences()
                _read_files(archive, files)
    except _DAMAGE as error:
        raise BackupError(f"{source} 不完整或者被改动过（{error}），没有恢复任何内容：请换一份备份。") from None
    return sum(manifest["rows"].values())


def _parts() -> Iterator[tuple[str, type[models.Model]]]:
    """Every table that is backed up, each after those it points to."""
    listed = [
        (config, [model for model in config.get_models() if model._meta.managed]) for config in apps.get_app_configs()
    ]
    for model in serializers.sort_dependencies(listed, allow_cycles=True):
        if model._meta.label_lower not in _LEFT_OUT:
            yield model._meta.label_lower, model


def _write(archive: ZipFile) -> dict[str, int]:
    counts = {}
    with transaction.atomic():
        if (
            connection.vendor == "postgresql"
        ):  # one view of the data, whoever writes meanwhile; SQLite lets writers wait
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for name, model in _parts():
            rows = model._base_manager.order_by("pk")
            counts[name] = 0
            with archive.open(f"rows/{name}.jsonl", "w", force_zip64=True) as part:
                for row in rows.iterator(chunk_size=_BATCH):
                    part.write(serializers.serialize("jsonl", [row], ensure_ascii=False, cls=_Whole).encode())
                    counts[name] += 1
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file():
            archive.write(path, f"files/{path.relative_to(root).as_posix()}")
    key = settings.HOME / _KEY
    if key.is_file():
        archive.write(key, _KEY)
    return counts


def _manifest(archive: ZipFile, source: Path) -> dict[str, dict[str, int]]:
    if "manifest.json" not in archive.namelist():
        raise BackupError(f"{source} 不是明约的备份，或者没有写完：请换一份。")
    told = json.loads(archive.read("manifest.json"))
    if not isinstance(told, dict) or not isinstance(told["rows"], dict):
        raise BadZipFile("manifest.json")
    if told["format"] != _FORMAT:
        raise BackupError(f"{source} 由更新的版本（{told['mingyue']}）写成：请先升级 mingyue。")
    if missing := [name for name in told["migrations"] if name not in _migrations()]:
        raise BackupError(
            f"{source} 由更新的版本（{told['mingyue']}）写成，这一版没有 {missing[0]}：请先升级 mingyue。"
        )
    return dict(told)


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _read_rows(archive: ZipFile, name: str, expected: int) -> None:
    count = 0
    with archive.open(f"rows/{name}.jsonl") as part:
        for row in serializers.deserialize("jsonl", TextIOWrapper(part, "utf-8")):
            row.save(force_insert=True)  # as it is: times of making are not set anew
            count += 1
    if count != expected:
        raise BadZipFile(f"{name}: {count} / {expected}")


def _reset_sequences() -> None:
    """PostgreSQL counts on from where the restored rows end."""
    told = connection.ops.sequence_reset_sql(no_style(), [model for _, model in _parts()])
    with connection.cursor() as cursor:
        for sentence in told:
            cursor.execute(sentence)


def _files(archive: ZipFile) -> dict[str, Path]:
    """The files of the archive, and where each belongs. Raises BackupError for a name that leads elsewhere."""
    root = Path(settings.MEDIA_ROOT)
    found = {name: root / name.removeprefix("files/") for name in archive.namelist() if name.startswith("files/")}
    for name, path in found.items():
        if path.resolve() == root.resolve() or not path.resolve().is_relative_to(root.resolve()):
            raise BackupError(f"备份里的文件名 {name} 不安全：这份备份被改动过，没有恢复任何内容。")
    if _KEY in archive.namelist() and not os.environ.get("MINGYUE_SECRET_KEY"):
        found[_KEY] = settings.HOME / _KEY
    return found


def _read_files(archive: ZipFile, files: dict[str, Path]) -> None:
    """All files; those of them that were written are taken away again where one fails. The key, of which one is there, comes last."""
    written: list[Path] = []
    try:
        for name, path in files.items():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            data = archive.read(name)  # whole and with the right sum, before anything is written
            if name != _KEY:
                written.append(path)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(data)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise

"""Evidence on the disk: kept under its SHA-256, outside every URL, handed out only by pages that asked who is there."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.store.models import Evidence, Project

LIMIT = 50 * 1024 * 1024
"""Bytes of one piece of evidence."""

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),  # Word and Excel files as well
)


class FileError(UserError):
    """A file that is not kept; the message says why and the mend."""


def keep(project: Project, name: str, data: bytes, *, by: User | None) -> Evidence:
    """Keeps a file as evidence; the same content is kept once. Raises FileError (empty, too large), OSError (disk full)."""
    if not data:
        raise FileError(f"{name} 是空文件，没有保存：请重新选择。")
    if len(data) > LIMIT:
        raise FileError(f"{name} 超过 {LIMIT // 1024 // 1024} MB，没有保存：请压缩或者分成几个文件。")
    digest = sha256(data).hexdigest()
    known = Evidence.objects.filter(project=project, sha256=digest).first()
    if known is not None:
        return known
    path = path_of(project, digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:  # mode 0600
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return Evidence.objects.create(
        project=project, sha256=digest, name=Path(name).name[:200], size=len(data), media_type=media_type(data), by=by
    )


def content(kept: Evidence) -> bytes:
    """The bytes. Raises FileError where the file is gone or altered."""
    try:
        data = path_of(kept.project, kept.sha256).read_bytes()
    except FileNotFoundError:
        raise FileError(f"证据 {kept.name} 的文件不见了：请从备份恢复 {kept.sha256[:12]}…。") from None
    if sha256(data).hexdigest() != kept.sha256:
        raise FileError(f"证据 {kept.name} 的文件被改动过，与登记的散列值不符：请从备份恢复。")
    return data


def path_of(project: Project, digest: str) -> Path:
    """Where a piece of evidence of a project lies."""
    return Path(settings.MEDIA_ROOT) / "evidence" / str(project.pk) / digest


def media_type(data: bytes) -> str:
    """What the content is, from its first bytes: a name or a browser may say anything."""
    for start, told in _STARTS:
        if data.startswith(start):
            return told
    try:
        data[:4096].decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"

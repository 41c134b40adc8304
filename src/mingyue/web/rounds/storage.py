"""Uploaded drafts on the disk, under their SHA-256, outside every URL: only a page that asked who is there hands one out."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from mingyue.terms.errors import UserError


class DraftFileError(UserError):
    """The file of a round is gone or altered; the message says the mend."""


def keep(project_id: int, data: bytes) -> str:
    """Keeps the bytes and gives their SHA-256; the same content is kept once. Raises OSError (disk full)."""
    digest = sha256(data).hexdigest()
    path = _path(project_id, digest)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:  # mode 0600
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    return digest


def content(project_id: int, digest: str) -> bytes:
    """The bytes. Raises DraftFileError."""
    try:
        data = _path(project_id, digest).read_bytes()
    except FileNotFoundError:
        raise DraftFileError("上传的合同文件不见了：请从备份恢复，或者重新上传。") from None
    if sha256(data).hexdigest() != digest:
        raise DraftFileError("上传的合同文件被改动过，与登记的散列值不符：请从备份恢复，或者重新上传。")
    return data


def _path(project_id: int, digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "drafts" / str(project_id) / digest

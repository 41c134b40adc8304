"""Files that prove an event, kept by their content: evidence/ab/ab12... is named by its SHA-256."""

from __future__ import annotations

import os
import re
from hashlib import file_digest, sha256
from pathlib import Path

from mingyue.connectors.folder.faults import FolderError, full_disk
from mingyue.connectors.folder.files import sync_folder

EVIDENCE = "evidence"
_DIGEST = re.compile("[0-9a-f]{64}")
_CHUNK = 1 << 20


def evidence_path(folder: str | Path, digest: str) -> Path:
    """Where the file with this SHA-256 is kept. Raises FolderError for what is no SHA-256 in small letters."""
    if not _DIGEST.fullmatch(digest):
        raise FolderError(f"证据编号“{digest[:80]}”不是 SHA-256（64 位小写十六进制）：请用收存文件时得到的编号。")
    return Path(folder) / EVIDENCE / digest[:2] / digest


def keep(folder: str | Path, path: str | Path) -> str:
    """Copies a file into evidence/ and returns its SHA-256; the same content is kept once, a damaged copy is mended.

    The file's own name belongs into the event's data. Raises FolderError for a full disk, OSError.
    """
    store = Path(folder) / EVIDENCE
    store.mkdir(exist_ok=True)
    draft = store / f".{os.getpid()}"
    try:
        with full_disk("磁盘已满：证据文件没有收存，请清理磁盘后再试。"):
            digest = _copy(Path(path), draft)
            target = evidence_path(folder, digest)
            target.parent.mkdir(exist_ok=True)
            draft.replace(target)
            sync_folder(target.parent)
            sync_folder(store)
    finally:
        draft.unlink(missing_ok=True)
    return digest


def damage(folder: Path, digest: str) -> str | None:
    """What is wrong with a kept file, None if nothing."""
    try:
        with evidence_path(folder, digest).open("rb") as file:
            same = file_digest(file, "sha256").hexdigest() == digest
    except FolderError:
        return f"证据编号“{digest[:80]}”不是 SHA-256"
    except FileNotFoundError:
        return f"证据 {digest[:12]}… 不在 evidence 文件夹里"
    return None if same else f"证据 {digest[:12]}… 的内容被改动过"


def _copy(source: Path, target: Path) -> str:
    """Copies a file durably; the SHA-256 of what was copied."""
    hasher = sha256()
    with source.open("rb") as old, target.open("wb") as new:
        while chunk := old.read(_CHUNK):
            hasher.update(chunk)
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    return hasher.hexdigest()

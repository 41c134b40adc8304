"""Files that are there whole or not at all, also after the power went."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from mingyue.connectors.folder.faults import full_disk


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file in one step and durably: a reader sees the old file or the new one, never a part.

    A link is followed, permissions stay. Raises FolderError for a full disk, OSError.
    """
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with full_disk(f"磁盘已满：{path.name} 没有写入，原来的文件完好，请清理磁盘后再试。"):
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, draft)
            draft.replace(target)
            sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes new names in a folder durable (Windows needs and knows no such step)."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

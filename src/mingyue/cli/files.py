"""Files of the user: small texts in, results out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from mingyue import api

_MAX_TEXT_BYTES = 1_000_000


def read_text(path: Path, what: str) -> str:
    """A small UTF-8 text. Raises PlaybookError for another encoding or size, OSError."""
    data = api.read_file(path)
    if len(data) > _MAX_TEXT_BYTES:
        raise api.PlaybookError(f"超过 {_MAX_TEXT_BYTES // 1_000_000} MB，不像是{what}：请检查路径。")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise api.PlaybookError(f"{what}须为 UTF-8 编码的文本：请另存为 UTF-8 后再试。") from error


def playbook(path: str | None) -> api.Playbook | None:
    """The user's playbook, None when none is given; a fault names the file."""
    if path is None:
        return None
    try:
        return api.playbook(read_text(Path(path), "谈判底线"))
    except (api.PlaybookError, api.Unreadable) as error:
        raise api.PlaybookError(f"{click.format_filename(path)}：{error}") from error


def write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all; missing folders are made. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # a device such as /dev/null; a folder raises
        path.write_bytes(data)
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_new(path: Path, content: str | bytes, *, force: bool) -> None:
    """Writes a file that a person will edit: one that is there already stays, unless forced."""
    if path.exists() and not force:
        raise click.UsageError(f"{click.format_filename(path)} 已经存在，没有覆盖：请换一个文件名，或加 --force。")
    write(path, content.encode("utf-8") if isinstance(content, str) else content)


def is_folder(path: str) -> bool:
    """Whether a path means a folder: it is one, or it ends like one."""
    return path.endswith(("/", os.sep)) or Path(path).is_dir()


def names(files: Iterable[str], suffix: str) -> list[str]:
    """A file name for each file, with this suffix, no two alike (on any system)."""
    taken: set[str] = set()
    result = []
    for file in files:
        stem = Path(file).stem
        tries = (f"{stem}{'' if n == 1 else f'-{n}'}{suffix}" for n in range(1, 1 << 30))
        name = next(name for name in tries if name.casefold() not in taken)
        taken.add(name.casefold())
        result.append(name)
    return result

"""events.jsonl on the disk: opened by one writer at a time, its end read, lines added whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from mingyue.connectors.folder.files import sync_folder
from mingyue.connectors.folder.lines import GENESIS, Tail, judge, tail_of
from mingyue.connectors.folder.locking import exclusive
from mingyue.connectors.folder.log import fault

_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class End:
    """The end of the file: its size, number and hash of the last line, and the bytes behind the last line feed."""

    size: int
    seq: int
    head: str
    tail: Tail
    rest: bytes


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """The file, made if it is not there, open and locked."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    while True:
        handle = os.open(path, flags, 0o644)
        try:
            with exclusive(handle):
                # While we waited another program may have put a new file in its place.
                if path.exists() and os.path.samestat(os.fstat(handle), path.stat()):
                    yield handle
                    return
        finally:
            os.close(handle)


def read_from(handle: int, start: int) -> bytes:
    """The bytes from there to the end."""
    os.lseek(handle, start, os.SEEK_SET)
    return b"".join(iter(lambda: os.read(handle, 1 << 24), b""))


def end_of(handle: int) -> End:
    """The end of the file, from as few bytes as hold the last line. Raises FolderError if that line is broken."""
    size = os.fstat(handle).st_size
    length = _CHUNK
    while True:
        start = max(0, size - length)
        chunk = read_from(handle, start)
        if start == 0 or chunk.count(b"\n") > 1:
            break
        length *= 4
    *lines, rest = chunk.split(b"\n")
    tail = tail_of(rest)
    if tail in {Tail.WHOLE, Tail.CHANGED}:
        lines.append(rest)
    if not lines:
        return End(size, 0, GENESIS, tail, rest)
    line, wrong = judge(lines[-1])
    if line is None:
        behind = tail in {Tail.WHOLE, Tail.CHANGED}
        raise fault(read_from(handle, 0).count(b"\n") + behind, str(wrong))
    return End(size, line["seq"], line["hash"], tail, rest)


def add(handle: int, path: Path, end: End, raws: Sequence[bytes]) -> None:
    """Adds lines in one writing, durably; if that fails the file is cut back to what it was. Raises OSError."""
    length = _set_aside(handle, path, end)
    payload = b"\n" * (end.tail is Tail.WHOLE) + b"".join(raw + b"\n" for raw in raws)
    try:
        _write(handle, payload)
        if length == 0:
            sync_folder(path.parent)
    except OSError:
        os.ftruncate(handle, length)
        raise


def _write(handle: int, payload: bytes) -> None:
    if os.write(handle, payload) < len(payload):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)


def _set_aside(handle: int, path: Path, end: End) -> int:
    """Moves what an interrupted writing left into a file of its own; the length up to which lines count."""
    if end.tail is not Tail.TORN:
        return end.size
    torn = next(name for n in count(1) if not (name := path.with_name(f"events.torn-{n}")).exists())
    try:
        with torn.open("xb") as copy:
            copy.write(end.rest)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError:
        torn.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    os.ftruncate(handle, end.size - len(end.rest))
    return end.size - len(end.rest)

"""One writer at a time, also among processes: a lock that ends with the process that holds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    # Locks are mandatory there: one byte far beyond the end keeps readers free.
    _FAR = 0x7FFF_FFFF

    def _acquire(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _release(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def exclusive(handle: int) -> Iterator[None]:
    """Holds the lock of an open file; waits for whoever has it. Raises OSError where the file system knows no locks."""
    _acquire(handle)
    try:
        yield
    finally:
        _release(handle)

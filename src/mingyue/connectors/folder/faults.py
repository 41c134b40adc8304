"""What can be wrong with a project folder."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from mingyue.terms.errors import UserError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FolderError(UserError):
    """A project folder that cannot be used as asked; one Chinese sentence that names the place and the mend."""


@contextmanager
def full_disk(sentence: str) -> Iterator[None]:
    """Within it, a full disk is told as this sentence; any other OSError passes."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise FolderError(sentence) from error
        raise

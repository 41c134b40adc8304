"""Puts the name of a file in front of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mingyue.cli import faults
from mingyue.review.document import Unreadable


@contextmanager
def named(path: str) -> Iterator[None]:
    """Known faults inside become Unreadable, others InternalError, with the file's name; the current folder needs none."""
    place = "" if path == "." else f"{click.format_filename(path)}："
    try:
        yield
    except (BrokenPipeError, click.ClickException):
        raise
    except faults.KNOWN as error:
        raise Unreadable("\n".join(f"{place}{line}" for line in faults.sentence(error).splitlines())) from error
    except Exception as error:
        message = faults.internal(f"{type(error).__name__}: {error}")
        raise faults.InternalError(f"{place}{message}") from error

"""The side of a worker process."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
ORPHAN_CHECK_S = 5.0


@dataclass(frozen=True, slots=True)
class Answer(Generic[Value]):
    """A value, or what was raised."""

    value: Value | None
    error: str | None = None
    trace: str = ""


def serve(pipe: Connection, task: Callable[[Any], Any], parent: int) -> None:
    """Answers items until the pipe is closed or the parent process is gone."""
    # Ctrl-C reaches the whole group: the parent decides. Told to end, unwind: what the task has started stops too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        while _waits(pipe, parent):
            pipe.send(_answer(task, pipe.recv()))
    except (EOFError, BrokenPipeError):
        return  # the parent has closed the pipe: nothing more to do


def _waits(pipe: Connection, parent: int) -> bool:
    """Whether an item (or the end) has come; False when the parent was killed, which a forked pipe does not tell."""
    while not pipe.poll(ORPHAN_CHECK_S):
        if os.getppid() != parent:
            return False
    return True


def _answer(task: Callable[[Any], Value], item: object) -> Answer[Value]:
    try:
        return Answer(task(item))
    except Exception as error:  # noqa: BLE001 - shipped to the parent, whatever it is
        return Answer(None, f"{type(error).__name__}: {error}", traceback.format_exc())

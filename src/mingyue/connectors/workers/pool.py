"""A pool that outlives its tasks.

The pools of the standard library stop as a whole when one worker dies, and cannot end a task that hangs. Here each worker
has its own pipe: a closed pipe is a crash, a passed deadline ends the worker, and either costs its own item only.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from mingyue.connectors.workers.child import Answer, serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

Item = TypeVar("Item")
Value = TypeVar("Value")
_FORKS = sys.platform == "linux"
GRACE_S = 2.0  # for a worker told to end to stop what it has started


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no value: the task raised (`message`, `trace`), its process crashed, or it took too long."""

    kind: Literal["raised", "crashed", "overdue"]
    message: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """What became of one item."""

    item: Item
    value: Value | None
    failure: Failure | None


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    index: int | None = None
    deadline: float = 0.0


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    task: Callable[[Item], Value], items: Sequence[Item], *, jobs: int, limit_s: float
) -> Iterator[Outcome[Item, Value]]:
    """The outcome of `task` for every item, in the order of the items, as soon as it and those before it are known.

    task, items and values travel between processes: they must be picklable. jobs: processes at a time; limit_s: seconds
    for one item, after which its process is ended. Nothing a task does is raised here; see `Failure`.
    """
    pool = _Pool(task, items, min(jobs, len(items)), limit_s)
    early: dict[int, Outcome[Item, Value]] = {}
    turn = 0
    try:
        for index, outcome in pool.run():
            early[index] = outcome
            while turn in early:
                yield early.pop(turn)
                turn += 1
    finally:
        pool.close()


class _Pool(Generic[Item, Value]):
    def __init__(self, task: Callable[[Item], Value], items: Sequence[Item], jobs: int, limit_s: float) -> None:
        self._context = _context()
        self._task, self._items, self._limit_s = task, items, limit_s
        self._waiting = iter(range(len(items)))
        self._workers: list[_Worker] = []
        for _ in range(jobs):
            self._workers.append(self._start())

    def run(self) -> Iterator[tuple[int, Outcome[Item, Value]]]:
        for worker in self._workers:
            self._assign(worker)
        while busy := [worker for worker in self._workers if worker.index is not None]:
            pause = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
            ready = wait([worker.pipe for worker in busy], pause)
            for worker in busy:
                outcome = self._heard(worker) if worker.pipe in ready else self._overdue(worker)
                if outcome is not None:
                    yield outcome
                    self._assign(worker)

    def close(self) -> None:
        for worker in self._workers:
            _end(worker)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._task, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _assign(self, worker: _Worker) -> None:
        worker.index = next(self._waiting, None)
        if worker.index is None:
            return
        worker.deadline = time.monotonic() + self._limit_s
        try:
            worker.pipe.send(self._items[worker.index])
        except OSError:  # it died while idle: the item has not begun
            self._replace(worker)
            worker.pipe.send(self._items[worker.index])

    def _replace(self, worker: _Worker) -> None:
        _end(worker)
        fresh = self._start()
        worker.process, worker.pipe = fresh.process, fresh.pipe

    def _heard(self, worker: _Worker) -> tuple[int, Outcome[Item, Value]]:
        try:
            answer: Answer[Value] = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join(GRACE_S)
            code = worker.process.exitcode
            self._replace(worker)
            return self._outcome(worker, None, Failure("crashed", f"exit {code}"))
        failure = None if answer.error is None else Failure("raised", answer.error, answer.trace)
        return self._outcome(worker, answer.value, failure)

    def _overdue(self, worker: _Worker) -> tuple[int, Outcome[Item, Value]] | None:
        if time.monotonic() < worker.deadline:
            return None
        self._replace(worker)
        return self._outcome(worker, None, Failure("overdue", f"{self._limit_s:g} s"))

    def _outcome(
        self, worker: _Worker, value: Value | None, failure: Failure | None
    ) -> tuple[int, Outcome[Item, Value]]:
        index = worker.index
        assert index is not None  # noqa: S101 - only busy workers are asked
        return index, Outcome(self._items[index], value, failure)


def _context() -> ForkContext | SpawnContext:
    """A forked worker starts with everything loaded; elsewhere forking is unsafe or unknown."""
    if _FORKS:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _end(worker: _Worker) -> None:
    # A worker forked later holds a copy of our end: closing it would not end an idle one.
    worker.process.terminate()
    worker.pipe.close()
    worker.process.join(GRACE_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()

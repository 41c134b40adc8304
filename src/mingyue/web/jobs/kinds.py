"""Jobs as functions: run soon, or by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial, update_wrapper, wraps
from typing import Generic, ParamSpec

from django.conf import settings
from django.db import close_old_connections, transaction

from mingyue.web.jobs.queue import queue

P = ParamSpec("P")


class Job(Generic[P]):
    """A function that can also run in the background; arguments are plain values."""

    def __init__(self, function: Callable[P, None]) -> None:
        self._function = function
        self._queued = queue.task(name=_name(function))(_alone(function))
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Runs it here, at once."""
        self._function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Has a worker run it once the transaction at hand is committed; in tests it runs here."""
        if settings.JOBS_IMMEDIATE:
            self._function(*args, **kwargs)
        else:
            transaction.on_commit(partial(self._queued, *args, **kwargs))


def job(function: Callable[P, None]) -> Job[P]:
    """Makes a job of a function."""
    return Job(function)


def by_clock(when: Callable[[datetime], bool]) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Has a worker run the function at the times that `crontab(...)` gives; it can still be called."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        queue.periodic_task(when, name=_name(function))(_alone(function))
        return function

    return register


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def _alone(function: Callable[P, None]) -> Callable[P, None]:
    """The function with database connections of its own: a worker's thread lives long, a connection may not."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        close_old_connections()
        try:
            function(*args, **kwargs)
        finally:
            close_old_connections()

    return run

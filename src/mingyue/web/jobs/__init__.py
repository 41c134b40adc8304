'''Background work: jobs that run once, soon, and jobs that run by the clock. Kept on disk, so they survive a restart.

A module `jobs.py` of any app of the workspace holds its jobs; the worker finds it there, nothing is registered by hand.

>>> from mingyue.web.jobs import by_clock, crontab, job
>>> @job
... def check(round_id: int) -> None:
...     """Arguments are plain values (ids, texts), never model objects: the row may have changed when the job runs."""
>>> check.later(7)  # queued when the transaction at hand is committed, and not when it is rolled back
>>> check(7)  # at once, here
>>> @by_clock(crontab(minute="*/5"))
... def send_what_is_due() -> None:
...     """Times are Beijing's. Starts once each time, however many workers run."""

Workers: `mingyue serve` runs one inside itself, `mingyue work` runs one as a process of its own; both may run together.
A job that was under way when its worker died is not started again by the queue, so a job looks in the database for what is to
be done, and is harmless when run twice. Times of the clock that passed while no worker ran are made up for, once, for a day.
In tests (settings.JOBS_IMMEDIATE) `later` runs the job at once, without a worker; the clockwork stands still.
'''

from __future__ import annotations

from huey import crontab

from mingyue.web.jobs.kinds import Job, by_clock, job

__all__ = ["Job", "by_clock", "crontab", "job"]

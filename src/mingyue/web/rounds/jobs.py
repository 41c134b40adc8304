"""Background jobs of review."""

from __future__ import annotations

from mingyue.web import clock
from mingyue.web.jobs import by_clock, crontab, job
from mingyue.web.rounds import checking


@job
def check(round_id: int) -> None:
    """Checks a round that was uploaded."""
    checking.check(round_id)


@by_clock(crontab())
def take_up() -> None:
    """Takes up, every minute, the rounds whose worker died: after a restart nothing stays half done."""
    for round_id in checking.left_behind(clock.now()):
        check.later(round_id)

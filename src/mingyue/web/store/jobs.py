"""Background work of the store: projections follow the calendar."""

from __future__ import annotations

from mingyue.web import clock
from mingyue.web.jobs import by_clock, crontab
from mingyue.web.store import projections


@by_clock(crontab(minute="5", hour="0"))
def turn_the_day() -> None:
    """After midnight: what is late, due and accrued is computed as of the new day, the projects longest not looked at first."""
    today = clock.today()
    for project in projections.stale(today).iterator(chunk_size=200):
        projections.refresh(project, as_of=today)

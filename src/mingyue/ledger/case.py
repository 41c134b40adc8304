"""What a calculator may look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mingyue.ledger.event import Event
from mingyue.ledger.history import Happened
from mingyue.ledger.timeline import Timeline
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One contract on one day: terms over time, events, calendar. A state is that of the end of the day `as_of`."""

    timeline: Timeline
    history: Happened
    as_of: date
    calendar: Calendar

    @property
    def terms(self) -> Contract:
        """The terms that hold on the day."""
        return self.timeline.on(self.as_of)

    @property
    def effective(self) -> Event | None:
        """The event that put the contract into effect: its own, else the signing."""
        return self.history.first("effective") or self.history.first("signed")

    @property
    def ended(self) -> Event | None:
        """The notice that ended the contract (民法典 565: when it arrives)."""
        return self.history.first("termination_notice")

"""What a calculator may look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from mingyue.ledger.event import Event
from mingyue.ledger.history import Happened
from mingyue.ledger.span import End, Term, end, term
from mingyue.ledger.timeline import Timeline
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Case:
    """One contract on one day: terms over time, events, calendar. A state is that of the end of the day `as_of`.

    term: the service term; end: how the contract ended, by notice or because the term ran out. Both follow from the rest; they
    are kept because every milestone and every instalment asks for them.
    """

    timeline: Timeline
    history: Happened
    as_of: date
    calendar: Calendar
    term: Term | None = field(init=False)
    end: End | None = field(init=False)

    def __post_init__(self) -> None:
        """Works out what follows."""
        object.__setattr__(self, "term", term(self.timeline, self.history, self.calendar, self.as_of))
        object.__setattr__(self, "end", end(self.term, self.history, self.as_of))

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
        """The notice that ended the contract (民法典 565: when it arrives).

        None while it runs, and where its term ran out first: then what is owed of the price stays payable.
        """
        return self.end.event if self.end else None

    @property
    def live(self) -> Event | None:
        """The event from which service, trial and site visits run."""
        return self.history.first("went_live")

    def without(self, *events: Event) -> Case:
        """The same contract, had these events not happened."""
        return replace(self, history=self.history.without(events))

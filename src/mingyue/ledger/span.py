"""How long the contract runs: through the end of the service term, as renewed, or until notice ended it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from mingyue.ledger.event import Event
from mingyue.ledger.events import RenewalNotice, TerminationNotice
from mingyue.ledger.events.content import SIDES, Side
from mingyue.ledger.history import Happened, told
from mingyue.ledger.timeline import DAY, Timeline
from mingyue.terms.calendar import Calendar


@dataclass(frozen=True, slots=True)
class End:
    """The last day of the contract. event: the notice that ended it; None when the service term ran out."""

    day: date
    event: Event | None

    @property
    def over(self) -> datetime:
        """The moment: when the notice arrived, where that is known, else the end of the day."""
        return (self.event.at if self.event else None) or datetime.combine(self.day + DAY, time())

    @property
    def notice(self) -> TerminationNotice | None:
        """What the notice says."""
        return told(self.event, TerminationNotice) if self.event else None


@dataclass(frozen=True, slots=True)
class Term:
    """The service term that runs, or the last that ran. words: each side's last word on renewal that was given in this term;
    later: the words that came after its last day and so renew nothing.
    """

    live: Event
    last: date
    words: Mapping[Side, Event]
    later: tuple[Event, ...]

    @property
    def renewed(self) -> bool:
        """Whether both sides said that they renew."""
        return self.words.keys() == SIDES.keys() and all(
            told(event, RenewalNotice).renew for event in self.words.values()
        )


def term(timeline: Timeline, history: Happened, calendar: Calendar, as_of: date) -> Term | None:
    """The service term by the terms of the day (民法典 201, 202); None before the system is live or without a term.

    A word on renewal counts for the term in which it was given: what was said before an earlier end was answered by the
    change that moved the end, and cannot renew a second time.
    """
    live, agreed = history.first("went_live"), timeline.on(as_of).product.service_term
    if live is None or agreed is None:
        return None
    last = calendar.add(live.day, agreed)
    periods = {version.terms.product.service_term for version in timeline.versions if version.since <= as_of}
    ends = (calendar.add(live.day, period) for period in periods if period is not None)
    before = max((day for day in ends if day < last), default=date.min)
    said = [event for event in history.of("renewal_notice") if event.day > before]
    words = {told(event, RenewalNotice).side: event for event in said if event.day <= last}
    return Term(live, last, words, tuple(event for event in said if event.day > last))


def end(running: Term | None, history: Happened, as_of: date) -> End | None:
    """How the contract ended by the day; None while it runs. Both sides' will to renew keeps it running."""
    over = running.last if running and running.last <= as_of and not running.renewed else None
    notice = history.first("termination_notice")
    if notice is not None and (over is None or notice.day <= over):
        return End(notice.day, notice)
    return End(over, None) if over else None

"""How long the contract runs: since the system went live, through the end of the service term, or until notice ended it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import midnight
from mingyue.ledger.event import Event
from mingyue.ledger.events import RenewalNotice, TerminationNotice
from mingyue.ledger.history import told


@dataclass(frozen=True, slots=True)
class End:
    """The last day of the contract. event: the notice that ended it; None when the service term ran out."""

    day: date
    event: Event | None

    @property
    def over(self) -> datetime:
        """The moment: when the notice arrived, where that is known, else the end of the day."""
        return (self.event.at if self.event else None) or midnight(self.day)

    @property
    def notice(self) -> TerminationNotice | None:
        """What the notice says."""
        return told(self.event, TerminationNotice) if self.event else None


def went_live(case: Case) -> Event | None:
    """The event from which service, trial and site visits run."""
    return case.history.first("went_live")


def term_end(case: Case) -> date | None:
    """The last day of the service term (民法典 201, 202); None before the system is live or without a term."""
    live, term = went_live(case), case.terms.product.service_term
    return None if live is None or term is None else case.calendar.add(live.day, term)


def renewed(case: Case) -> bool:
    """Whether both sides said that they renew; each side's last word counts."""
    words = {}
    for event in case.history.of("renewal_notice"):
        said = told(event, RenewalNotice)
        words[said.side] = said.renew
    return words == {"buyer": True, "vendor": True}


def end(case: Case) -> End | None:
    """How the contract ended by the day; None while it runs. Both sides' will to renew keeps it running."""
    last = term_end(case)
    expired = last is not None and last <= case.as_of and not renewed(case)
    if case.ended is not None and not (expired and last is not None and last < case.ended.day):
        return End(case.ended.day, case.ended)
    return End(last, None) if expired and last is not None else None

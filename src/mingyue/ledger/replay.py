"""replay(terms, events, as_of): everything that follows from a contract and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mingyue.ledger import citing, conduct, delivery, ending, legality, payment, service, settlement
from mingyue.ledger.case import Case
from mingyue.ledger.event import Event
from mingyue.ledger.history import happened
from mingyue.ledger.position import Position
from mingyue.ledger.timeline import timeline
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract


def replay(
    signed: Contract,
    events: Iterable[Event],
    *,
    as_of: date,
    calendar: Calendar,
    known_at: str | None = None,
) -> Position:
    """The position of a contract at the end of a day.

    signed: the terms as signed; events: in the order of their records; known_at: only what was recorded by then (ISO 8601
    with offset). The same input gives the same result. Raises EventError when events contradict the terms or one another.
    """
    history = happened(events, as_of=as_of, known_at=known_at)
    case = Case(timeline(signed, history), history, as_of, calendar)
    outcome = delivery.outcome(case) + service.outcome(case) + conduct.outcome(case)
    outcome += payment.outcome(case, outcome)
    outcome += ending.outcome(case, outcome)
    outcome += legality.outcome(case, outcome)
    return settlement.position(case, signed, citing.cited(case, outcome), known_at)

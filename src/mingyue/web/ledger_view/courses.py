"""The course of a contract: for each milestone and instalment what was planned, what happened, and how late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.ledger.position import Obligation, Payment
from mingyue.terms.schedule import Milestone
from mingyue.web.tags import day

Tone = Literal["plan", "wait", "late"]
Kind = Literal["planned", "handed", "refused", "done"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A day: planned, handed over, refused, or done (accepted, paid in full)."""

    day: date
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Course:
    """A milestone or an instalment. spans: stretches of days; late: days behind the plan, 0 when in time or not known."""

    title: str
    marks: tuple[Mark, ...]
    spans: tuple[tuple[date, date, Tone], ...] = ()
    late: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The course in words, for those who do not see the picture."""
        said = tuple(f"{mark.text} {day(mark.day)}" for mark in self.marks)
        late = (_("逾期 %(days)s 日") % {"days": self.late},) if self.late else ()
        return (*said, *late) or (_("还没有日期"),)


def courses(position: api.Position, *, payments: bool) -> Iterator[Course]:
    """Milestones, then instalments (never for the vendor's eyes: `payments` is False there)."""
    owed = {each.id: each for each in position.obligations}
    found = _marks(position)
    for milestone in position.terms.implementation_schedule.milestones:
        yield _milestone(milestone, owed.get(f"O-{milestone.id}-deliver"), found, position.as_of)
    if payments:
        paid = {
            name: event.day
            for event in position.events
            if event.kind == "paid" and (name := getattr(event.content, "instalment", None))
        }
        for payment in position.payments:
            yield _payment(payment, paid.get(payment.id), position.as_of)


def _marks(position: api.Position) -> Mapping[str, tuple[Mark, ...]]:
    """What happened to each milestone, oldest first."""
    kinds: Mapping[str, tuple[Kind, str]] = {
        "delivered": ("handed", _("交付")),
        "rejected": ("refused", _("退回")),
        "accepted": ("done", _("验收合格")),
    }
    found: dict[str, tuple[Mark, ...]] = {}
    for event in position.events:
        if event.kind in kinds:
            name: str = getattr(event.content, "milestone")  # noqa: B009 - the three kinds have it
            found[name] = (*found.get(name, ()), Mark(event.day, *kinds[event.kind]))
    return found


def _milestone(
    milestone: Milestone, owed: Obligation | None, found: Mapping[str, tuple[Mark, ...]], as_of: date
) -> Course:
    due = owed.due if owed else milestone.due_date
    happened = found.get(milestone.id, ())
    handed = [mark.day for mark in happened if mark.kind == "handed"]
    done = next((mark.day for mark in happened if mark.kind == "done"), None)
    waiting = owed is not None and owed.state == "overdue"
    until = as_of if waiting else owed.day if owed and owed.day else None
    spans: list[tuple[date, date, Tone]] = []
    if due and until and until > due:
        spans.append((due, until, "late"))
    if handed and done and done > handed[-1]:
        spans.append((handed[-1], done, "wait"))
    planned = (Mark(due, "planned", _("应交付")),) if due else ()
    late = owed.days_late if owed else 0
    return Course(f"{milestone.id} {milestone.title}", (*planned, *happened), tuple(spans), late)


def _payment(payment: Payment, paid: date | None, as_of: date) -> Course:
    due, released = payment.due, payment.released
    until = as_of if payment.state == "overdue" else paid
    spans: list[tuple[date, date, Tone]] = []
    if due and released and due > released:
        spans.append((released, due, "plan"))
    late = due is not None and until is not None and until > due
    if due and until and late:
        spans.append((due, until, "late"))
    full = payment.state == "paid"
    marks = [Mark(due, "planned", _("最迟付款"))] if due else []
    if paid:
        marks.append(Mark(paid, "done" if full else "handed", _("付清") if full else _("部分支付")))
    title = _("付款 %(title)s") % {"title": payment.title}
    return Course(title, tuple(marks), tuple(spans), (until - due).days if due and until and late else 0)

"""Force majeure: notice, proof and the right to end what cannot go on (section 三.12 of the guide; 民法典 180, 590)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mingyue.ledger.case import DAY, Case
from mingyue.ledger.clocks import Limit, ids, lateness, limit, state
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import EvidenceAttached, ForceMajeureBegun
from mingyue.ledger.events.content import SIDES, Side
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Outcome, Right, Why
from mingyue.ledger.span import End
from mingyue.terms.periods import Period

BASIS = ("民法典:180", "民法典:590.1", "指南:三.12")


@dataclass(frozen=True, slots=True)
class Spell:
    """One force majeure of one side, from its beginning to its end."""

    side: Side
    begun: Event
    notified: Event | None = None
    ended: Event | None = None


def spells(case: Case) -> tuple[Spell, ...]:
    """All of them, oldest first. A notice or an end belongs to the oldest spell of its side that still lacks one. Raises
    EventError for one that has no spell.
    """
    found = [Spell(told(event, ForceMajeureBegun).side, event) for event in case.history.of("force_majeure_begun")]
    for kind, slot in (("force_majeure_notified", "notified"), ("force_majeure_ended", "ended")):
        for event in case.history.of(kind):
            _fill(found, event, slot)
    return tuple(found)


def _fill(found: list[Spell], event: Event, slot: str) -> None:
    side: Side = getattr(event.content, "side")  # noqa: B009 - both kinds of content have it
    for index, spell in enumerate(found):
        if spell.side == side and getattr(spell, slot) is None and spell.begun.day <= event.day:
            found[index] = replace(spell, notified=event) if slot == "notified" else replace(spell, ended=event)
            return
    raise EventError(
        f"{event.id}：{SIDES[side]}没有尚待{event.content.title[4:]}的不可抗力：请先记录发生，或者更正日期。"
    )


def outcome(case: Case, ended: End | None) -> Outcome:
    """What each spell obliges its side to, and the rights it gives."""
    found = Outcome()
    for spell in spells(case):
        notice, proof = _notice(case, spell), _proof(case, spell)
        found += Outcome(
            (notice, *proof), rights=tuple(_rights(case, spell, ended)), notices=tuple(_late(notice, spell))
        )
    return found


def _due(case: Case, spell: Spell, period: Period | None, what: str) -> Limit | None:
    return limit(case.calendar, period, spell.begun.day, spell.begun.at, what=what) if period else None


def _notice(case: Case, spell: Spell) -> Obligation:
    period = case.timeline.on(spell.begun.day).force_majeure.notice
    return _owed(case, spell, ("notice", "通知"), _due(case, spell, period, "应通知对方"), spell.notified)


def _proof(case: Case, spell: Spell) -> Iterator[Obligation]:
    """Given with evidence attached to the beginning or the notice. Owed only where a period is agreed or proof was given."""
    period = case.timeline.on(spell.begun.day).force_majeure.proof
    about = ids(spell.begun, spell.notified)
    given = (event for event in case.history.of("evidence") if told(event, EvidenceAttached).of in about)
    met = next(given, None)
    if period is not None or met is not None:
        yield _owed(case, spell, ("proof", "提供证明"), _due(case, spell, period, "应提供证明"), met)


def _owed(case: Case, spell: Spell, part: tuple[str, str], due: Limit | None, met: Event | None) -> Obligation:
    key, title = part
    now, days = state(due, met, case.as_of)
    steps = due.steps if due else (f"发生：{spell.begun.day}；合同没有约定期限，应当及时{title}",)
    did = f"尚未{title}" if met is None else lateness(due, met, what=title) if due else f"{title}：{met.day}"
    return Obligation(
        id=f"O-fm-{spell.begun.id}-{key}",
        title=f"{SIDES[spell.side]}就不可抗力{title}：{told(spell.begun, ForceMajeureBegun).subject}",
        debtor=spell.side,
        family="force_majeure",
        due=due.day if due else None,
        state=now,
        why=Why(f"force_majeure.{key}", (*steps, did), (*BASIS, *(due.basis if due else ())), ids(spell.begun, met)),
        due_at=due.at if due else None,
        day=met.day if met else None,
        days_late=days,
    )


def _late(owed: Obligation, spell: Spell) -> Iterator[Notice]:
    if owed.state in {"overdue", "met_late"}:
        text = f"{owed.title}：没有按时通知，因此扩大的损失不能免责。"
        yield Notice(f"N-fm-{spell.begun.id}", "warning", text, owed.why)


def _rights(case: Case, spell: Spell, ended: End | None) -> Iterator[Right]:
    """Either side may end the contract from the day after the agreed time, as long as the force majeure lasts."""
    period = case.timeline.on(spell.begun.day).force_majeure.end_after
    if period is None:
        return
    last = limit(case.calendar, period, spell.begun.day, spell.begun.at, what="持续满", moves=False)
    since = last.day + DAY
    stop = min(each.day for each in (spell.ended, ended) if each) if spell.ended or ended else case.as_of
    if stop < since:
        return
    steps = (*last.steps, f"自 {since} 起任一方可以解除合同")
    why = Why(
        "force_majeure.end_after",
        steps,
        ("民法典:562.2", "民法典:563.1", "民法典:590.1"),
        ids(spell.begun, spell.ended),
    )
    sides: tuple[Side, Side] = ("buyer", "vendor")
    for side in sides:
        notice = ended.notice if ended else None
        yield Right(
            id=f"R-force_majeure-{spell.begun.id}-{side}",
            title=f"{SIDES[side]}因不可抗力持续解除合同",
            holder=side,
            since=since,
            until=spell.ended.day if spell.ended else None,
            used=notice is not None and notice.side == side and notice.ground == "force_majeure",
            why=why,
        )

"""The terms as of a day: as signed, and as changed by what both sides agreed (民法典 543, 544)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mingyue.ledger.event import Event, EventError, when
from mingyue.ledger.events import ChangeApproved, ChangeProposed, Supplement
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.history import Happened, told
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta, apply
from mingyue.terms.reading import TermsError

FOREVER = date.max
DAY = timedelta(days=1)
ANSWERS = ("change_approved", "change_rejected", "change_withdrawn")


@dataclass(frozen=True, slots=True)
class Change:
    """An agreed change: in force from `starts` through `ends` (inclusive; the end of time where it is not temporary)."""

    id: str
    subject: str
    delta: Delta
    starts: date
    ends: date
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change order and where it stands."""

    id: str
    subject: str
    side: str
    reason: str
    state: str  # open, agreed, rejected, withdrawn
    missing: tuple[str, ...]
    proposed: date
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """Terms that held from a day until the next version."""

    since: date
    terms: Contract
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All versions, oldest first; the first holds since the beginning of time."""

    versions: tuple[Version, ...]
    changes: tuple[Change, ...]
    proposals: tuple[Proposal, ...]

    def on(self, day: date) -> Contract:
        """The terms that hold on a day."""
        found = self.versions[0]
        for version in self.versions:
            if version.since > day:
                break
            found = version
        return found.terms

    def pieces(self, start: date, end: date) -> Iterator[tuple[date, date, Contract]]:
        """The half-open period [start, end) cut where the terms change: (from, to, terms)."""
        ends = [*(version.since for version in self.versions[1:]), FOREVER]
        for version, until in zip(self.versions, ends, strict=True):
            left, right = max(start, version.since), min(end, until)
            if left < right:
                yield left, right, version.terms


def timeline(signed: Contract, history: Happened) -> Timeline:
    """The versions of a contract. Raises EventError when an agreed change cannot be applied to the terms, and when events
    about change orders contradict one another.
    """
    proposals, agreed = _proposals(history)
    changes = tuple(sorted([*agreed, *_supplements(history)], key=lambda change: (change.starts, _recorded(change))))
    cuts = sorted(
        {change.starts for change in changes} | {change.ends + DAY for change in changes if change.ends < FOREVER}
    )
    versions = [Version(date.min, signed, ())]
    known: dict[tuple[str, ...], Contract] = {}
    for day in cuts:
        held = tuple(change for change in changes if change.starts <= day <= change.ends)
        versions.append(Version(day, _applied(signed, held, known), tuple(change.id for change in held)))
    return Timeline(tuple(versions), changes, proposals)


def _applied(signed: Contract, changes: tuple[Change, ...], known: dict[tuple[str, ...], Contract]) -> Contract:
    """The terms with these changes, each on top of the one before. `known`: what is computed already, by first events."""
    terms, names = signed, tuple(change.events[0] for change in changes)
    start = next((count for count in range(len(names), 0, -1) if names[:count] in known), 0)
    if start:
        terms = known[names[:start]]
    for count, change in enumerate(changes[start:], start + 1):
        try:
            terms = apply(terms, change.delta)
        except TermsError as error:
            raise EventError(f"变更 {change.id}（{'、'.join(change.events)}）不能用于条款：{error}") from None
        known[names[:count]] = terms
    return terms


def _recorded(change: Change) -> int:
    """When the last signature of a change was recorded: of two that start on one day, the later one has the last word."""
    return max(int(name[1:]) for name in change.events)


def _supplements(history: Happened) -> Iterator[Change]:
    for event in history.of("supplement"):
        said = told(event, Supplement)
        yield Change(said.number, said.subject, said.delta, event.day, _day(said.until, event) or FOREVER, (event.id,))


def _day(text: str | None, event: Event) -> date | None:
    return None if text is None else when(text, of=event.id)[0]


@dataclass(slots=True)
class _Order:
    """A change order while its events are gone through."""

    said: ChangeProposed
    event: Event
    signed: dict[str, Event]
    closed: str | None = None

    @property
    def state(self) -> str:
        return self.closed or ("agreed" if len(self.signed) == len(SIDES) else "open")

    def tell(self, event: Event) -> None:
        """One more event about it. What both signed stays; what was refused or taken back cannot be signed any more."""
        if isinstance(event.content, ChangeApproved):
            if self.closed is None:
                self.signed.setdefault(event.content.side, event)
        elif self.state == "agreed":
            raise EventError(f"{event.id}：变更 {self.said.change} 已经双方同意，不能再拒绝或撤回：请另行提出变更。")
        elif self.closed is None:
            self.closed = "rejected" if event.kind == "change_rejected" else "withdrawn"

    def proposal(self) -> Proposal:
        """The order as it stands."""
        said = self.said
        missing = tuple(side for side in SIDES if side not in self.signed)
        return Proposal(
            said.change, said.subject, said.side, said.reason, self.state, missing, self.event.day, self.events()
        )

    def change(self) -> Change:
        """The change, once both sides signed: from that day, or from the later one that they agreed on."""
        said, both = self.said, max(each.day for each in self.signed.values())
        starts = max(both, _day(said.starts, self.event) or both)
        return Change(
            said.change, said.subject, said.delta, starts, _day(said.until, self.event) or FOREVER, self.events()
        )

    def events(self) -> tuple[str, ...]:
        """The proposal, then the other signature."""
        return (self.event.id, *(each.id for each in self.signed.values() if each is not self.event))


def _proposals(history: Happened) -> tuple[tuple[Proposal, ...], list[Change]]:
    orders: dict[str, _Order] = {}
    for event in history.of("change_proposed"):
        said = told(event, ChangeProposed)
        if said.change in orders:
            raise EventError(
                f"{event.id}：变更 {said.change} 在 {orders[said.change].event.id} 已经提出过：请换一个编号。"
            )
        orders[said.change] = _Order(said, event, {said.side: event})
    answers = [event for kind in ANSWERS for event in history.of(kind)]
    for event in sorted(answers, key=lambda each: (each.moment(), each.seq)):
        name: str = getattr(event.content, "change")  # noqa: B009 - the three kinds have it
        if name not in orders:
            raise EventError(f"{event.id}：没有提出过变更 {name}：请先记录提出，或者更正编号。")
        proposed = orders[name].event
        if event.day < proposed.day or (event.at and proposed.at and event.at < proposed.at):
            raise EventError(f"{event.id}：{event.content.title} {name} 早于 {proposed.id} 提出：请更正发生的时间。")
        orders[name].tell(event)
    agreed = [order.change() for order in orders.values() if order.state == "agreed"]
    return tuple(order.proposal() for order in orders.values()), agreed

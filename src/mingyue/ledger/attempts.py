"""What was handed over for each milestone, and how it was answered.

An acceptance or a rejection without a recorded delivery answers one of the same day. A second delivery before the answer adds
to the first, but takes its place where that one came before the contract was in effect: the acceptance is of what the contract
asks for. After its acceptance, or the end of the contract, what is delivered does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mingyue.ledger.case import Case
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.timeline import Timeline

KINDS = frozenset({"delivered", "accepted", "rejected"})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery (or the answer that stands for it) and its answer."""

    delivered: Event
    answer: Event | None = None

    @property
    def accepted(self) -> bool:
        """Whether the buyer accepted it."""
        return self.answer is not None and self.answer.kind == "accepted"

    @property
    def rejected(self) -> bool:
        """Whether the buyer refused it."""
        return self.answer is not None and self.answer.kind == "rejected"


def attempts(case: Case) -> Mapping[str, Sequence[Attempt]]:
    """The attempts at each milestone, oldest first. Raises EventError for an unknown milestone and for a rejection after
    acceptance.
    """
    found: dict[str, list[Attempt]] = {name: [] for name in _milestones(case.timeline)}
    begun, accepted = case.effective, case.history.accepted()
    for event in case.history.events:
        if event.kind in KINDS:
            name: str = getattr(event.content, "milestone")  # noqa: B009 - the three kinds have it
            if name not in found:
                known = f"合同的里程碑有 {'、'.join(found)}" if found else "合同没有里程碑"
                raise EventError(f"{event.id}：没有里程碑 {name}，{known}：请更正。")
            counts = event.kind != "accepted" or accepted[name] is event
            if counts and (case.end is None or event.day <= case.end.day):
                _tell(found[name], event, name, begun)
    return found


def _milestones(timeline: Timeline) -> list[str]:
    """All that the contract ever had."""
    plans = (version.terms.implementation_schedule.milestones for version in timeline.versions)
    return list(dict.fromkeys(milestone.id for plan in plans for milestone in plan))


def _tell(row: list[Attempt], event: Event, name: str, begun: Event | None) -> None:
    last = row[-1] if row else None
    if last is not None and last.accepted:
        if event.kind == "rejected":
            accepted = last.answer.id if last.answer else ""
            raise EventError(f"{event.id}：{name} 已经由 {accepted} 验收合格，不能再记不合格：哪一条有误请更正哪一条。")
    elif event.kind == "delivered":
        if last is None or last.answer is not None:
            row.append(Attempt(event))
        elif begun is not None and last.delivered.day < begun.day <= event.day:
            row[-1] = Attempt(event)
    elif last is None or last.answer is not None:
        row.append(Attempt(event, event))
    else:
        row[-1] = replace(last, answer=event)

"""How it may end and how it ends: term, renewal, rights, notice, settlement (sections 三.11, 三.12 and 四.4 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mingyue.ledger import aftermath, renewal, verdict
from mingyue.ledger.case import Case
from mingyue.ledger.event import EventError
from mingyue.ledger.events import Suspended
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.history import told
from mingyue.ledger.position import KeyDate, Notice, Outcome, Right, Why


def outcome(case: Case, so_far: Outcome) -> Outcome:
    """Everything about the end. so_far: the outcome of delivery, whose late milestones are a ground, and of payment, whose
    instalments tell what was paid by set-off. Rights that lapsed are not shown, nor after the end those that were not used.
    """
    found = aftermath.rights(case, so_far)
    after = aftermath.settled(case, so_far, found.rights)
    about = verdict.notices(verdict.Course(case, so_far, found.rights, after))
    found += Outcome(
        dates=(*renewal.dates(case), *_last_days(case, found.rights)),
        notices=(*renewal.notices(case), *about, *_suspended(case)),
    )
    shown = (right for right in found.rights if _shown(case, right))
    return replace(found, rights=tuple(shown)) + after


def _shown(case: Case, right: Right) -> bool:
    return right.used if case.end else right.until is None or right.until >= case.as_of


def _last_days(case: Case, rights: Sequence[Right]) -> Iterator[KeyDate]:
    """Until when the buyer may use a right that it has."""
    if case.end is None:
        for right in rights:
            if right.holder == "buyer" and right.until is not None and right.until >= case.as_of:
                yield KeyDate(f"D-{right.id}", f"{right.title}：最后一日", right.until, right.why)


def _suspended(case: Case) -> Iterator[Notice]:
    """Suspensions that still run. Raises EventError for a resumption of nothing."""
    running = list(case.history.of("suspended"))
    for event in case.history.of("resumed"):
        side = getattr(event.content, "side")  # noqa: B009 - Resumed has it
        stopped = [each for each in running if told(each, Suspended).side == side and each.day <= event.day]
        if not stopped:
            raise EventError(f"{event.id}：{SIDES[side]}没有中止履行的记录，不能恢复：请先记录中止，或者更正。")
        running = [each for each in running if each not in stopped]
    for event in running if case.end is None else ():
        said = told(event, Suspended)
        text = f"{SIDES[said.side]}自 {event.day} 起中止履行：{said.reason}。" + (
            "须有确切证据并已及时通知乙方，否则要承担违约责任。"
            if said.side == "buyer"
            else "请核对其依据，催告恢复，并先行导出数据。"
        )
        basis = ("民法典:526", "民法典:527", "民法典:528", "惯例:停服程序")
        yield Notice(f"N-suspended-{event.id}", "warning", text, Why("", (), basis, (event.id,)))

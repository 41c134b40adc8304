"""What is still owed after the end: data, refund, accounts, wipe (section 三.11 of the guide; 个人信息保护法 21, 民法典 558)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, ids, lateness, limit, state, yuan
from mingyue.ledger.event import Event
from mingyue.ledger.events import ClaimSettled, ClaimWaived, DataReturned, DataWiped, Refunded
from mingyue.ledger.exit_settlement import CLAIM, settle
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Notice, Obligation, Outcome, Why
from mingyue.ledger.span import End
from mingyue.terms.periods import Period

DATA = ("民法典:558", "个人信息保护法:21.2", "指南:三.11")
MONEY = ("民法典:566.1", "民法典:567", "指南:三.11")


def outcome(case: Case, ended: End, so_far: Outcome, *, full_refund: bool) -> Outcome:
    """The obligations after the end and the settlement. Accounts and wipe run from the complete return of the data."""
    claim, notices = settle(case, ended, so_far, full=full_refund)
    returned = _first(case, "data_returned", ended, lambda event: told(event, DataReturned).complete)
    obligations = (
        _data(case, ended, returned),
        *((_refund(case, ended, claim),) if claim else ()),
        *_accounts(case, ended, returned),
        _wipe(case, ended, returned),
    )
    return Outcome(obligations, (claim,) if claim else (), notices=(*notices, *_too_early(case, ended, returned)))


def _first(case: Case, kind: str, ended: End, good: Callable[[Event], bool]) -> Event | None:
    return next((event for event in case.history.of(kind) if event.day >= ended.day and good(event)), None)


def _from_end(case: Case, ended: End, period: Period | None, what: str) -> Limit | None:
    start = ended.event.at if ended.event else None
    return limit(case.calendar, period, ended.day, start, what=what) if period else None


def _data(case: Case, ended: End, returned: Event | None) -> Obligation:
    agreed = case.timeline.on(ended.day).termination_exit
    due = _from_end(case, ended, agreed.data_return, "应移交全部数据")
    partly = [event for event in case.history.of("data_returned") if event.day >= ended.day and event is not returned]
    steps = [f"{event.day} 移交，尚未核对完整" for event in partly if returned is None or event.day <= returned.day]
    title = "导出并移交全部数据" + (f"（{agreed.data_format}）" if agreed.data_format else "")
    return _owed(
        case, ended, ("data", title, "移交"), due, returned, path="data_return", basis=DATA, steps=tuple(steps)
    )


def _refund(case: Case, ended: End, claim: Claim) -> Obligation:
    due = _from_end(case, ended, case.timeline.on(ended.day).termination_exit.refund_within, "应退款")
    met, steps = _settled(case, claim)
    title = f"退还已付费用 {yuan(claim.amount)}"
    return _owed(case, ended, ("refund", title, "退清"), due, met, path="refund_within", basis=MONEY, steps=steps)


def _settled(case: Case, claim: Claim) -> tuple[Event | None, tuple[str, ...]]:
    """The event with which the refund was complete: paid back, settled or waived. A refund cannot be set off: the instalments
    ended with the contract (see dealings.OFFSETTABLE).
    """
    left, steps = claim.amount, []
    for event in case.history.events:
        took = _took(event, left)
        if took is None:
            continue
        left -= took
        steps.append(f"{event.day} {event.content.title} {yuan(took)}，尚余 {yuan(max(Decimal(0), left))}")
        if left <= 0:
            return event, tuple(steps)
    return None, tuple(steps)


def _took(event: Event, left: Decimal) -> Decimal | None:
    said = event.content
    if isinstance(said, Refunded):
        return said.amount
    if isinstance(said, ClaimSettled) and said.claim == CLAIM:
        return said.amount
    if isinstance(said, ClaimWaived) and said.claim == CLAIM:
        return left if said.amount is None else min(left, said.amount)
    return None


def _accounts(case: Case, ended: End, returned: Event | None) -> Iterator[Obligation]:
    """Owed only where a period is agreed, or once it was done."""
    period = case.timeline.on(ended.day).termination_exit.close_accounts
    met = _first(case, "accounts_closed", ended, lambda _: True)
    if period or met:
        due = _after_return(case, period, returned, "应注销账号")
        yield _owed(
            case,
            ended,
            ("accounts", "注销账号", "注销"),
            due,
            met,
            path="close_accounts",
            basis=DATA,
            wait=returned is None,
        )


def _wipe(case: Case, ended: End, returned: Event | None) -> Obligation:
    """Done only with a certificate."""
    met = _first(case, "data_wiped", ended, lambda event: told(event, DataWiped).certificate is not None)
    bare = _first(case, "data_wiped", ended, lambda event: told(event, DataWiped).certificate is None)
    due = _after_return(case, case.timeline.on(ended.day).termination_exit.wipe, returned, "应清除数据并出具证明")
    steps = (f"{bare.day} 称已清除，尚无证明",) if bare and met is None else ()
    part = ("wipe", "清除全部数据并出具证明", "清除并出具证明")
    return _owed(case, ended, part, due, met, path="wipe", basis=DATA, steps=steps, wait=returned is None)


def _after_return(case: Case, period: Period | None, returned: Event | None, what: str) -> Limit | None:
    if period is None or returned is None:
        return None
    return limit(case.calendar, period, returned.day, returned.at, what=what)


def _owed(
    case: Case,
    ended: End,
    part: tuple[str, str, str],
    due: Limit | None,
    met: Event | None,
    *,
    path: str,
    basis: tuple[str, ...],
    steps: tuple[str, ...] = (),
    wait: bool = False,
) -> Obligation:
    key, title, verb = part
    now, days = state(due, met, case.as_of)
    start = f"合同终止：{ended.day}"
    unset = () if due else ("自数据移交完成起算，尚未移交完成",) if wait else ("合同没有约定期限，应当及时履行",)
    did = f"尚未{verb}" if met is None else lateness(due, met, what=verb) if due else f"{verb}：{met.day}"
    return Obligation(
        id=f"O-exit-{key}",
        title=title,
        debtor="vendor",
        family="termination_exit",
        due=due.day if due else None,
        state="waiting" if wait and met is None else now,
        why=Why(
            f"termination_exit.{path}",
            (start, *(due.steps if due else unset), *steps, did),
            (*basis, *(due.basis if due else ())),
            ids(ended.event, met),
        ),
        due_at=due.at if due else None,
        day=met.day if met else None,
        days_late=days,
    )


def _too_early(case: Case, ended: End, returned: Event | None) -> Iterator[Notice]:
    """Data that are wiped before they came back are lost."""
    wiped = _first(case, "data_wiped", ended, lambda _: True)
    if wiped and (returned is None or wiped.day < returned.day):
        text = f"乙方在 {wiped.day} 清除数据，而数据尚未完整移交：请立即要求停止清除并核对备份。"
        why = Why("termination_exit.wipe", (), DATA, ids(wiped, returned))
        yield Notice("N-exit-wipe", "warning", text, why)

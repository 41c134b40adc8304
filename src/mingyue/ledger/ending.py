"""How it may end and how it ends: term, renewal, rights, notice, settlement (sections 三.11, 三.12 and 四.4 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from mingyue.ledger import departure, grounds, hardship
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import RenewalNotice, Suspended
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.history import told
from mingyue.ledger.position import KeyDate, Level, Notice, Outcome, Right, Why
from mingyue.ledger.span import End, end, renewed, term_end, went_live
from mingyue.terms.ending import GROUNDS

REMIND = timedelta(days=30)
TERM = "product.service_term"
NOTICE = "termination_exit.end_date_notice"
RENEWAL = ("民法典:509.1", "惯例:续约")
WORDS = {**GROUNDS, "trial": "试用期内终止", "force_majeure": "不可抗力持续"}


def outcome(case: Case, so_far: Outcome) -> Outcome:
    """Everything about the end. so_far: the outcome of delivery, whose late milestones are a ground, and of payment, whose
    instalments tell what was paid by set-off. Rights that lapsed are not shown, nor after the end those that were not used.
    """
    ended = end(case)
    found = hardship.outcome(case, ended)
    found += Outcome(rights=tuple(grounds.rights(case, so_far, ended)))
    found += Outcome(
        dates=(*_term(case, ended), *_last_days(case, found.rights, ended)),
        notices=(*_renewal(case, ended), *_verdict(ended, found.rights), *_suspended(case, ended)),
    )
    if ended is None:
        alive = (right for right in found.rights if right.until is None or right.until >= case.as_of)
        return replace(found, rights=tuple(alive))
    used = tuple(right for right in found.rights if right.used)
    trial = case.timeline.on(ended.day).termination_exit.trial
    full = trial is not None and trial.full_refund and any(right.id == "R-trial" for right in used)
    return replace(found, rights=used) + departure.outcome(case, ended, so_far, full_refund=full)


def _term(case: Case, ended: End | None) -> Iterator[KeyDate]:
    last, live, terms = term_end(case), went_live(case), case.terms
    if last is None or live is None or (ended and ended.event):
        return
    step = f"服务期：{live.day} 正式上线 + {terms.product.service_term} = {last}"
    yield KeyDate("D-term-end", "服务期届满", last, Why(TERM, (step,), RENEWAL, (live.id,)))
    before = terms.termination_exit.end_date_notice
    if before is not None:
        day = case.calendar.back(last, before)
        steps = (step, f"最后通知日：{last} − {before} = {day}")
        yield KeyDate("D-renewal-notice", "续约通知的最后一日", day, Why(NOTICE, steps, RENEWAL, (live.id,)))


def _renewal(case: Case, ended: End | None) -> Iterator[Notice]:
    """Reminds from 30 days before the last day for the notice; says what silence or a late word means."""
    last, before = term_end(case), case.terms.termination_exit.end_date_notice
    if last is None or ended is not None:
        return
    by = case.calendar.back(last, before) if before else last
    said = [event for event in case.history.of("renewal_notice") if told(event, RenewalNotice).side == "buyer"]
    why = Why(NOTICE if before else TERM, (f"服务期至 {last}，最后通知日 {by}",), RENEWAL, ids(went_live(case), *said))
    if renewed(case):
        text = f"双方都已表示续约：请在 {last} 前签补充协议，写明新的服务期（{TERM}）和价格。"
        yield Notice("N-renewal", "warning", text, why)
    elif said:
        if said[0].day > by:
            yield Notice("N-renewal", "warning", f"甲方的续约通知在 {said[0].day} 发出，晚于最后通知日 {by}。", why)
    elif case.as_of > by:
        yield Notice("N-renewal", "info", f"续约通知的最后一日 {by} 已过，甲方没有通知：服务期至 {last} 届满。", why)
    elif case.as_of >= by - REMIND:
        yield Notice("N-renewal", "warning", f"是否续约，最晚在 {by} 书面通知乙方；服务期至 {last} 届满。", why)


def _last_days(case: Case, rights: Sequence[Right], ended: End | None) -> Iterator[KeyDate]:
    """Until when the buyer may use a right that it has."""
    if ended is None:
        for right in rights:
            if right.holder == "buyer" and right.until is not None and right.until >= case.as_of:
                yield KeyDate(f"D-{right.id}", f"{right.title}：最后一日", right.until, right.why)


def _verdict(ended: End | None, rights: Sequence[Right]) -> Iterator[Notice]:
    """Whether the ledger shows a right behind the notice that ended the contract."""
    if ended is None or ended.event is None or ended.notice is None:
        return
    said, event = ended.notice, ended.event
    if said.ground == "agreed" or any(right.used for right in rights):
        return
    basis = ("民法典:563", "民法典:564", "民法典:565")
    if said.side == "vendor":
        text = f"乙方在 {event.day} 通知解除：台账没有乙方解除权的依据，甲方有异议的，应及时请求确认解除的效力。"
    elif said.ground == "statutory":
        text = f"甲方在 {event.day} 依法定事由解除：须能证明法定情形（如催告后仍迟延、根本违约），否则可能构成违约。"
    else:
        text = _groundless(said.ground, event, rights)
    level: Level = "info" if said.ground == "statutory" and said.side == "buyer" else "warning"
    why = Why("termination_exit.grounds", (f"{event.day} {SIDES[said.side]}通知解除",), basis, (event.id,))
    yield Notice("N-termination", level, text, why)


def _groundless(ground: str, event: Event, rights: Sequence[Right]) -> str:
    words = WORDS[ground]
    lapsed = [
        right for right in rights if right.id.startswith(f"R-{ground}") and right.holder == "buyer" and right.until
    ]
    if lapsed:
        return f"甲方在 {event.day} 以“{words}”为由解除，但这项权利在 {lapsed[0].until} 已经届满：除非另有法定事由，解除可能无效。"
    return f"甲方在 {event.day} 以“{words}”为由解除，但台账没有这项约定事由成立的记录：请补记事实和证据，或者改用法定事由。"


def _suspended(case: Case, ended: End | None) -> Iterator[Notice]:
    """Suspensions that still run. Raises EventError for a resumption of nothing."""
    running = list(case.history.of("suspended"))
    for event in case.history.of("resumed"):
        side = getattr(event.content, "side")  # noqa: B009 - Resumed has it
        stopped = [each for each in running if told(each, Suspended).side == side and each.day <= event.day]
        if not stopped:
            raise EventError(f"{event.id}：{SIDES[side]}没有中止履行的记录，不能恢复：请先记录中止，或者更正。")
        running = [each for each in running if each not in stopped]
    for event in running if ended is None else ():
        said = told(event, Suspended)
        text = f"{SIDES[said.side]}自 {event.day} 起中止履行：{said.reason}。" + (
            "须有确切证据并已及时通知乙方，否则要承担违约责任。"
            if said.side == "buyer"
            else "请核对其依据，催告恢复，并先行导出数据。"
        )
        basis = ("民法典:526", "民法典:527", "民法典:528", "惯例:停服程序")
        yield Notice(f"N-suspended-{event.id}", "warning", text, Why("", (), basis, (event.id,)))

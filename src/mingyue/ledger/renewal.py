"""The end of the service term and the way beyond it: the last day, the day for the notice, what words on renewal come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import ids
from mingyue.ledger.event import Event
from mingyue.ledger.events import RenewalNotice
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.history import told
from mingyue.ledger.position import KeyDate, Notice, Why
from mingyue.ledger.span import Term

REMIND = timedelta(days=30)
TERM = "product.service_term"
NOTICE = "termination_exit.end_date_notice"
BASIS = ("民法典:509.1", "惯例:续约")


def dates(case: Case) -> Iterator[KeyDate]:
    """The last day of the term, and until when the buyer must say whether it renews."""
    term, terms = case.term, case.terms
    if term is None or case.ended:
        return
    step = f"服务期：{term.live.day} 正式上线 + {terms.product.service_term} = {term.last}"
    yield KeyDate("D-term-end", "服务期届满", term.last, Why(TERM, (step,), BASIS, (term.live.id,)))
    before = terms.termination_exit.end_date_notice
    if before is not None:
        day = case.calendar.back(term.last, before)
        steps = (step, f"最后通知日：{term.last} − {before} = {day}")
        yield KeyDate("D-renewal-notice", "续约通知的最后一日", day, Why(NOTICE, steps, BASIS, (term.live.id,)))


def notices(case: Case) -> Iterator[Notice]:
    """Reminders, and what silence, a late word or a word after the last day means."""
    if case.term is None or case.ended:
        return
    if case.end is None:
        yield from _renewal(case, case.term)
    for event in case.term.later:
        yield from _after(case.term, event)


def _renewal(case: Case, term: Term) -> Iterator[Notice]:
    """Reminds from 30 days before the last day for the notice."""
    last, before = term.last, case.terms.termination_exit.end_date_notice
    by = case.calendar.back(last, before) if before else last
    said = term.words.get("buyer")
    step = f"服务期至 {last}，最后通知日 {by}；续约的表示只对作出时所在的服务期有效"
    why = Why(NOTICE if before else TERM, (step,), BASIS, ids(term.live, *term.words.values()))
    if term.renewed and case.as_of <= last:
        text = f"双方都已表示续约：请在 {last} 前签补充协议，写明新的服务期（{TERM}）和价格。"
        yield Notice("N-renewal", "warning", text, why)
    elif term.renewed:
        text = (
            f"双方都已表示续约，原服务期已在 {last} 届满，新的服务期没有写明：请尽快签补充协议写明服务期（{TERM}）和价格，"
            "否则可能按不定期合同处理，任何一方可以随时解除，只须在合理期限之前通知。"
        )
        why = Why(why.clause, why.formula, (*BASIS, "民法典:563.2"), why.events)
        yield Notice("N-renewal", "warning", text, why)
    elif said is not None:
        if said.day > by:
            yield Notice("N-renewal", "warning", f"甲方的续约通知在 {said.day} 发出，晚于最后通知日 {by}。", why)
    elif case.as_of > by:
        yield Notice("N-renewal", "info", f"续约通知的最后一日 {by} 已过，甲方没有通知：服务期至 {last} 届满。", why)
    elif case.as_of >= by - REMIND:
        yield Notice("N-renewal", "warning", f"是否续约，最晚在 {by} 书面通知乙方；服务期至 {last} 届满。", why)


def _after(term: Term, event: Event) -> Iterator[Notice]:
    """A word that came when the term was over changes nothing: say so, and what would."""
    said = told(event, RenewalNotice)
    who = f"{SIDES[said.side]}在 {event.day} 表示{'' if said.renew else '不'}续约（{event.id}）"
    if term.renewed and not said.renew:
        text = f"{who}，但双方在 {term.last} 届满前都已表示续约，合同不因此终止，已经产生的金额不变：要终止，请发解除通知。"
    elif said.renew and not term.renewed:
        text = f"{who}，但服务期已在 {term.last} 届满，合同已经终止：要继续使用，请签补充协议写明新的服务期（{TERM}）。"
    else:
        return
    yield Notice(f"N-renewal-{event.id}", "warning", text, Why(TERM, (), BASIS, ids(term.live, event)))

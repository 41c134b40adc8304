"""Where the law cuts what was agreed or computed, which licences may reach too far, and which calendars are guesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_UP, Decimal

from mingyue.law import load
from mingyue.ledger import doubts
from mingyue.ledger.accrual import HUNDRED
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import REST_DAYS, ids, number, yuan
from mingyue.ledger.delay import total
from mingyue.ledger.event import Event, oldest_first
from mingyue.ledger.events import LossEstimated
from mingyue.ledger.history import told
from mingyue.ledger.position import Claim, Notice, Outcome, Why
from mingyue.terms.base import Part
from mingyue.terms.calendar import caution, days_between
from mingyue.terms.fees import Instalment
from mingyue.terms.licences import flagged
from mingyue.terms.parties import Parties
from mingyue.terms.periods import Period
from mingyue.terms.rights import Ip

PENALTIES = frozenset({"late_delivery", "late_payment"})
SMALL = frozenset({"medium", "small", "micro"})
SME = "保障中小企业款项支付条例"
LICENCES = ("民法典:509.1", "指南:三.7")
SHOWN = 5
DAYS = 365  # an agreed rate is by the day, the LPR by the year
RATE = Decimal("0.0001")


def outcome(case: Case, so_far: Outcome) -> Outcome:
    """Notices only. They point at figures that a court or authority may cut; they change no sum."""
    return Outcome(
        notices=(
            *_losses(case, so_far),
            *_deposit(case, so_far),
            *_small_vendor(case),
            *_dispute(case),
            *_licences(case.terms.ip),
            *_years(case, so_far),
            *doubts.outcome(case),
        )
    )


def _figure(key: str, day: date) -> Decimal | None:
    """A figure of the law on a day."""
    value = load().value(key, day)
    return value.value if value else None


def _losses(case: Case, so_far: Outcome) -> Iterator[Notice]:
    """Penalties against the loss that is evidenced: the last estimate of each claim counts."""
    losses: dict[str, Event] = {told(event, LossEstimated).claim: event for event in case.history.of("loss_estimated")}
    excess = _figure("penalty_excess", case.as_of)
    if not losses or excess is None:
        return
    for claim in so_far.claims:
        event = losses.get(claim.id)
        if claim.kind in PENALTIES and event is not None:
            yield from _excess(claim, event, excess)


def _excess(claim: Claim, event: Event, excess: Decimal) -> Iterator[Notice]:
    loss = told(event, LossEstimated).amount
    limit = loss * (HUNDRED + excess) / HUNDRED
    if claim.amount <= limit:
        return
    steps = (f"{yuan(loss)} × (1 + {number(excess)}%) = {yuan(limit)}，违约金 {yuan(claim.amount)}",)
    who = "乙方可以请求减少" if claim.creditor == "buyer" else "甲方可以请求减少"
    text = (
        f"{claim.id} 违约金 {yuan(claim.amount)} 超过实际损失 {yuan(loss)} 的 {number(HUNDRED + excess)}%，"
        f"一般会被认定过高，{who}：请补充损失的证据，或者按 {yuan(limit)} 估计。"
    )
    basis = ("民法典:585.2", "合同编通则解释:65")
    why = Why("breach_dispute." + claim.kind, steps, basis, oldest_first((*claim.why.events, event.id)))
    yield Notice(f"N-{claim.id}-excess", "warning", text, why)


def _deposit(case: Case, so_far: Outcome) -> Iterator[Notice]:
    deposit, price = case.terms.fees_payment.deposit, total(case.terms)
    ceiling = _figure("deposit_ceiling", case.as_of)
    if not deposit or ceiling is None:
        return
    most = price * ceiling / HUNDRED
    if deposit > most:
        steps = (f"{yuan(price)} × {number(ceiling)}% = {yuan(most)}，定金 {yuan(deposit)}",)
        text = f"定金 {yuan(deposit)} 超过合同总价的 {number(ceiling)}%：超出的 {yuan(deposit - most)} 没有定金效力。"
        yield Notice("N-deposit", "warning", text, Why("fees_payment.deposit", steps, ("民法典:586.2",)))
    if any(claim.kind == "late_delivery" for claim in so_far.claims):
        text = "既有定金又有违约金：只能选择适用一种，请比较后再主张。"
        yield Notice("N-deposit-or-penalty", "info", text, Why("fees_payment.deposit", (), ("民法典:588",)))


def small_vendor_paid(parties: Parties) -> bool:
    """Whether the rules on payments to small and medium vendors hold: they bind large companies and public bodies."""
    return parties.vendor.size in SMALL and parties.buyer.size in {"large", "public"}


def _small_vendor(case: Case) -> Iterator[Notice]:
    """Times for payment and interest towards small and medium vendors, where the buyer is public or large."""
    if small_vendor_paid(case.terms.parties):
        yield from _days_of_payment(case)
        yield from _interest(case)


def _days_of_payment(case: Case) -> Iterator[Notice]:
    """Instalments that may be paid later than the law allows."""
    public = case.terms.parties.buyer.size == "public"
    most = _figure("public_body_payment_days_max" if public else "large_company_payment_days", case.as_of)
    basis = (f"{SME}:9.1" if public else f"{SME}:9.2", f"{SME}:7")
    for instalment in case.terms.fees_payment.instalments:
        days = _days_to_pay(case, instalment)
        if most is not None and days is not None and days > most:
            text = (
                f"{instalment.id} 自交付验收到付款约 {days} 日，超过 {number(most)} 日："
                "甲方是" + ("机关、事业单位" if public else "大型企业") + "，乙方是中小企业，约定可能不受法律支持。"
            )
            path = f"fees_payment.instalments.{instalment.id}.within"
            yield Notice(f"N-{instalment.id}-sme", "warning", text, Why(path, (f"{days} > {number(most)}",), basis))


def _interest(case: Case) -> Iterator[Notice]:
    """No rate for late payment: the law sets one. A rate under the LPR of the day of signing is not allowed."""
    agreed, basis = case.terms.breach_dispute.late_payment, (f"{SME}:17",)
    interest = _figure("sme_late_interest_daily", case.as_of)
    if agreed is None and interest is not None:
        text = f"没有约定逾期付款违约金：乙方是中小企业，甲方拖欠的按每日 {number(interest)}% 计逾期利息。"
        yield Notice("N-sme-interest", "info", text, Why("breach_dispute.late_payment", (), basis))
    signed = case.history.first("signed")
    lpr = _figure("lpr_1y", signed.day if signed else case.as_of)
    if agreed is None or lpr is None or agreed.rate * DAYS >= lpr:
        return
    least, year = (lpr / DAYS).quantize(RATE, ROUND_UP), number((agreed.rate * DAYS).normalize())
    steps = (
        f"每日 {number(agreed.rate)}% × {DAYS} 日 = 每年 {year}%，低于一年期 LPR {number(lpr)}%",
        f"{number(lpr)}% ÷ {DAYS} 日 = 每日 {number(least)}%（进位到万分之一个百分点）",
    )
    text = (
        f"约定的逾期付款违约金每日 {number(agreed.rate)}%，一年合 {year}%，"
        f"低于签约时的一年期 LPR（按 {number(lpr)}%，请核对签约当月公布的数值）：乙方是中小企业，约定的利率不得低于 LPR，"
        f"请按每日不低于 {number(least)}% 估计并以补充协议更正。"
    )
    why = Why("breach_dispute.late_payment.rate", steps, basis, ids(signed))
    yield Notice("N-sme-interest", "warning", text, why)


def _days_to_pay(case: Case, instalment: Instalment) -> int | None:
    """Natural days from acceptance or go-live to the last day for payment, all other conditions met at once."""
    if instalment.gate.after not in {"accepted", "went_live"}:
        return None
    start = case.effective.day if case.effective else case.as_of
    last = start
    for period in (instalment.gate.fault_free, instalment.within):
        if period is not None and not period.by_the_clock:
            last = case.calendar.add(last, period)
    return days_between(start, last)


def _dispute(case: Case) -> Iterator[Notice]:
    """A wording that names arbitration and court, or the body of the other way."""
    breach = case.terms.breach_dispute
    body = breach.dispute_body or ""
    court, board = "法院" in body, "仲裁" in body
    path = "breach_dispute.dispute_body"
    if court and board:
        text = f"争议解决同时写了仲裁和法院（{body}）：仲裁约定一般无效，请以补充协议只留一种。"
        yield Notice("N-dispute", "warning", text, Why(path, (), ("仲裁法解释:7", "惯例:争议管辖")))
    elif (breach.dispute == "arbitration" and court) or (breach.dispute == "litigation" and board):
        text = f"争议解决方式与机构不一致（{body}）：请以补充协议写明一种方式和一个机构。"
        yield Notice("N-dispute", "warning", text, Why(path, (), ("惯例:争议管辖",)))


def _licences(ip: Ip) -> Iterator[Notice]:
    """Components whose licence may force the buyer's own code open, and those that nobody can judge by their name."""
    found = list(flagged(ip.components))
    strong = [f"{each.name}（{each.licence}）" for each, reach in found if reach == "strong"]
    unknown = [f"{each.name}（{each.licence}）" for each, reach in found if reach == "unknown"]
    if strong:
        agreed = "，与合同约定（不得使用要求公开甲方代码的许可证）不符" if ip.no_copyleft else ""
        ask = "请要求乙方更换，或者书面说明没有触发公开义务。"
        text = f"组件 {_listed(strong)}的许可证可能要求公开与其结合的代码{agreed}：{ask}"
        yield Notice("N-ip-copyleft", "warning", text, Why("ip.components", tuple(strong), LICENCES))
    if unknown:
        text = f"组件 {_listed(unknown)}的许可证无法识别：请乙方书面说明许可证的全文和要求。"
        yield Notice("N-ip-licences", "warning", text, Why("ip.components", tuple(unknown), LICENCES))


def _listed(names: Sequence[str]) -> str:
    rest = f" 等 {len(names)} 个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + rest


def _years(case: Case, so_far: Outcome) -> Iterator[Notice]:
    """Years whose arrangement of days off is not known, where working days are counted or a last day may move in them."""
    dues = [(each.due, each.why.basis) for each in so_far.obligations if each.due]
    dues += [(each.due, each.why.basis) for each in so_far.payments if each.due]
    if _counts_workdays(case.terms):
        days = [due for due, _ in dues]
        first = min([case.effective.day if case.effective else case.as_of, *days])
        unknown = case.calendar.unofficial(first, max([first, *days]))
    else:
        guessed = {due.year: due for due, basis in dues if REST_DAYS in basis}
        unknown = tuple(year for year, due in sorted(guessed.items()) if case.calendar.unofficial(due, due))
    if unknown:
        yield Notice("N-calendar", "info", caution(unknown), Why("", (), (REST_DAYS,)))


def _counts_workdays(part: object) -> bool:
    if isinstance(part, Period):
        return part.unit == "workday"
    if isinstance(part, tuple):
        return any(map(_counts_workdays, part))
    return isinstance(part, Part) and any(_counts_workdays(getattr(part, name)) for name in type(part).model_fields)

"""Defects of price and payment that no generic check can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingyue.law import load
from mingyue.review.case import Case, Place
from mingyue.review.finding import Fact
from mingyue.review.numbers import NUMBER, number
from mingyue.review.pattern import pattern

__all__ = [
    "deposit_above_limit",
    "high_prepayment",
    "nearly_all_paid_before_acceptance",
    "nothing_held_back",
    "payment_term_too_long",
]

_ACCEPTED = re.compile(r"验收|终验|初验|试运行|试用|稳定运行|正常运行|(?:正常|正确)使用|质保|保修|维护期|维保|满意")
_NOT_YET = re.compile(
    r"(?:提交|提出|申请|递交)[^，。；]{0,6}验收|验收(?:之?前|申请)|(?:具备|达到)[^，。；]{0,4}验收条件"
)
_IN_ARREARS = re.compile(r"每月|按月|每季|季度|月末|月底|次月|服务期?(?:满|结束|完成)|完成后|期满")
_NO_INSTALMENT = re.compile(r"产权|所有权|著作权|授权|违约|赔偿")
_NOT_DUE = re.compile(
    r"甲方(?:均|概)?(?:无义务|没有义务|无需|无须|不必|不予|不|有权拒绝|可以?拒绝|有权不)(?:支付|付款|付清)"
    r"|乙方(?:均|亦)?(?:不得|无权)(?:向甲方)?(?:要求|请求|主张|收取)|(?:权利|权属|产权|所有权|著作权)[^。；\n]{0,14}(?:归|保留|属|转移|在乙方)"
)
_HELD_BACK = re.compile(
    r"质保|保修|保证金|维护|维保|试运行|稳定运行|正常运行|运行[^，。；]{0,6}[月天日]|期满|试用|(?:合格|上线|交付)后?满[^，。；]{0,4}[月天日年]|(?:无|未(?:发生|出现))[^，。；]{0,6}故障|个月后|年后|\d+天后"
)
_STOP = re.compile(r"[。；\n]")
_AT_SIGNING = re.compile(r"签订|签署|签约|生效|预付|首付|首期|首款|启动|盖章|下单|订立")
_LATER = re.compile(r"到货|交货|发货|交付|完成|提交|定稿|上线|确认后")
_DEPOSIT = (
    pattern(r"(?P<rate>\d+(?:\.\d+)?)%[^。；，\n]{0,12}定金"),
    pattern(r"定金[^。；\n]{0,20}?(?P<rate>\d+(?:\.\d+)?)%"),
)
_NOT_DEPOSIT = (pattern(r"不(?:具有|构成|作为|属于|视为)…定金"), pattern(r"(?:双倍|加倍)返还"), pattern(r"违约金"))
_TERM = pattern(
    rf"(?:验收|交付|到货|收到|开具|提供|结算)[^。；\n]{{0,20}}?(?P<n>{NUMBER})个?(?P<unit>工作日|自然日|日|天|个月|月)之?内[^。；\n]{{0,12}}(?:支付|付款|付清|付至)"
)
_LATER_BY_NATURE = (pattern(r"质保|保修|保证金|尾款"), pattern(r"乙方(?:应|须|需)?(?:在|于)?…(?:支付|退还|返还)…甲方"))
_DAYS = {"工作日": Decimal(7) / 5, "个月": Decimal(30), "月": Decimal(30)}


def _splits(case: Case) -> list[tuple[Decimal, str]]:
    """Percent of every instalment and the words around its trigger, in the order of the text."""
    place, value = _place(case), case.value("payment_splits")
    if place is None or not isinstance(value, list | tuple):
        return []
    text, at, found = case.scan.text, case.scan.reading.paragraph_at(place[0])[0], []
    for entry in value:
        percent, trigger = Decimal(str(entry["percent"])), str(entry["trigger"])
        start = text.find(trigger, at)
        known = start >= 0  # else the words were given for an earlier instalment of the same sentence
        start, end = (start, start + len(trigger)) if known else (at, at + 1)
        at = _end_of_instalment(text, start, end, f"{percent.normalize():f}%")
        found.append((percent, text[start:at] if known else f"{text[start:at]}，{trigger}"))
    return found


def _end_of_instalment(text: str, start: int, end: int, share: str) -> int:
    """Where the words of an instalment end: at its share, else with its sentence; the next line too when it announces."""
    stop = _STOP.search(text, end)
    last = stop.start() if stop else len(text)
    if text[start:last].rstrip("：").endswith(("如下", "时间", "方式")):
        following = _STOP.search(text, last + 1)
        last = following.start() if following else len(text)
    at = text.find(share, end, last)
    return at if at >= 0 else last


def _terms(case: Case, splits: list[tuple[Decimal, str]]) -> str:
    """The terms of payment from the first instalment to the end of the last one's sentence."""
    text, place = case.scan.text, _place(case)
    start = case.scan.reading.paragraph_at(place[0])[0] if place else 0
    last = max(text.find(splits[-1][1], start), start)
    stop = _STOP.search(text, last + len(splits[-1][1]))
    return text[start : stop.start() if stop else len(text)]


def _place(case: Case) -> Place:
    """The sentence that holds the first instalment."""
    fact = case.facts["payment_splits"]
    return None if fact is None else case.scan.reading.sentence_at(case.scan.reading.offset(fact.span.start))


def _schedule(case: Case, fact: Fact) -> tuple[int, int]:
    """From the sentence of the first instalment to the end of the last one's."""
    reading = case.scan.reading
    first, last = (reading.sentence_at(reading.offset(at)) for at in (fact.span.start, fact.span.end - 1))
    return first[0], max(first[1], last[1])


def _before_acceptance(trigger: str) -> bool:
    """Whether an instalment falls due before anybody has accepted anything."""
    return (
        not _NO_INSTALMENT.search(trigger)
        and not _IN_ARREARS.search(trigger)
        and (not _ACCEPTED.search(trigger) or _NOT_YET.search(trigger) is not None)
    )


def _paid_early(case: Case) -> Decimal:
    """Percent of the price that falls due before acceptance."""
    return sum((percent for percent, trigger in _splits(case) if _before_acceptance(trigger)), Decimal(0))


def nearly_all_paid_before_acceptance(case: Case) -> Iterator[Place]:
    """What is paid before acceptance reaches the walk-away position."""
    fact = case.facts["payment_splits"]
    if fact and _splits(case) and _paid_early(case) >= case.playbook.parameters["before_acceptance_percent"].walk_away:
        place = _schedule(case, fact)
        if not _NOT_DUE.search(case.scan.text, *place):
            yield place


def high_prepayment(case: Case) -> Iterator[Place]:
    """What falls due at signing passes the fallback position."""
    early = [(p, trigger) for p, trigger in _splits(case) if _before_acceptance(trigger)]
    at_signing = sum(
        (p for p, trigger in early if _AT_SIGNING.search(trigger) and not _LATER.search(trigger)), Decimal(0)
    )
    if case.playbook.parameters["prepayment_percent"].fallback < at_signing < 100:
        yield _place(case)


def nothing_held_back(case: Case) -> Iterator[Place]:
    """Instalments up to the full price, none of them due after a time of stable running."""
    splits = _splits(case)
    if (
        len(splits) > 1
        and sum(p for p, _ in splits) >= 100
        and _paid_early(case) < 100
        and not _HELD_BACK.search(_terms(case, splits))
    ):
        yield _place(case)


def deposit_above_limit(case: Case) -> Iterator[Place]:
    """A 定金 above the share of the price that the law allows on the day."""
    ceiling = load().value("deposit_ceiling", case.as_of)
    for wanted in _DEPOSIT:
        for hit in case.scan.hits(wanted, unless=_NOT_DEPOSIT):
            if ceiling is not None and Decimal(hit.match["rate"]) > ceiling.value:
                yield hit.scope_start, hit.scope_end


def payment_term_too_long(case: Case) -> Iterator[Place]:
    """A term of payment beyond what a large company may agree with a small supplier on the day."""
    limit = load().value("large_company_payment_days", case.as_of)
    for hit in case.scan.hits(_TERM, unless=_LATER_BY_NATURE):
        days = number(hit.match["n"]) * _DAYS.get(hit.match["unit"], Decimal(1))
        if limit is not None and days > limit.value:
            yield hit.scope_start, hit.scope_end

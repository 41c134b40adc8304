"""Figures that must agree: capital letters with digits, one total with another, instalments with 100 %, stages with the term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingyue.review.case import Case, Place
from mingyue.review.numbers import NUMBER, capital_amount, number
from mingyue.review.pattern import pattern

_CAPITAL = r"[壹贰叁肆伍陆柒捌玖拾一二三四五六七八九十两][零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]*[元圆](?:[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?(?:[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]分)?[整正]?"
_DIGITS = r"(?P<digits>\d+(?:\.\d+)?)(?P<unit>[万亿]?)元?"
_BETWEEN = r"[（）：，、￥¥元整圆人民币大写小写为即共计RMBrmb合|\s]{0,14}"
_PAIRS = (
    pattern(rf"(?<![\d.]){_DIGITS}(?![\d.%]){_BETWEEN}(?P<capital>{_CAPITAL})"),
    pattern(rf"(?P<capital>{_CAPITAL}){_BETWEEN}(?<![\d.]){_DIGITS}(?![\d.%年月日])"),
)
_FACTOR = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}
_TOTAL = pattern(
    r"(?:合同|协议|项目|开发|本次采购)(?:的)?(?:总价款?|总金额|总额|总费用|总价格|价款总额|金额|价款)(?:（[^）\n]{0,12}）)?(?:共计|合计|总计|计|为|是|：|即|人民币|￥|¥|小写|RMB|含税|[（）|，])*(?<![\d.])"
    rf"{_DIGITS}(?![\d.%‰])"
)
_NOT_A_TOTAL = re.compile(
    r"不含税|未税|税前|税额|优惠|折|原价|超过|上限|暂定|预算|限价|每年|年度|单价|违约|逾期|作为|质保金|保证金|变更|增加|减少"
)
_TAX = tuple(Decimal(rate) for rate in ("1.01", "1.03", "1.06", "1.09", "1.13", "1.16", "1.17"))
_UNIT_DAYS = {"工作日": Decimal("1.4"), "月": Decimal(30), "个月": Decimal(30), "年": Decimal(365), "周": Decimal(7)}
_SPAN = rf"(?P<n>{NUMBER})(?:个)?(?P<u>工作日|日历天|自然日|日|天|个月|月|年|周)"
_WORK_TERM = re.compile(
    rf"(?:总?工期|(?:开发|建设|实施|项目)周期|开发期限|建设期|履行期限)(?:共|总计|共计|为|是|：)*[^，。；\n\d]{{0,10}}?{_SPAN}(?!内)"
)
_STAGE = pattern(
    rf"(?:签订|生效|签署|启动|开工|盖章)[^，。；\n\d]{{0,8}}(?:后|起|之日起)[^，。；\n\d]{{0,6}}?第?{_SPAN}(?:以?内|前|时|之内)[^。；\n]{{0,24}}(?:完成|交付|上线|提交|部署)"
)
_NOT_A_STAGE = re.compile(r"付款|支付|质保|维护期|保修|试运行|发票|预付|解除|退")
_DATE = r"(?P<y>20\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
_TERM_END = re.compile(rf"(?:有效期|合同期|服务期|期限|履行期间)[^。；\n]{{0,40}}(?:至|到|止于|—|-){_DATE}")
_DATED_STAGE = pattern(rf"{_DATE}(?:之?前|以前)[^。；\n]{{0,24}}(?:完成|交付|上线|提交|通过验收|部署)")
_ALL_AFTER = re.compile(
    r"验收[^。；\n]{0,16}(?:后|合格)[^。；\n]{0,24}(?:一次性|全额|全部)(?!余|剩|尾)[^。；\n余剩尾]{0,10}(?:支付|付清|付款|结清)"
)
_SOME_BEFORE = re.compile(
    r"(?:签订|签署|生效|签约)[^。；\n]{0,24}(?:支付|付|付款)[^。；\n]{0,24}(?:\d+%|百分之|预付款|首付款?|定金|一次性|全额|全部)|预付款[^。；\n]{0,12}\d+%"
)


def _sum(match: re.Match[str]) -> Decimal:
    return Decimal(match["digits"]) * _FACTOR[match["unit"]]


def capital_mismatch(case: Case) -> Iterator[Place]:
    """An amount in capital letters differs from the figure beside it."""
    seen = set[int]()
    for wanted in _PAIRS:
        for match in case.scan.matcher.finditer(wanted):
            value = capital_amount(match["capital"])
            figure = _sum(match)
            # a column headed 万元 shows 50 beside 伍拾万元
            if value is None or value < 10 or match.start("capital") in seen or value in {figure, figure * 10**4}:
                seen.add(match.start("capital"))
                continue
            seen.add(match.start("capital"))
            yield case.scan.reading.sentence_at(match.start())


def totals_differ(case: Case) -> Iterator[Place]:
    """The text gives two totals; tax is no difference."""
    first: Decimal | None = None
    for match in case.scan.matcher.finditer(_TOTAL):
        start, end = case.scan.reading.sentence_at(match.start())
        value = _sum(match)
        if _NOT_A_TOTAL.search(case.scan.text[start:end]) or value < 100:
            continue
        if first is None:
            first = value
        elif value != first and not _same_but_taxed(first, value):
            yield start, end
            return


def _same_but_taxed(one: Decimal, other: Decimal) -> bool:
    low, high = sorted((one, other))
    return any(abs(low * rate - high) <= high / 500 for rate in _TAX) or low * 10**4 == high


def instalments_not_hundred(case: Case) -> Iterator[Place]:
    """The instalments add up to something else than 100 %."""
    fact = case.facts.get("payment_splits")
    if fact is None or not isinstance(fact.value, list) or len(fact.value) < 2:
        return
    total = sum((Decimal(str(part["percent"])) for part in fact.value), Decimal(0))
    if abs(total - 100) > Decimal("0.5"):
        yield case.scan.reading.sentence_at(case.scan.reading.offset(fact.span.start))


def _days(match: re.Match[str]) -> Decimal:
    return number(match["n"]) * _UNIT_DAYS.get(match["u"], Decimal(1))


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def stage_beyond_term(case: Case) -> Iterator[Place]:
    """A stage ends after the whole term does."""
    text = case.scan.text
    term = _WORK_TERM.search(text)
    end = _TERM_END.search(text)
    for match in case.scan.matcher.finditer(_STAGE):
        place = case.scan.reading.sentence_at(match.start())
        # half a week of slack: working days are counted as 1.4 days
        if term and not _NOT_A_STAGE.search(text[slice(*place)]) and _days(match) > _days(term) + 3:
            yield place
            return
    last = _date(end) if end else None
    for match in case.scan.matcher.finditer(_DATED_STAGE):
        stage = _date(match)
        if last and stage and stage > last:
            yield case.scan.reading.sentence_at(match.start())
            return


def payment_order_contradicts(case: Case) -> Iterator[Place]:
    """One clause pays everything after acceptance, another pays part at signing."""
    after, before = _ALL_AFTER.search(case.scan.text), _SOME_BEFORE.search(case.scan.text)
    if after and before:
        one, other = (case.scan.reading.sentence_at(match.start()) for match in (after, before))
        if one != other and not re.search(r"尾款|余款|剩余|\d%", case.scan.text[slice(*one)]):
            yield one

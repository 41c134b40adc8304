"""The price of the contract, in figures or capital letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.finding import Fact
from mingyue.review.numbers import NUMERAL, bare, capital_amount, chinese_integer
from mingyue.review.pattern import pattern
from mingyue.review.scan import Hit, Scan

_MONEY = rf"(?:(?:人民币|RMB|CNY|[￥¥])*[（：]?(?:大写|小写)?[）：]?(?:人民币|RMB|CNY|[￥¥])*：?(?P<n>\d+(?:\.\d+)?)(?P<w>[万亿])?(?:元|圆|（|）|$|，|。|；|\||整|/|\n|C)|(?P<c>{NUMERAL}{{2,}})(?:[元圆]|[整正]|$|，|。|；|\n|（))"
_LABELS = (
    r"(?:合同|协议|项目|服务|开发|软件|采购|系统|产品|本合同|经费和报酬|费用|报酬|订单|货款|价款|优惠|含税|成交|中标|设备|交易|建设|技术服务费?|技术开发|应付|支付)(?:的)?(?:总价款?|总金额|总额|总费用|合计金额|总计|总价格|总款项|优惠价)",
    r"(?:合同金额|合同价款?|合同价格|合同款项?|总价款?|总金额|总费用|费用总额|费用总计|总计|总报酬|总额|价税合计|合同总?费用|开发总?费用|项目总?费用|服务费总额|总开发费用?)",
    r"(?:服务费用?|开发费用?|技术服务费|报酬|软件费用?|使用费|许可费|费用|价格|合计|价款|金额|共计|委托费|研究开发经费)(?:标准|总计|合计)?",
)
_CHANGED = pattern(rf"(?:总价款?|价款|金额|总额|费用)[^。；\n]{{0,30}}(?:变更|调整|修改)为{_MONEY}")
_PATTERNS = (
    _CHANGED,
    *(pattern(rf"{label}(?:[（(][^）\n]{{0,20}}[）)])?[^。；\d%\n＿]{{0,22}}?{_MONEY}") for label in _LABELS),
)
_UNDER_TITLE = pattern(rf"(?:人民币|RMB|CNY|[￥¥])[^。；\d%\n＿]{{0,14}}?{_MONEY}")
_TITLE = pattern(r"总?金额|总?价|费用|报酬|价款|价格")
_FIGURE = re.compile(r"[^。；\n\d]{0,14}?[￥¥：（](?P<n>\d+(?:\.\d+)?)(?P<w>万)?元?")
_NOT_TOTAL = (pattern(r"违约金|赔偿|滞纳|罚|保证金|定金|尾款|预付|首付|余款|质保金|单价|每年维护|押金|运维费用?为每"),)


def _value(hit: Hit) -> Decimal | None:
    """Yuan of a match; None for something that is no price."""
    groups = hit.groups
    if groups["n"]:
        value = Decimal(groups["n"])
        factor = {"万": 10**4, "亿": 10**8}.get(groups["w"] or "", 1)
        return value * factor if value * factor >= 10 else None
    figure = _FIGURE.match(hit.match.string, hit.end - 1)
    if figure:
        return Decimal(figure["n"]) * (10**4 if figure["w"] else 1)
    words = groups["c"] or ""
    if not re.search("[万千百仟佰拾十]", words):
        return None
    amount = capital_amount(words + "元")
    return amount if amount is not None else Decimal(chinese_integer(words))


def total(scan: Scan) -> dict[str, Fact]:
    """total_amount: the figure, also where the words differ."""
    for hit in _candidates(scan):
        value = _value(hit)
        if value is not None and not _part_only(scan, hit):
            return {"total_amount": Fact(bare(value), scan.span(hit.start, hit.end))}
    return {}


def _candidates(scan: Scan) -> Iterator[Hit]:
    """Sums that may be the price: the most telling labels first, what merely stands under a heading last."""
    for wanted in _PATTERNS:
        for hit in scan.hits(wanted, unless=_NOT_TOTAL):
            if not (wanted is _PATTERNS[-1] and _by_unit(scan, hit)):
                yield hit
    yield from (hit for hit in scan.hits(_UNDER_TITLE, unless=_NOT_TOTAL) if scan.under(hit.start, _TITLE))


def _by_unit(scan: Scan, hit: Hit) -> bool:
    """Whether the sum is a price per year, piece or head."""
    return re.match(r"[元圆]?(?:人民币)?/|[元圆]每", scan.text[hit.end - 1 : hit.end + 6]) is not None


def _part_only(scan: Scan, hit: Hit) -> bool:
    """Whether the sum is only a share of the price (…的30%，即…)."""
    return (
        re.search(r"\d%[^。；\n]{0,16}$", scan.text[hit.scope_start : hit.start] + hit.match.group()[:-1]) is not None
    )

"""The instalments: how many percent, and on what event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from mingyue.review.finding import Fact
from mingyue.review.numbers import RATE, bare, percent
from mingyue.review.pattern import pattern
from mingyue.review.scan import Hit, Scan

_SHARE = pattern(RATE)
_SUM = pattern(r"[￥¥：币款为付](?P<n>\d{2,}(?:\.\d+)?)(?P<w>万)?(?:元|圆|）)")
_PAID = re.compile(
    r"[首初中末尾二三][期次]?款|支付|付款|预付|首付|首期|尾款|余款|付至|付清|质保金|质量保证金|进度款|结算|定金|剩余|到货款|验收款|付予|付给|汇"
)
_TITLE = pattern(r"付款|支付|费用|价款|价格|报酬|结算|款项|经费")
_NOT_PAID = (
    pattern(
        r"违约金|滞纳金|赔偿|罚|履约保证金|税率|%的?增值税|增值税率|折|准确率|上涨|上调|利息|逾期|延期|误差|退还[^。；]{0,10}\d|变更金额|手续费|让利|按年|每年|分成|提成|培训|响应|完好率|维护费|上限|综合费率|不足|违约|退款|优惠|补偿|额外|工作量|变更后"
    ),
)
_WHOLE = (
    pattern(
        r"(?:一次性?|全额|全部)(?:向乙方)?(?:支付|付清|付款|缴纳|结清|付全)(?!＿)[^。；\n]{0,40}|(?:支付|付清|缴纳)[^。；\n]{0,12}(?:全部|全款|全额|100%|百分之百|合同总?(?:价|金额|款)款?全部)|由甲方一次（|全款(?:支付|付清)?"
    ),
    pattern(r"(?:付款|支付)时间：(?P<when>\d{4}[./年-]\d{1,2}[./月-]\d{1,2})"),
)
_NOT_WHOLE = (
    pattern(
        r"违约|逾期|未付|滞纳|解除|终止|（一次或分期|（一次、分期或提成）(?!支付)|一次＿|＿次|剩余|余款|尾款|退|赔偿|/分期|付清[^。；，]{0,30}后|不(?:得|应)?以[^。；，]{0,16}付|该项|该费用|认证费|暂停|拒绝|拒付|分[二三四五2-5]次"
    ),
)
_REST = re.compile(
    r"(?:付清|支付|结清)[^。；\n]{0,12}(?:剩余|余下|其余|尾款|余款)|(?:剩余|余下|其余|尾款|余款)[^。；\n＿]{0,16}(?:支付|付清|结清)"
)
_LEAD = re.compile(
    r"^[（(]?[\d一二三四五六七八九十]+[）.、)]+|^\d+[.）]|^甲方(?:应|须|需)?(?:于|在|自)?|向乙方|(?<=.)甲方.*$"
)
_CLOCK = re.compile(r"[后内前时起]")
_TAX = re.compile(r"^税|税率")
_MEASURE = re.compile(r"率[^，。；]{0,8}$|(?:达到?|不低于|超过)$")
_WHEN = re.compile(
    r"(?P<t>[^，。；：\n]*(?:签订|签署|生效|验收|上线|交付|到货|确认|完成|收到|开通|试运行|运行|评审|后|内|前|时|起)[^，。；：\n]*)"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One instalment: percent, its event, and where it stands."""

    percent: Decimal
    trigger: str
    start: int
    end: int


def _paying(scan: Scan, hit: Hit) -> bool:
    sentence = scan.text[hit.scope_start : hit.scope_end]
    if scan.under(hit.start, _TITLE):
        if "|" in sentence:
            return True
        return _PAID.search(scan.text, *scan.scope(hit.start, "paragraph")) is not None
    return re.search(r"支付|付款|预付|首付|尾款|余款|付清|结清|剩余|质保金|第[一二三四五]期", sentence) is not None


def _trigger(scan: Scan, hit: Hit, parts: list[_Part]) -> str:
    """The event words before the percentage (and after the last one), else the first event words behind it."""
    before = scan.text[max([hit.scope_start, *(part.end for part in parts)]) : hit.start]
    after = scan.text[hit.end : hit.scope_end]
    for part in (before, after):
        found = [_LEAD.sub("", m["t"]).strip("：（）， ") or m["t"] for m in _WHEN.finditer(part)]
        if found:
            return next((words for words in found if _CLOCK.search(words)), found[0])
    return before.strip("：") or after


def _shares(scan: Scan) -> list[_Part]:
    parts: list[_Part] = []
    for hit in scan.hits(_SHARE, unless=_NOT_PAID):
        value = percent(hit.match)
        if not _paying(scan, hit) or value > 100 or value < 1:
            continue
        if _MEASURE.search(scan.text, max(0, hit.start - 12), hit.start) or _TAX.search(_column(scan, hit.start)):
            continue
        if parts and _announced(scan, parts[-1], hit, value):
            parts.pop()
        parts.append(_Part(value, _trigger(scan, hit, parts), hit.start, hit.end))
    return parts


def _column(scan: Scan, offset: int) -> str:
    """The cells above an offset in its table, first row first; "" outside of a table."""
    start, cells = scan.text.rfind("\n", 0, offset) + 1, list[str]()
    place = scan.text.count("|", start, offset)
    while place and start:
        before = scan.text.rfind("\n", 0, start - 1) + 1
        row = scan.text[before : start - 1].split("|")
        if len(row) <= place:
            break
        cells.append(row[place])
        start = before
    return "|".join(reversed(cells))


def _announced(scan: Scan, last: _Part, hit: Hit, value: Decimal) -> bool:
    """Whether the same share was only announced before (支付比例90%，验收后支付90%)."""
    lead = scan.text[max(hit.scope_start, last.start - 10) : last.start]
    return last.percent == value and last.start >= hit.scope_start and "比例" in lead


def _cumulative(scan: Scan, parts: list[_Part]) -> list[_Part]:
    """付至/支付至 70 % names a running total: turn it into the share of this instalment."""
    done, result = Decimal(0), []
    for part in parts:
        value = part.percent
        if re.search(
            r"(?:付至|付到|累计(?:支付)?(?:至|达到?)?)[^，。；]{0,16}$", scan.text[max(0, part.start - 24) : part.start]
        ):
            value -= done
        done += value
        result.append(_Part(value, part.trigger, part.start, part.end))
    return [part for part in result if part.percent > 0]


def _sums(scan: Scan, total: object) -> list[_Part]:
    """Instalments given in yuan, as percent of the total."""
    if not isinstance(total, int | float) or total <= 0:
        return []
    parts: list[_Part] = []
    for hit in scan.hits(_SUM, unless=_NOT_PAID):
        value = Decimal(hit.groups["n"] or "0") * (10**4 if hit.groups["w"] else 1)
        if _paying(scan, hit) and 0 < value < Decimal(str(total)):
            parts.append(
                _Part(round(value * 100 / Decimal(str(total)), 2), _trigger(scan, hit, parts), hit.start, hit.end)
            )
    return parts if sum(part.percent for part in parts) == 100 else []


def _in_one(scan: Scan) -> list[_Part]:
    """A single payment of everything."""
    for wanted in _WHOLE:
        for hit in scan.hits(wanted, unless=_NOT_WHOLE):
            if scan.under(hit.start, _TITLE) or re.search(
                r"甲方|费用|价款|服务费", scan.text[hit.scope_start : hit.scope_end]
            ):
                _, end = scan.scope(hit.start, "clause")
                clause = scan.text[hit.scope_start : min(end, hit.scope_end + 120)]
                when = hit.groups.get("when") or next((m["t"] for m in _WHEN.finditer(clause)), clause[:40])
                return [_Part(Decimal(100), when.strip("：（）1 "), hit.scope_start, hit.scope_end)]
    return []


def splits(scan: Scan, total: object) -> dict[str, Fact]:
    """payment_splits: [{percent, trigger}]; nothing when percentages are left blank."""
    shares = _shares(scan)
    steps = _cumulative(scan, shares)
    parts = shares if _whole(shares) and not _whole(steps) else steps
    if not _whole(parts):  # another article may hold percentages of its own, such as the tax rates of a price list
        articles = groupby(shares, key=lambda part: scan.scope(part.start, "article"))
        parts = next((group for _, run in articles if _whole(group := _cumulative(scan, list(run)))), parts)
    if parts and sum(part.percent for part in parts) < 100:
        parts = _with_rest(scan, parts) or (parts if len(parts) > 1 else [])
    parts = parts or _sums(scan, total) or _in_one(scan)
    if not parts:
        return {}
    value = [{"percent": bare(part.percent), "trigger": part.trigger} for part in parts]
    return {"payment_splits": Fact(value, scan.span(parts[0].start, parts[-1].end))}


def _whole(parts: list[_Part]) -> bool:
    return sum(part.percent for part in parts) == 100


def _with_rest(scan: Scan, parts: list[_Part]) -> list[_Part]:
    """Stated shares and 剩余部分 after them: the rest is the last instalment."""
    last = parts[-1]
    rest = _REST.search(scan.text, last.end, min(len(scan.text), last.end + 160))
    if rest is None:
        return []
    start, end = rest.span()
    left = 100 - sum((part.percent for part in parts), Decimal(0))
    return [*parts, _Part(left, scan.text[max(last.end, start - 16) : start].strip("，。；："), start, end)]

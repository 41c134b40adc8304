"""违约与争议: concrete liability, and a forum."""

from __future__ import annotations

from collections.abc import Mapping

from mingyue.clauses.breach_dispute.forum import forum
from mingyue.clauses.breach_dispute.rates import cap, rates
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.numbers import RATE
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import full_or_partial
from mingyue.review.scan import Hit, Scan

_NO_NAMES = (
    RATE.replace("?P<pct>", "?:")
    .replace("?P<mill>", "?:")
    .replace("?P<pcn>", "?:")
    .replace("?P<mcn>", "?:")
    .replace("?P<tcn>", "?:")
)
_SUM = pattern(
    rf"(?:违约金|滞纳金|赔偿金?|罚款|扣[除罚减]|补偿|罚金|利息)[^。\n]{{0,40}}(?:{_NO_NAMES}|\d+元|\d+倍|[两双]倍|全部损失|一切损失|上限)|(?:{_NO_NAMES}|\d+元|[两双]倍)[^。\n]{{0,30}}(?:违约金|滞纳金|赔偿|罚|扣|补偿)|(?:双倍|定金)[^。；\n]{{0,10}}(?:返还|退还|偿还)|(?:偿还|退还|返还)[^。；\n]{{0,20}}(?:定金|预付款|已付)"
)
_DUTY = pattern(
    r"(?:赔偿|承担|负责)[^。；\n]{0,30}(?:损失|(?:全部|一切|法律|赔偿|违约|全责)[^。；\n]{0,6}责任|费用)|损失[^。；\n]{0,20}(?:赔偿|承担|负责)|停止[^。；\n]{0,8}服务[^。；\n]{0,20}不退|不退还"
)
_TITLE = pattern(r"违约|赔偿|罚则|法律责任|责任限制|责任与|^责任|责任约定")
_NOT_BREACH = (pattern(r"知识产权|侵权|第三人|第三方指控|不可抗|仲裁费|诉讼费|费用由(?:甲方|乙方)承担$|保密|享有"),)


def read(scan: Scan) -> FamilyReading:
    """full: concrete liability, and a forum."""
    liability = scan.first(_SUM) or _under_heading(scan)
    where = forum(scan)
    if liability is None and where is None:
        mention = scan.first(pattern(r"违约|争议|纠纷|责任|赔偿"))
        return full_or_partial(scan, full=False, hits=[mention]) if mention else FamilyReading("absent")
    spans = full_or_partial(scan, liability is not None and where is not None, [liability] if liability else [])
    return FamilyReading(spans.present, (*spans.spans, *((where["dispute"].span,) if where else ())))


def _under_heading(scan: Scan) -> Hit | None:
    """A duty to answer for breach, stated under a heading that says so."""
    return next((hit for hit in scan.hits(_DUTY, unless=_NOT_BREACH) if scan.under(hit.start, _TITLE)), None)


def facts(scan: Scan) -> Mapping[str, Fact]:
    """Rates for delay, the cap, and the forum."""
    return {**rates(scan), **cap(scan), **(forum(scan) or {})}

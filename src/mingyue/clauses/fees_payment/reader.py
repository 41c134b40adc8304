"""费用与支付: price and payment timing; total and instalments as facts."""

from __future__ import annotations

from collections.abc import Mapping

from mingyue.clauses.fees_payment.amounts import total
from mingyue.clauses.fees_payment.instalments import splits
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import full_or_partial
from mingyue.review.scan import Scan

_PRICE = pattern(
    r"(?:总价款?|总金额|总额|总费用|合同金额|合同价款?|合同价格|价款|费用总计|合计|总计|服务费|开发费|报酬|单价|费用|价格|经费|货款|金额)[^。；\n]{0,24}?(?:\d[\d.]*(?:万|元|美元)|[￥¥]|＿|人民币|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾][一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]*[万元圆])|(?:单价|价格|费用|金额)[（|：][^。\n]{0,10}|RMB|[￥¥]\d"
)
_TIMING = pattern(
    r"(?:支付|付款|付清|缴纳|结算|付予|汇款|汇入|付给)[^。；\n]{0,30}(?:日内|天内|之前|前|后|时|一次性|按月|按年|按季|每月|每年|季度|预付|分期|进度|验收|生效)|(?:日内|天内|之前|工作日|后|时|前|一次性|按月|按年|每月|每年|预付|首付|分期|验收|生效|期限内|有效期内|周期)[^。；\n]{0,30}(?:支付|付款|付清|缴纳|结算|付予|汇款|付给)|(?:付款|支付)(?:时间|期限|节点|条件|方式|周期)[^。；\n]{0,4}(?:：|为|如下)(?!＿|\n|$)[^＿\n]|至乙方(?:指定)?(?:的)?账户|预付(?:款|费)|先付费|充值"
)
_NOT_TIMING = (pattern(r"违约金|滞纳金|赔偿|罚款|保证金|逾期(?:付款|支付|未)|未按|按时足额|按时支付"),)
_NOT_PRICE = (pattern(r"违约金|赔偿|罚"),)


def read(scan: Scan) -> FamilyReading:
    """full: a price (or its field) and payment timing."""
    price = scan.first(_PRICE, unless=_NOT_PRICE)
    timing = scan.first(_TIMING, unless=_NOT_TIMING)
    hits = [hit for hit in (price, timing) if hit]
    if not hits:
        mention = scan.first(pattern(r"费用|付款|支付|价款"))
        return full_or_partial(scan, full=False, hits=[mention]) if mention else FamilyReading("absent")
    return full_or_partial(scan, len(hits) == 2, hits)


def facts(scan: Scan) -> Mapping[str, Fact]:
    """total_amount in yuan, payment_splits in percent."""
    price = total(scan)
    amount = price["total_amount"].value if price else None
    return {**price, **splits(scan, amount)}

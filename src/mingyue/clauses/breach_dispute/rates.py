"""Daily rates for delay and the cap, as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.durations import DURATION, days
from mingyue.review.finding import Fact
from mingyue.review.numbers import RATE, bare, percent, plain
from mingyue.review.pattern import pattern
from mingyue.review.scan import Hit, Scan

_LATE = (
    r"(?:逾期|延期|迟延|延迟|拖延|延误|误期|迟交|未按|未能按|未如期|未能如期|每日|每天|每逾|每延|每迟|超期|滞后|晚于)"
)
_RATE = pattern(rf"{RATE}")
_PER = re.compile(
    rf"(?:每|逾期|延期|延迟|迟延|拖延)(?:逾期|延期|延迟|迟延|拖延|拖欠|延误|迟交|超过|滞后|推迟|晚|超期)?(?:交付|交货|付款|支付|完成)?(?:每)?(?P<d>{DURATION})|每(?P<u>周|星期|月|个月)|按?(?P<day>[日天])(?:计|支付|罚|加收)|/(?P<slash>[日天])|（每[日天]）|每[日天]|日(?=万分|千分|百分)"
)
_MONEY = re.compile(r"违约金|滞纳金|赔偿|罚|扣|补偿|利息|支付|损失|承担|偿付|滞期费")
_PAYING = re.compile(
    r"付款|支付(?:合同|货|价|费|款|应付|到期|服务|本合同|技术|开发)|逾期支付|应付|欠款|款项|缴费|未付|交费|拖欠|付费|给付"
)
_EITHER = re.compile(r"任何一方|任一方|任意一方|违约方|双方|一方")
_BOTH_LATE = re.compile(
    r"甲方[^，。；]{0,12}(?:逾期|未|延)[^。；]{0,16}(?:或者?|和|、|及)乙方[^，。；]{0,12}(?:逾期|未|延)|乙方[^，。；]{0,12}(?:逾期|未|延)[^。；]{0,16}(?:或者?|和|、|及)甲方[^，。；]{0,12}(?:逾期|未|延)"
)
_TIER = re.compile(
    r"第\[?[一二三四1-4](?:、\d\])?(?:周|个月|月|日)|(?:超过|逾期)[^，。；]{0,8}(?:日|天|周|月)(?:以上)?(?:的)?[，]?[^，。；]{0,12}(?:超过|逾期)[^，。；]{0,8}(?:日|天|周|月)"
)
_SKIP = (
    pattern(
        r"保密|发票|培训|响应|到场|驻场|更换[^。；]{0,10}人员|故障|泄露|LPR|贷款市场报价|返还|退还|退款|质保期|完好率"
    ),
)
_CAP = pattern(
    rf"(?:违约金|赔偿|罚款|责任|滞纳金|扣减|扣除)[^。；\n]{{0,40}}?(?:不(?:得)?(?:超过|高于|多于)|限额(?:为|是)|至多(?:为|是)?|最高(?:不超过|限额|额)?(?:为|是)?|上限(?:为|是|：)?|以(?![上下内])|限于|累计不超过|总额(?:不超过|最高)|封顶)[^。；\n]{{0,24}}?{RATE}"
)
_WHOLE_CAP = pattern(
    r"(?:赔偿|责任|违约金)[^。；\n]{0,60}(?:不(?:得)?超过|以|限于|上限(?:为|是)?|至多(?:为|是)?|最高(?:不超过|为)?)[^。；\n]{0,30}?(?:实际(?:收取|支付|收到|已付)|已(?:实际)?(?:支付|收取|付|收)|合同|本协议|协议)(?:项下)?[^。；，\n]{0,10}?(?:总价款?|总额|总金额|价款(?:总额)?|金额|费用总额|合同款|全部费用|款项)(?:为限|为上限|$|。|；|，|（)"
)
_NOT_CAP = (
    pattern(
        r"不以|定金|履约保证金|分包|价格上涨|预付|变更|误差|偏差|培训|达到?[^。；]{0,24}时[^。；]{0,12}解除|订到率|准确率|税率"
    ),
)


def _period(sentence: str, at: int) -> Decimal:
    """Days that one application of a rate covers: the period named nearest before it, 1 by default."""
    best = Decimal(1)
    for match in _PER.finditer(sentence):
        if match.start() > at and "每" not in match.group() and "/" not in match.group():
            break
        if match["d"]:
            best = Decimal(str(days(match["d"]) or 1))
        elif match["u"]:
            best = Decimal(7 if match["u"] in {"周", "星期"} else 30)
        if match.start() > at:
            break
    return best


def _sides(scan: Scan, hit: Hit) -> frozenset[str]:
    """Whose delay a rate is for: "delivery", "payment" or both."""
    before = scan.text[hit.scope_start : hit.start]
    if not re.search(r"[甲乙]方|一方|双方", before):
        start, _ = scan.scope(hit.start, "paragraph")
        before = scan.text[max(start, hit.scope_start - 160) : hit.start]
    if _BOTH_LATE.search(before):
        return frozenset({"delivery", "payment"})
    if (
        _EITHER.search(before)
        and not _PAYING.search(before)
        and not re.search(r"(?:甲方|乙方)(?:逾期|未|如|延|迟|每|违|拖|无)", before)
    ):
        return frozenset({"delivery", "payment"})
    subject = re.search(
        r"(?P<who>[甲乙]方)[^，。；]{0,24}?(?:逾期|未|延|迟|拖|不能|无法|没有|违|每|未能|不(?!可抗))", before
    )
    who = subject["who"] if subject else (re.findall(r"[甲乙]方", before) or [""])[0]
    payer = re.search(r"(?P<who>[甲乙]方)[^，。；]{0,12}(?:应|须|需|将)?[^，。；]{0,10}(?:向(?P<to>[甲乙]方))", before)
    if payer and not subject:
        who = payer["who"]
    if re.search(r"向甲方[^，。；]{0,16}(?:支付|赔偿|偿付|承担)", before) and who != "甲方":
        who = "乙方"
    if who == "甲方":
        return frozenset({"payment"})
    return (
        frozenset({"delivery"}) if who == "乙方" else frozenset({"payment"} if _PAYING.search(before) else {"delivery"})
    )


def _candidates(scan: Scan) -> Iterator[tuple[frozenset[str], Decimal, Hit]]:
    """Every rate that punishes a day (or another period) of delay."""
    late = pattern(_LATE)
    for hit in scan.hits(_RATE, unless=_SKIP):
        sentence = scan.text[hit.scope_start : hit.scope_end]
        at = hit.start - hit.scope_start
        if not _MONEY.search(sentence) or not _PER.search(sentence) or not late.regex.search(_context(scan, hit)):
            continue
        if re.search(
            r"不(?:得)?超过|上限|最高|累计|总额(?:为|不)|达到?$|超过$|^[^，]{0,4}时$|高于$",
            sentence[max(0, at - 12) : at],
        ):
            continue
        near = sentence[max(0, at - 40) : hit.end - hit.scope_start + 14]
        if not _PER.search(near):
            continue
        yield _sides(scan, hit), percent(hit.match) / _period(sentence, at), hit


def _context(scan: Scan, hit: Hit) -> str:
    start, _ = scan.scope(hit.start, "paragraph")
    return scan.text[max(start, hit.scope_start - 80) : hit.scope_end]


def rates(scan: Scan) -> dict[str, Fact]:
    """late_delivery_rate_per_day and late_payment_rate_per_day, in percent of the base the text names."""
    found: dict[str, list[tuple[Decimal, Hit]]] = {"delivery": [], "payment": []}
    for sides, rate, hit in _candidates(scan):
        for side in sides:
            found[side].append((rate, hit))
    facts = {}
    for side, name in (("delivery", "late_delivery_rate_per_day"), ("payment", "late_payment_rate_per_day")):
        chosen = _choose(scan, side, found[side])
        if chosen:
            rate, hit = chosen
            facts[name] = Fact(plain(round(rate, 6)) + "%", scan.span(hit.scope_start, hit.scope_end))
    return facts


def _choose(scan: Scan, side: str, rates_: list[tuple[Decimal, Hit]]) -> tuple[Decimal, Hit] | None:
    """The rate for the delivery as a whole; none when the sentence grades the rate by steps."""
    rates_ = [(r, h) for r, h in rates_ if r <= 5]
    if not rates_:
        return None
    if side == "delivery":
        whole = [
            (r, h)
            for r, h in rates_
            if re.search(r"总工期|整体|全部|最终|竣工", scan.text[h.scope_start : h.scope_end])
        ]
        rates_ = whole or rates_
    first = rates_[0][1]
    start, end = scan.scope(first.start, "paragraph")
    same = {r for r, h in rates_ if start <= h.start < end}
    if len(same) > 1 and _TIER.search(scan.text, start, end):
        return None
    return rates_[0]


def cap(scan: Scan) -> dict[str, Fact]:
    """penalty_cap_percent: on the vendor's damages for delay, else on its liability, in percent of the price."""
    best: tuple[int, Fact] | None = None
    for hit in scan.hits(_CAP, unless=_NOT_CAP):
        start, _ = scan.scope(hit.start, "paragraph")
        before = scan.text[max(start, hit.start - 160) : hit.end]
        vendors = re.search(r"(?<![付给向])乙方[^，。；]{0,16}(?:责任|赔偿)", scan.text[hit.scope_start : hit.end])
        if not vendors and _sides(scan, hit) == {"payment"}:
            continue
        rank = 0 if re.search(r"逾期|延[期迟]|迟延|违约金", before) else 1
        if best is None or rank < best[0]:
            best = rank, Fact(bare(percent(hit.match)), scan.span(hit.scope_start, hit.scope_end))
    if best:
        return {"penalty_cap_percent": best[1]}
    for hit in scan.hits(_WHOLE_CAP, unless=(pattern(RATE.replace("?P<", "?P<x")), pattern(r"个月"))):
        if "乙方" in scan.text[hit.scope_start : hit.end]:
            return {"penalty_cap_percent": Fact(100, scan.span(hit.scope_start, hit.scope_end))}
    return {}

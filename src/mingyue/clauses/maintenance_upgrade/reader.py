"""升级与维护: how long, and what is done how fast."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mingyue.review.durations import DURATION, hours, months
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import first_fact, found, full_or_partial
from mingyue.review.scan import Scan

_CARE = r"(?:质保|保修|维护|维修|维保|运维|售后|技术支持|免费服务|保证期|保证期限|升级|缺陷修复|质量保证期)"
_PERIOD = pattern(
    rf"(?:{DURATION})(?:的|内|以内)*[^。；\n]{{0,16}}{_CARE}|{_CARE}[^。；\n]{{0,30}}?(?:{DURATION})|终身[^。；\n]{{0,8}}{_CARE}|{_CARE}[^。；\n]{{0,10}}(?:终身|长期)|7天?[*×xX/]24|(?:服务期|合同期|有效期|订阅期|使用期)(?:限)?内?[^。；\n]{{0,20}}{_CARE}|长期免费"
)
_CONTENT = pattern(
    r"(?:售后|维护|维保|运维)(?:服务)?(?:的)?(?:服务)?内容(?:包括|为|：)(?!＿)|维护、修正|故障(?:服务|受理)|对[^。；\n]{0,12}(?:软件|系统|服务|平台)进行[^。；\n]{0,8}(?:升级|维护|更新)|(?:响应|到场|到达现场|修复|恢复|排除|处理|解决)(?:时间|时限|故障|问题)?[^。；\n]{0,20}(?:\d+|[一二三四五六七八九十两]+|半)个?(?:小时|分钟|工作日|日|天)|(?:\d+|[一二三四五六七八九十两]+|半)个?(?:小时|分钟|工作日|日|天)[^。；\n]{0,16}(?:响应|到场|到达|修复|恢复|解决|处理|维修|更换)|(?:免费)?(?:维修|更换|修理|修复|排除|纠错|升级|更新|巡检|维护|改动|修改)[^。；\n]{0,24}(?:故障|缺陷|错误|bug|BUG|漏洞|问题|版本|系统|软件|设备|货物|部件|功能|零备件)|(?:故障|缺陷|错误|bug|BUG|漏洞|问题|质量问题)[^。；\n]{0,30}(?:维修|更换|修理|修复|排除|解决|处理|升级|维护)"
)
_CONTEXT = pattern(
    r"质保|保修|维护(?!甲方|乙方)|维修|维保|运维|售后|技术支持|升级|保证期|质量保证|免费|无偿|服务响应|响应时"
)
_MENTION = pattern(
    r"质保|保修|免费维护|维护(?:服务|和支持|期|费)|维修(?:责任|服务|费用)|售后|技术支持|运维|(?:免费|版本|系统|软件)升级|技术指导|保证期限|后续服务"
)
_NOT_CARE = (
    pattern(
        r"违约金|维护(?:甲方|乙方|双方)?[^。；]{0,8}(?:权益|利益|秩序|稳定)|保证金|验收(?:时|不合格|过程)|甲方应[^。；]{0,12}(?:排除|修复|维护)|测试…验收|试运行"
    ),
)
_NOT_PERIOD = (
    pattern(
        r"违约金|＿(?:个?月|年|日|天)|保证金…支付|质保期满|质保金|维护(?:甲方|乙方|双方)?[^。；]{0,8}(?:权益|利益|秩序)"
    ),
)
_DURING = re.compile(r"期内，?[^，。；]{0,4}(?:乙方|甲方|应)|重新计算|更换")
_HOURS = re.compile(r"(?<!24)小时")
_MONTHS = (
    pattern(
        rf"(?:质保|保修|免费维护|维保|质量保证|免费售后|免费服务|售后服务|免费技术支持|免费运维|缺陷修复)(?:服务)?(?:期限?|期间|时间)?[^。；，\n＿]{{0,16}}?(?:为|是|：|共|提供|自|从|起|至|[^\d。；，\n＿]{{0,6}})[^。；\n＿]{{0,24}}?(?P<d>{DURATION})"
    ),
    pattern(
        rf"(?P<d>{DURATION})(?:的|内|以内|期限内，?)*[^。；，\n]{{0,12}}?(?:免费)?(?:质保|质量保证|质量保修|保修|维护|维保|售后|技术支持|运维|缺陷修复|维修)"
    ),
)
_NOT_MONTHS = (
    pattern(
        r"响应|到场|小时|违约金|逾期|迟延|延误|超过|试运行|试用|质保金|保证金|质保期满|期满后|到期后|验收后…支付|支付|巡检|不足|备份|核心部件|每[年月季]"
    ),
    pattern(r"服务期限?(?:为|：|自)|租期"),
)
_RESPONSE = pattern(
    r"响应(?:时间|时限)?[^。；\n]{0,16}?(?P<d>(?:\d+|[一二三四五六七八九十两半]+)个?小时)|(?P<e>(?:\d+|[一二三四五六七八九十两半]+)个?小时)(?:内|之内)?[^。；，\n]{0,6}响应"
)


def read(scan: Scan) -> FamilyReading:
    """full: a period or a continuing service, and content or response time."""
    period = next((h for h in scan.hits(_PERIOD, unless=_NOT_PERIOD) if not _HOURS.search(h.match.group())), None)
    content = next((h for h in scan.hits(_CONTENT, unless=_NOT_CARE) if _in_context(scan, h.scope_start)), None)
    hits = [h for h in (period, content) if h] or found(scan, (_MENTION,), unless=_NOT_CARE)
    if not hits:
        return FamilyReading("absent")
    return full_or_partial(scan, period is not None and content is not None, hits)


def _in_context(scan: Scan, offset: int) -> bool:
    """Whether the sentence or its headings are about care after delivery."""
    return _CONTEXT.regex.search(scan.text, *scan.reading.paragraph_at(offset)) is not None or scan.under(
        offset, _CONTEXT
    )


def _months(match: re.Match[str]) -> float | None:
    if _DURING.search(match.group()):
        return None
    value = months(match["d"])
    return value if value is not None and value >= 0.9 else None


def facts(scan: Scan) -> Mapping[str, Fact]:
    """warranty_months: free warranty or maintenance; response_hours: first answer to a fault."""
    read: dict[str, Fact] = {}
    for wanted in _MONTHS:
        if not read:
            read.update(first_fact(scan, "warranty_months", wanted, _months, unless=_NOT_MONTHS))
    read.update(first_fact(scan, "response_hours", _RESPONSE, lambda m: hours(m["d"] or m["e"])))
    return read

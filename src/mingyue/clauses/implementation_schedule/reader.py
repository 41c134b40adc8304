"""实施与工期: stages with dates, people, training, cutover."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mingyue.review.durations import DURATION, days
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import first_fact, found, full_or_partial
from mingyue.review.scan import Hit, Scan

_DATE = r"\d{4}[年./-]\d{1,2}[月./-]\d{1,2}日?|\d{1,2}月\d{1,2}日|第\d{1,3}个?(?:月|周|日|天)(?:末|起|前|内)?|(?<![\d.])\d{1,2}[.月]\d{1,2}日?-\d{1,2}[.月]\d{1,2}"
_WORK = r"(?:完成|提交|交付|上线|部署|调试|培训|需求分析|需求调研|需求确认|设计|开发|编码|实施|启动|进场|供货|交货|移交|发货|开通|安装|投入使用|测试|调研|到货|系统验收|需求规格|编码|评审|验收工作|里程碑|阶段)"
_ENOUGH = 6
_STAGES = (
    pattern(rf"(?:{DURATION})(?:（[^）\n]{{0,24}}）)?(?:内|之内|以内|前)…{_WORK}"),
    pattern(rf"{_WORK}…(?:{DURATION})(?:内|之内|以内|前|完成)"),
    pattern(rf"(?:{_DATE})…{_WORK}"),
    pattern(rf"{_WORK}[^。；\n]{{0,20}}(?:{_DATE})"),
    pattern(rf"{_WORK}(?:阶段|期)?[：:|]?(?:\(|（)?(?:{DURATION})"),
)
_NOT_WORK = (
    pattern(
        r"支付|付款|违约金|赔偿|响应|到场|维修|保修|质保|免费维护|通知|答复|书面(?:通知|形式|方式|答复|确认)|发票|退还|解除|终止|不可抗力|保密|验收合格后|逾期|延期|撤换|投保|试运行期|小时|沟通协调|签订日期|仲裁|验收…内|试用|更换|整改|补足|返还"
    ),
)
_TOTAL = pattern(
    rf"(?:工期|建设周期|项目周期|开发周期|实施周期|服务期限?|服务期|开发时间|开发工期|建设期|交货期限?|交货时间|交付时间|交付期限?|履行期限|合同期限|合同有效期|有效期限?|使用期限|实施期限|完成时间|完工时间|期限|总工期|授权期限|租期|订阅期限?|期间|时限)[^。；\n]{{0,16}}?(?:{DURATION}|{_DATE}|＿)"
)
_MENTION = pattern(
    r"(?:交货|交付|开发|服务|项目|实施|完成|履行|合同|建设|启动|测试|上线)(?:的)?(?:日期|时间|期限|周期|进度|计划|有效期)|工期|分[二三四五六七2-7]个?阶段|里程碑|项目进度|规定的?时间内|开发计划|实施计划|合同期|按[期时]完成|启动服务|＿个?(?:工作)?[日天]内[^。；\n]{0,12}(?:送货|交货|交付|完成|供货|到货|安装)"
)
_PLAN = pattern(
    r"(?:附件|附表)…(?:进度|计划|里程碑|工期|实施方案|日程)|(?:进度|里程碑|实施|项目)(?:计划|表|安排)…(?:附件|附表)|《[^》]{0,12}(?:进度|里程碑|实施)(?:计划|表)[^》]{0,8}》"
)
_TERM = (
    pattern(
        rf"(?:总工期|工期|建设周期|项目周期|开发周期|实施周期|开发时间|开发工期|建设期|供货期|交货期|开发期限|实施期限|交付期限?|交货期限|交货时间|交付时间|项目期限|完成期限)(?:要求)?(?:（[^）]{{0,20}}）)?[^。；，\n]{{0,24}}?(?P<d>{DURATION})"
    ),
    pattern(
        rf"(?:签订|签署|生效|签定|开工|启动|付款|到账|收到)[^。；\n]{{0,30}}?(?P<d>{DURATION})(?:（[^）\n]{{0,24}}）)?(?:内|之内|以内)[^。；\n]{{0,16}}(?:完成…(?:开发|建设|实施|交付|编码|系统|全部|网站|安装)|交付|交货|供货|开通|安装|送达|部署|上线)"
    ),
    pattern(
        rf"(?:服务期限?|服务期|合同期限|合同有效期限?|使用期限?|有效期限?|授权期限?|服务时间|订阅期限?|租期|合作期限?|期限)[^。；，\n]{{0,16}}?(?P<d>{DURATION})"
    ),
    pattern(rf"(?:服务期限?|使用期限?|合同期限|有效期限?)[^。；\n]{{0,40}}?(?:共计?|合计|为期)(?P<d>{DURATION})"),
    pattern(
        r"(?m:^|[|，。])自[^。；，\n]{0,10}(?:购买|开通|生效|签订|付款|签署|使用)之日起[^。；，\n]{0,6}?(?P<d>(?:\d{1,2}|[一二三四五六七八九十两]+)(?:年|个月))(?!内)"
    ),
)
_RANGE = pattern(
    r"(?:服务期限?|合同期限|合同有效期|有效期限?|使用期限|服务时间|履行期限|工期|周期|期限)[^。；\n]{0,14}?(?P<y1>\d{4})[年./-](?P<m1>\d{1,2})[月./-](?P<d1>\d{1,2})日?(?:起)?(?:至|到|-+|~)+(?P<y2>\d{4})[年./-](?P<m2>\d{1,2})[月./-](?P<d2>\d{1,2})"
)
_NOT_TERM = (
    pattern(
        r"保证金|保密|质保|保修|违约金|逾期|延[期迟]|不可抗力|维护期|试运行|组织验收|验收合格后|验收期限|[^预]付款|支付…%|提前|通知|争议|免费"
    ),
)


def _stages(scan: Scan) -> list[Hit]:
    """Dated or counted stages of work, one a sentence."""
    places: dict[int, Hit] = {}
    for wanted in _STAGES:
        for hit in scan.hits(wanted, unless=_NOT_WORK):
            places.setdefault(hit.scope_start, hit)
            if len(places) == _ENOUGH:
                return list(places.values())
    return list(places.values())


def read(scan: Scan) -> FamilyReading:
    """full: two or more dated stages, or a total period with a plan annex."""
    stages, total, plan = _stages(scan), scan.first(_TOTAL), scan.first(_PLAN)
    open_total = total is not None and "＿" in total.match.group()
    full = len(stages) >= 2 or (total is not None and not open_total and plan is not None)
    hits = [*stages[:5], *(hit for hit in (total, plan) if hit)] or found(scan, (_MENTION,), unless=_NOT_WORK)
    return full_or_partial(scan, full, hits) if hits else FamilyReading("absent")


def _range(match: re.Match[str]) -> int | None:
    """Days of a term given by two dates: whole years count 365, whole months 30."""
    first, last = ((int(match[f"y{i}"]), int(match[f"m{i}"]), int(match[f"d{i}"])) for i in (1, 2))
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + (1 if last[2] - first[2] >= 27 else 0)
    if months <= 0:
        return None
    if last[2] - first[2] not in {-1, 0} and not (first[2] == 1 and last[2] >= 28):
        return (last[0] - first[0]) * 365 + (last[1] - first[1]) * 30 + last[2] - first[2]
    return months // 12 * 365 + months % 12 * 30


def facts(scan: Scan) -> Mapping[str, Fact]:
    """term_or_duration_days: delivery or development period; the service term where there is none."""
    for wanted in _TERM[:2]:
        longest = [(days(hit.match["d"]), hit) for hit in scan.hits(wanted, unless=_NOT_TERM)]
        sized = [(value, hit) for value, hit in longest if value]
        if sized:
            value, hit = max(sized, key=lambda pair: pair[0] or 0)
            return {"term_or_duration_days": Fact(value, scan.span(hit.start, hit.end))}
    read = dict(first_fact(scan, "term_or_duration_days", _RANGE, _range))
    for wanted in _TERM[2:]:
        read = read or dict(first_fact(scan, "term_or_duration_days", wanted, lambda m: days(m["d"]), unless=_NOT_TERM))
    return read

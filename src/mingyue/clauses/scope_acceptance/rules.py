"""Defects of scope and acceptance that no generic check can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.case import Case, Place
from mingyue.review.numbers import NUMBER, number
from mingyue.review.pattern import Pattern, pattern

__all__ = [
    "acceptance_unjudgeable",
    "blank_scope_annex",
    "passed_by_silence",
    "scope_without_list",
    "short_review_period",
]

_GENERIC_SCOPE = (
    pattern(
        r"(?:根据|按照|依据|按|满足|符合)甲方(?:的)?(?:口头|具体|实际|业务)?(?:要求|需求|需要|意图|情况)…(?:开发|定制|制作|设计|建设|提供|完成)"
    ),
    pattern(
        r"(?:打造|搭建|建设|开发|制作|提供|实现)(?:出)?(?:一个|一套|1套|1个|一款)…(?:网站|平台|系统|软件|小程序|程序|商城|APP)"
    ),
    pattern(r"(?:提供|购买|采购|交付)…(?:系统|软件|平台)一套"),
)
_LIST = (
    pattern(
        r"(?:需求|功能|技术|工作|服务|采购|供货|产品|模块|任务|配置|设备|开发)(?:需求|规格|功能|内容|服务)?(?:清单|说明书|明细|规格|列表|规范|任务书|方案|协议|确认单)"
    ),
    pattern(r"(?:招标|投标|响应|磋商|谈判|采购|需求)文件|需求书|工作说明书|需求文档"),
    pattern(
        r"(?:功能|模块|子系统|服务项目|服务内容|建设内容|技术内容|工作内容)(?:包括|包含|如下|描述|要求)?[：|][^＿\n]{12,}"
    ),
    pattern(r"(?:包括|包含|含有|以下|下列)[^。；，、\n]{0,10}(?:功能|模块|子系统|服务项目)[：、，（]"),
    pattern(r"(?:\n|^)[（(]?\d{1,2}[）)、.．][^\n]{0,20}(?:功能|模块|子系统|管理)[^\n]{8,}"),
)
_DELIVERABLE_DOCUMENT = pattern(
    r"(?:提交|提供|交付|包括|包含)…(?:文档|文件|资料|手册)|工作成果|交付内容|设计文件|成果物"
)

_CRITERIA = (
    pattern(r"验收(?:的)?(?:标准|依据|指标|规范|方案)[^＿。；\n]{0,12}(?:[：:]|以|为|按|见|如下|和方|、)[^＿\n]{4,}"),
    pattern(r"(?:按|依据|根据|依照|对照|符合|达到|满足)…(?:标准|规范|指标|清单|说明书|要求|合同|附件|参数)…验收"),
    pattern(
        r"验收…(?:按|依据|根据|依照|对照|符合|达到|满足)[^＿。；\n]{2,24}(?:标准|规范|指标|清单|说明书|要求|附件|参数|规定|测试)"
    ),
    pattern(r"(?:功能|文档|流程|性能|文件|质量)验收[：]"),
    pattern(r"测试用例|验收测试|验收方案|验收细则|验收办法"),
    pattern(r"(?:拼写|错误|稳定|正常运行|故障)…(?:验收|合格)"),
    pattern(r"(?:初步验收|初验|终验|最终验收|竣工验收)……(?:合格|通过|签署|报告|证书)"),
)
_PROCEDURE = (
    pattern(r"(?:\d+|[一二三四五六七八九十两]+)个?(?:工作)?[日天周月]内?…(?:验收|书面确认|测试完毕|检验)"),
    pattern(
        r"验收…(?:\d+|[一二三四五六七八九十两]+)个?(?:工作)?[日天周]内…(?:验收|确认|组织|安排|完成|答复|反馈|异议|检查|检验)"
    ),
    pattern(r"(?:检查|检验|查验|开箱)…(?:数量|外观|规格|型号|质量)"),
    pattern(r"试运行……验收"),
    pattern(r"验收…(?:不合格|未通过)…(?:再次|重新|复验|整改|修改)"),
    pattern(r"验收(?:通知书?|申请)……(?:甲方|双方)…(?:组织|安排|进行)…验收"),
)
_BARE = pattern(r"安排接受|(?:按|依|照)…(?:规定|约定)的标准验收合格之?后|按(?:照)?以下(?:列)?标准")
_INTANGIBLE = pattern(r"软件|(?:信息|数据)服务|程序|应用系统|信息系统|管理系统")
_INSTALLED = pattern(r"(?<!模式)(?<!方式)部署(?!模式|方式|形式)|实施|安装|培训|定制|驻场|现场服务")
_LAW_TEXT = pattern(r"本法|当事人的名称")
_SCOPE_ANNEX = pattern(r"需求|功能|范围|清单|规格|技术|服务内容|工作说明|项目")
_NOT_SCOPE = pattern(r"保密|承诺|授权|报价|价格|付款|廉洁|安全|验收|培训|人员|里程碑")
_PERIOD = pattern(
    rf"甲方(?:应|须|需|必须)?[^。；\n]{{0,24}}?(?:在|于|自)[^。；，\n]{{0,20}}?(?P<n>{NUMBER})个?(?P<unit>工作日|自然日|日|天|小时)(?:之)?内(?!…?(?:支付|付款|付清))"
    r"[^。；\n]{0,16}(?:验收|测试|检验|提出(?:书面)?(?:异议|问题|意见))"
)
_ARRANGED = pattern(r"安排(?:接受|具体|验收(?:时间|日期)|人员)")
_SILENT = r"(?:逾期|未|没有|超过|超出|届满|期满|满[^日天，。；\n]{0,6}[日天]|不|无异议|拒绝|拖延|怠于|缄默|沉默|到场后|交付后|[日天]内|下列|如下|任一)"
_DEEMED = r"(?P<deemed>视为|视同|视作|即为|即视为|推定|默认|自动|应认定为|认定|认为|等同|构成|[即则均]?(?:表示|表明)|[即则均]代表|当然|按(?:照)?(?:已)?(?=(?:验收)?(?:合格|通过)(?:验收)?(?!验收|的)|验收(?:处理|对待|论)))"
_PASSED = (
    pattern(
        rf"{_SILENT}[^。；\n]{{0,80}}?{_DEEMED}[^。；\n]{{0,24}}?(?P<what>验收|合格|通过|符合|接受|认可|确认|满意|终验|定稿|无异议|不持异议|生效)"
    ),
    pattern(
        rf"{_SILENT}[^。；\n]{{0,24}}[。；](?:否则|届时|此时|即|则|逾期)?[^。；，\n]{{0,6}}{_DEEMED}[^。；\n]{{0,16}}?(?P<what>验收|合格|通过)"
    ),
    pattern(
        rf"{_SILENT}[^。；\n]{{0,60}}?(?P<deemed>即为|为|即是|成为)[^。；，\n]{{0,8}}?(?P<what>终验版|验收版|验收(?:合格|通过)(?:之)?日|最终版|定稿)"
    ),
    pattern(
        rf"{_SILENT}[^。；\n]{{0,60}}?验收(?:单|报告|证书|结论|书)[^。；\n]{{0,10}}?(?P<deemed>自动|自行|当然|即行|即告|即|有效|于第)(?P<what>生效|成立|有效|，)?"
    ),
)
_TOPIC = pattern(r"验收|合格|检验|交付|成果|质量|测试")
_DENIED = re.compile(r"不(?:得|能|应|可以?|会|应当|宜|予)?(?:被|据此|因此|由此|单独|当然|直接|自动|再|即)?$")
_BUYER_GAINS = re.compile(
    r"不合格|未通过|不通过|不符合|未按|未交付|违约|没有|未完成|(?:甲方|第三方)(?:的|所作|提出|出具|作出)?[^。；，\n]{0,6}(?:检验|检测|测试|验收|意见|结果|认定|判断|结论)|拒绝验收|(?:可|有权)[^。；，\n]{0,4}拒"
)
_VENDOR_SILENT = re.compile(r"乙方(?!交付|提交|完成|提供)[^。；\n甲]*$")
_WEAK = frozenset({"接受", "认可", "确认", "符合", "满意", "无异议", "不持异议", "生效"})
_WORKDAY_SHARE = Decimal(5) / 7


def scope_without_list(case: Case) -> Iterator[Place]:
    """What is to be made is named in general words and no list of functions stands anywhere."""
    if any(_listed(case, wanted) for wanted in _LIST):
        return
    for wanted in _GENERIC_SCOPE:
        hit = case.scan.first(wanted)
        if hit is not None:
            yield hit.scope_start, hit.scope_end
            return


def _listed(case: Case, wanted: Pattern) -> bool:
    """Whether a list is named as the measure of the work, not merely as a document to be handed over."""
    return case.scan.has(wanted, unless=(_DELIVERABLE_DOCUMENT,))


def acceptance_unjudgeable(case: Case) -> Iterator[Place]:
    """Neither a criterion nor a procedure with a period by which anyone could judge the delivery."""
    if "delivers" not in case.features and not case.scan.has(_INSTALLED):
        return
    if case.contract_type == "other" and not case.scan.has(_INTANGIBLE):
        return  # plain goods are inspected on arrival; the law says how
    unless = (_LAW_TEXT, _BARE)
    if not any(case.scan.has(wanted, unless=unless) for wanted in (*_CRITERIA, *_PROCEDURE)):
        yield None


def blank_scope_annex(case: Case) -> Iterator[Place]:
    """An annex that should hold the scope and holds only open fields."""
    for node in case.scan.outline.nodes:
        if node.style != "annex" or not _SCOPE_ANNEX.regex.search(node.title) or _NOT_SCOPE.regex.search(node.title):
            continue
        body = case.scan.text[node.line_end : node.end]
        said = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]|签[字章名署]|盖章|日期|双方确认", "", body)
        if body.count("＿") >= 2 and len(said) < 30 * body.count("＿"):
            yield node.start, node.line_end
            return


def short_review_period(case: Case) -> Iterator[Place]:
    """The buyer must finish acceptance in fewer working days than the walk-away position allows."""
    limit = case.playbook.parameters["acceptance_days"].walk_away
    for hit in case.scan.hits(_PERIOD, unless=(_ARRANGED,)):
        days = number(hit.match["n"])
        unit = hit.match["unit"]
        days = days / 24 if unit == "小时" else days if unit == "工作日" else days * _WORKDAY_SHARE
        if days < limit:
            yield hit.scope_start, hit.scope_end


def passed_by_silence(case: Case) -> Iterator[Place]:
    """The buyer's silence counts as acceptance; sentences about what the vendor leaves undone are another matter."""
    text = case.scan.text
    for wanted in _PASSED:
        for hit in case.scan.hits(wanted):
            deemed = hit.match.start("deemed")
            end = case.scan.reading.sentence_at(deemed)[1]
            if _DENIED.search(text, hit.scope_start, deemed) or _BUYER_GAINS.search(
                text, deemed, min(end, hit.end + 12)
            ):
                continue
            if hit.match["what"] in _WEAK and (
                _VENDOR_SILENT.search(text, hit.scope_start, hit.start)
                or not _TOPIC.regex.search(text, hit.scope_start, hit.scope_end)
            ):
                continue
            yield hit.scope_start, hit.scope_end

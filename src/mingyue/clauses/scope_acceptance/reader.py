"""范围与验收: what is to be delivered, and how it is judged."""

from __future__ import annotations

from mingyue.review.finding import FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import found, full_or_partial
from mingyue.review.scan import Scan

_BASIS = (
    pattern(
        r"(?:附件|需求|规格|说明书|清单|招标文件|投标文件|采购文件|磋商文件|技术协议|策划|方案|任务书|工作说明)…(?:为准|要求|约定|规定|标准|依据|所列|详见)|(?:详见|参见|按照|根据|符合|依据|以|具体见|见)…(?:附件|需求|规格|说明书|清单|招标文件|采购文件|投标文件|技术协议|方案)"
    ),
    pattern(
        r"(?:服务|项目|工作|建设|开发|技术|功能|委托|合同|采购|交付)(?:的)?(?:内容|范围|要求|目标|清单)(?:如下|为|是|包括|包含|及|与|：)(?!＿)"
    ),
    pattern(
        r"(?:包括|包含|实现|提供|具备|满足)…(?:功能|模块|服务内容)|(?:功能|模块|产品|设备|货物|服务)(?:名称|清单|列表|描述|说明)[：|]|产品质量标准|(?:交付|提交)(?:的)?(?:成果|物|内容|文档)|配置清单|服务内容|技术指标"
    ),
)
_MANY = 3
_MENTION = pattern(r"验收|初验|终验|检验|查验|测试合格")
_PROCEDURE = (
    pattern(
        r"(?:验收|初验|终验|检验|测试和?评估)…(?:\d+|[一二三四五六七八九十两]+|＿)个?(?:工作日|自然日|日历日|日|天|周|月)(?:内|之内|以内)|(?:\d+|[一二三四五六七八九十两]+|＿)个?(?:工作日|自然日|日历日|日|天|周|月)(?:内|之内|以内)…(?:验收|检验|领受|接受该交付)"
    ),
    pattern(
        r"验收(?:的)?(?:标准|依据|条件|指标|方法|方式|程序|流程)(?:为|是|及|和|与|如下|：|、|按|以|包括|见|应|执行)(?!＿)[^＿]|(?:按照?|依据|根据|以|符合|达到)…(?:标准|要求|需求|说明书|附件|规范|约定)…验收|为验收(?:标准|依据)|验收(?:应)?(?:按照?|依据|以)|评议|逐项"
    ),
    pattern(
        r"验收(?:合格)?(?:报告|单|确认书|确认单|合格书|证明|意见|记录|证书|合格证|文件)|签[署字]…验收|验收…签[署字]|书面(?:确认|通知|说明|方式)…验收|验收…(?:书面|签字|签收)"
    ),
    pattern(
        r"(?:验收|测试|检验)(?:不合格|不通过|未通过|未能通过|不符|没有通过|失败)|(?:未通过|不能通过|未能通过|不符合)…(?:验收|检验)|验收…(?:不合格|不通过|未通过|缺陷|拒收|异议)|再次(?:组织)?(?:提请)?(?:进行)?验收|复验|重新验收|(?:验收|查验|检验)…拒收|验收时?…缺陷|(?:验收|查验|初验)……拒收"
    ),
    pattern(
        r"(?:验收|试运行|初验|终验)…(?:测试|检测|试运行|演示)|(?:测试|检测|试运行|演示)…(?:验收|初验|终验)|验收…(?:组织|申请|通知)…(?:验收|人员|评审)|(?:验收申请|验收通知|申请验收|书面验收)"
    ),
)
_PAYING = (pattern(r"支付[^。；]{0,10}(?:合同|总|款|金额)|付款|保证金|付人民币|银行转账|付清|尾款|余款|\d%|违约金"),)


def read(scan: Scan) -> FamilyReading:
    """full: a basis for the scope, and at least two parts of an acceptance procedure."""
    basis, mention = found(scan, _BASIS), scan.first(_MENTION)
    if not basis and mention is None:
        return FamilyReading("absent")
    steps = found(scan, _PROCEDURE, unless=_PAYING)
    telling = found(scan, (_PROCEDURE[0], _PROCEDURE[1], _PROCEDURE[3]), unless=_PAYING)
    several = len({hit.scope_start for hit in steps}) >= 2 or len(steps) >= _MANY
    full = bool(basis) and bool(telling) and several
    return full_or_partial(scan, full, [*basis[:2], *steps, *([mention] if mention and not steps else [])])

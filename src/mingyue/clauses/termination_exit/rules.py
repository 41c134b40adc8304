"""Defects of termination and exit that no generic check can say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.case import Case, Place
from mingyue.review.numbers import NUMBER, number
from mingyue.review.pattern import Pattern, pattern

__all__ = [
    "consent_only_exit",
    "early_opt_out",
    "late_data_return",
    "late_right_to_leave",
    "long_notice",
    "no_buyer_exit",
    "no_data_handover",
]

_BUYER_EXIT = (
    pattern(
        r"甲方(?:均|即|亦|也|将)?(?:有权|可以|可|得|享有)[^。；\n]{0,40}(?:解除|终止|退订|解约|取消(?:本)?(?:合同|订单|协议))"
    ),
    pattern(
        r"甲方[^。；，\n]{0,12}(?:单方面?|提前|书面通知)[^。；，\n]{0,10}(?:解除|终止)[^。；\n]{0,30}(?:应|须|需)?提前\d*[^。；，\n]{0,6}通知"
    ),
    pattern(r"(?:任何|任一|任意)一?方[^。；\n]{0,20}(?:有权|可以|可|得)[^。；\n]{0,30}(?:解除|终止|解约)"),
    pattern(r"(?:任何|任一|任意)一?方[^。；\n]{0,6}提前[^。；\n]{0,16}通知[^。；\n]{0,12}(?:解除|终止)"),
    pattern(r"(?:守约方|非违约方|无过错方|另一方|对方)(?:均|即)?(?:有权|可以|可|得)[^。；\n]{0,30}(?:解除|终止|解约)"),
    pattern(r"(?:一方|双方)(?:均|都)?(?:有权|可以|可|得)[^。；\n]{0,16}(?:解除|终止)(?:本)?(?:合同|协议)"),
)
_NO_EXIT = (
    pattern(r"(?:经|需|须|应)(?:过)?双方[^。；\n]{0,12}(?:同意|一致|确认)|协商一致|协商同意"),
    pattern(r"不可抗力|不必要或不可能|客观情况|政府行为"),
    pattern(r"乙方[^。；，\n]{0,30}(?:有权|可以|可)(?:单方|立即|随时)?(?:解除|终止)"),
    pattern(r"甲方(?:有权|可以?)(?:要求|通知)乙方(?:更换|暂停)"),
    pattern(r"视为(?:甲方|接受|同意)"),
)
_CONSENT = (
    pattern(r"(?:未经|非经|不经)双方[^。；\n]{0,12}(?:一致|同意)[^。；\n]{0,16}不得[^。；\n]{0,12}(?:解除|终止)"),
    pattern(r"(?:解除|终止)[^。；\n]{0,30}经双方[^。；\n]{0,14}(?:同意|一致)[^。；\n]{0,6}(?:方可|后|才)"),
    pattern(r"经双方[^。；\n]{0,12}(?:同意|一致)[^。；\n]{0,6}(?:方可|后方可|才可以?|才能)[^。；\n]{0,6}(?:解除|终止)"),
)
_DATA = r"(?:数据|资料|信息|源代码|数据库)"
_HANDOVER = (
    pattern(
        rf"(?:终止|解除|期满|到期|届满|退出|停止使用|不再使用|结束|服务期?满)[^\n]{{0,60}}(?:导出|移交|返还|交还|归还|取回|迁出|备份给|交付给甲方|下载)[^\n]{{0,20}}{_DATA}"
    ),
    pattern(
        rf"(?:终止|解除|期满|到期|届满|退出|停止使用|不再使用|结束|服务期?满)[^\n]{{0,60}}{_DATA}[^\n]{{0,20}}(?:导出|移交|返还|交还|归还|取回|迁出|交给甲方|下载)"
    ),
    pattern(r"(?:导出|移交|返还|交还|归还)[^。；\n]{0,16}(?:全部|所有|甲方)(?:的)?[^。；，\n]{0,8}数据"),
    pattern(r"数据[^。；\n]{0,10}(?:导出|移交|返还)[^。；\n]{0,8}(?:甲方|服务)"),
)
_NOT_HANDOVER = (pattern(r"(?:不再保留|不予保留|有权清空|自行备份|保密(?:资料|信息|文件))"),)
_NOT_HOSTED = pattern(r"不(?:得|部署|存储|存放|保存)|禁止")
_HOSTED = pattern(
    r"(?:由乙方|代为)托管|托管(?:服务|在乙方)|(?:部署|存储|存放|保存|运行)(?:在|于|至)乙方|乙方(?:的)?(?:服务器|机房|云平台|云端|数据中心)"
)
_ONLINE = pattern(
    r"(?i)SaaS|云(?:服务|平台|端|主机|存储|软件|系统|CRM)|套餐|续费|订阅|在线|(?:使用|登录|注册)[^。；，\n]{0,6}(?:平台|账号|网站)|开通(?:账号|账户|平台)"
)
_AT_OTHERS = pattern(r"第三方|不(?:包含|包括|含)")
_LATE_RETURN = (
    pattern(
        rf"(?:终止|解除|期满|到期|届满|结束)[^。；，\n]{{0,8}}?(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)内[^。；\n]{{0,20}}(?:导出|移交|返还|交付|交还)[^。；\n]{{0,16}}数据"
    ),
    pattern(
        rf"(?:终止|解除|期满|到期|届满|结束)[^。；，\n]{{0,8}}?(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)内[^。；\n]{{0,30}}数据[^。；\n]{{0,16}}(?:导出|移交|返还|交付|交还)"
    ),
)
_OPT_OUT = (
    pattern(
        rf"(?:不续|不再续|不予续|不拟续|终止续)[^。；\n]{{0,16}}(?:提前|前)(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)"
    ),
    pattern(
        rf"(?:届满|期满|到期)(?:之)?前(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)[^。；\n]{{0,24}}(?:不续|不再续|不予续|终止续)"
    ),
)
_NOTICE = (
    pattern(
        rf"甲方[^。；，\n]{{0,14}}(?:解除|终止|退订|停止)[^。；\n]{{0,16}}提前(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)"
    ),
    pattern(
        rf"甲方[^。；，\n]{{0,10}}提前(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)[^。；，\n]{{0,14}}通知[^。；，\n]{{0,8}}(?:解除|终止|退订)"
    ),
)
_DELAY = pattern(
    rf"乙方[^。；\n]{{0,16}}(?:逾期|延期|迟延|延误|延迟|拖延)[^。；\n]{{0,14}}(?:超过|达到?|满|逾)(?P<n>{NUMBER})个?(?P<unit>工作日|日|天|个月|月)[^。；\n]{{0,16}}甲方(?:有权|可以?)[^。；，\n]{{0,10}}(?:解除|终止)"
)
_BY_VENDOR = (pattern(r"乙方(?:不续|不再续|解除|终止|退出)"),)
_DAYS = {"工作日": Decimal(7) / 5, "个月": Decimal(30), "月": Decimal(30)}


def _buyer_may_leave(case: Case) -> bool:
    """Whether the draft lets the buyer end the contract on its own, other than for force majeure."""
    return any(case.scan.has(wanted, unless=_NO_EXIT) for wanted in _BUYER_EXIT)


def no_buyer_exit(case: Case) -> Iterator[Place]:
    """Nothing lets the buyer end the contract on its own."""
    if not _buyer_may_leave(case):
        yield None


def consent_only_exit(case: Case) -> Iterator[Place]:
    """Ending needs the other side's consent and no right of the buyer stands beside it."""
    if _buyer_may_leave(case):
        return
    for wanted in _CONSENT:
        for hit in case.scan.hits(wanted):
            yield hit.scope_start, hit.scope_end


def no_data_handover(case: Case) -> Iterator[Place]:
    """The vendor runs or hosts the system with the buyer's data and need not hand them over at the end."""
    online = case.contract_type == "it_service" or (
        case.contract_type == "saas" and case.scan.has(_ONLINE, unless=(_AT_OTHERS,))
    )
    if not online and not case.scan.has(_HOSTED, unless=(_NOT_HOSTED,)):
        return
    if not any(case.scan.has(wanted, unless=_NOT_HANDOVER) for wanted in _HANDOVER):
        yield None


def _beyond(case: Case, patterns: tuple[Pattern, ...], parameter: str) -> Iterator[Place]:
    """Sentences of the buyer's burden whose number of days passes a parameter's fallback position."""
    limit = case.playbook.parameters[parameter].fallback
    for wanted in patterns:
        for hit in case.scan.hits(wanted, unless=_BY_VENDOR):
            days = number(hit.match["n"]) * _DAYS.get(hit.match["unit"], Decimal(1))
            if days > limit:
                yield hit.scope_start, hit.scope_end


def late_data_return(case: Case) -> Iterator[Place]:
    """Data come back later than the fallback position allows."""
    yield from _beyond(case, _LATE_RETURN, "data_return_days")


def early_opt_out(case: Case) -> Iterator[Place]:
    """The buyer must refuse a renewal earlier than the fallback position allows."""
    yield from _beyond(case, _OPT_OUT, "renewal_notice_days")


def long_notice(case: Case) -> Iterator[Place]:
    """The buyer must announce its leaving earlier than the time in which it would itself want to be reminded."""
    yield from _beyond(case, _NOTICE, "renewal_notice_days")


def late_right_to_leave(case: Case) -> Iterator[Place]:
    """The buyer may leave a late vendor later than the fallback position allows."""
    yield from _beyond(case, (_DELAY,), "late_days_to_terminate")

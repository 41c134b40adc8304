"""解除与退出: may the buyer end it, and what follows."""

from __future__ import annotations

from mingyue.review.finding import FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import found, full_or_partial
from mingyue.review.scan import Scan

_END = r"(?:解除|终止|解约|结束(?=本?(?:合同|协议|合作))|中止|提前结束|单方(?:面)?(?:解除|终止)|退订|退出|取消|撤销|退货|注销)"
_STOP = r"(?:解除|终止|解约|结束(?=本?(?:合同|协议|合作))|提前结束|退订|退出|取消|撤销|退货|注销)"
_BUYER_MAY = (
    pattern(
        rf"甲方[^。；\n]{{0,24}}(?:有权|可以?|得|可随时|享有)[^。；\n]{{0,40}}{_STOP}(?!乙方人员)[^。；\n]{{0,16}}"
    ),
    pattern(
        rf"(?:任何一方|任意一方|一方|守约方|双方|对方|另一方|未违约方)[^。；，\n]{{0,16}}(?:有权|均可|可以?)[^。；\n]{{0,24}}{_STOP}"
    ),
    pattern(
        rf"甲方[^。；\n]{{0,16}}(?:要求|提出|单方|无正当理由|提前|书面通知)[^。；\n]{{0,16}}{_STOP}[^。；\n]{{0,10}}(?:合同|协议|服务|的)"
    ),
)
_BY_CONSENT = (
    pattern(
        r"经双方协商[^。；\n]{0,12}(?:一致|同意|签字)[^。；\n]{0,12}(?:后)?方?可|不得[^。；\n]{0,12}(?:解除|终止)|乙方[^。；，\n]{0,6}有权[^。；\n]{0,12}(?:解除|终止)|双方协商一致[^。；]{0,6}(?:解除|终止)|无权要求|项目联系人|＿；"
    ),
)
_CONSEQUENCE = (
    pattern(
        rf"(?:{_END})[^。\n]{{0,100}}(?:返还|退还|退回|退款|不予退|不退|赔偿|违约金|结算|结清|移交|交还|偿还|折价|清算|支付已|支付相应|导出|删除|交付已|销毁|保留)"
    ),
    pattern(rf"(?:返还|退还|退回|不予退|不退|赔偿|移交|结算|结清|偿还|支付)[^。\n]{{0,60}}{_END}"),
)
_NOT_CONSEQUENCE = (pattern(r"无权要求乙方返还[^。]{0,80}经双方协商签字同意后方可$"),)
_MENTION = pattern(
    rf"{_END}[^。；\n]{{0,10}}(?:合同|协议|本约|合作|服务)|(?:合同|协议|合作|服务)(?:的)?[^。；，\n]{{0,8}}{_END}|停止[^。；\n]{{0,8}}服务"
)


def read(scan: Scan) -> FamilyReading:
    """full: the buyer can end the contract, and a consequence is ruled."""
    rights = found(scan, _BUYER_MAY, unless=_BY_CONSENT)
    consequence = found(scan, _CONSEQUENCE, unless=_NOT_CONSEQUENCE)
    mention = scan.first(_MENTION)
    if not rights and mention is None:
        return FamilyReading("absent")
    hits = [*rights, *consequence] if rights else [h for h in (mention, *consequence) if h]
    return full_or_partial(scan, bool(rights) and bool(consequence), hits)

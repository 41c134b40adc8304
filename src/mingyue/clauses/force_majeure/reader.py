"""不可抗力: its effect, and the duty to tell or prove."""

from __future__ import annotations

from mingyue.review.finding import FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import full_or_partial
from mingyue.review.scan import Scan

_MENTION = pattern(
    r"不可抗拒?力|不可抗(?:拒|力)?(?:的)?(?:因素|原因|事件)|超[出越][^。；，\n]{0,8}合理控制|无法预见[^。；\n]{0,12}无法避免|不能预见[^。；\n]{0,12}不能避免"
)
_EFFECT = pattern(
    r"(?:不可抗|该等事件|上述事件|合理控制)……(?:免除|免责|不承担|不负|延长|推迟|顺延|延期|延迟履行|中止|终止|解除|不视为|不应视作|减轻|延搁|不构成|不属于)|(?:免除|不承担|不负|延长|推迟|顺延|延期|解除|不视为|除外)[^。\n]{0,40}不可抗"
)
_NOTICE = pattern(
    r"(?:及时|立即|尽快|迅速|书面|随时|应当?|须|日内|小时内|第一时间|后)[^。；\n]{0,24}(?:通知|告知|通报|通告|说明)|通知(?:对方|另一方|甲方|乙方)|(?:证明|证据)(?:文件|材料)?"
)
_RESULT = pattern(r"免除|免责|不承担|不负|顺延|延期|中止|终止|解除|不视为|不构成")
_NEAR = 120
_TITLE = pattern(r"不可抗|免责")
_OWN_TITLE = pattern(r"不可抗")


def read(scan: Scan) -> FamilyReading:
    """full: the effect, and a duty to notify or prove."""
    mention = scan.first(_MENTION)
    if mention is None:
        return FamilyReading("absent")
    areas = scan.sections(_TITLE) + [
        (h.scope_start, min(h.scope_end + _NEAR, scan.scope(h.start, "paragraph")[1])) for h in scan.hits(_MENTION)
    ]
    own = scan.sections(_OWN_TITLE)
    effect = scan.first(_EFFECT) or next((h for h in scan.hits(_RESULT) if any(a <= h.start < b for a, b in own)), None)
    notice = next((hit for hit in scan.hits(_NOTICE) if any(a <= hit.start < b for a, b in areas)), None)
    full = effect is not None and notice is not None
    return full_or_partial(scan, full, [hit for hit in (mention, effect, notice) if hit])

"""知识产权: who owns or may use the result."""

from __future__ import annotations

from mingyue.review.finding import FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import found, full_or_partial
from mingyue.review.scan import Scan

_RIGHT = r"(?:知识产权|著作权|版权|专利权?|产权|技术秘密|技术成果|软件(?:的)?所有权|源代码|成果|所有权|申请专利的权利|商标权|权利)"
_OWNED = (
    pattern(
        rf"{_RIGHT}[^。；\n]{{0,30}}(?:归属?于?|属于?|为)(?:[^。；，\n＿]{{0,16}})?(?:甲方|乙方|双方|各自|第三方|甲|乙|开发者|原权利人|[\u4e00-\u9fff]{{2,12}}(?:局|公司|大学))"
    ),
    pattern(rf"{_RIGHT}[^。；\n]{{0,30}}由[^。；，\n＿]{{0,16}}(?:享有|所有|共有|拥有|独占|支配)"),
    pattern(
        rf"(?:甲方|乙方|双方)(?:将|可|有权|依法|单独|完全|独家|继续|始终|各自|共同|同意)?(?:享有|拥有|保留|取得|获得|具备|持有)[^。；\n]{{0,30}}{_RIGHT}"
    ),
    pattern(
        r"(?:授予|许可|授权|允许)甲方(?!之外|以外)[^。；\n]{0,60}(?:使用|许可|权利)|甲方[^。；\n]{0,20}(?:享有|拥有|获得|取得)[^。；\n]{0,30}(?:软件|系统|产品|平台|程序|成果|服务)[^。；\n]{0,12}使用权|甲方(?:仅|只)[^。；\n]{0,10}使用权|(?:非独占|非排他|不可转让|独占|永久)[^。；\n]{0,16}(?:许可|使用权|授权)"
    ),
    pattern(r"归(?:甲方|乙方|双方)(?:单独|独家|共同)?(?:所有|享有|拥有)"),
)
_NOT_OWNED = (
    pattern(
        r"侵[犯害]|权益归[^。]{0,4}消费者|设备[^。；]{0,20}归|财产[^。；]{0,12}归|＿（?(?:甲|乙|双)|归＿|数据[^。；]{0,16}(?:所有权|归)[^。；]{0,8}甲方所有$|押金|保证金|利益归"
    ),
)
_NOT_FRAGMENT = (pattern(r"侵害他人|不得[^。；]{0,16}侵犯他人|以专利权?方式公开|发布"),)
_FRAGMENT = pattern(
    r"(?:技术)?成果[^。；\n]{0,6}归|知识产权|著作权|版权|专利|源代码|商标|正版软件|侵权|反向工程|反编译|软件》?(?:转让|[^。；\n]{0,8}复制|[^。；\n]{0,8}出售)"
)


def read(scan: Scan) -> FamilyReading:
    """full: ownership or right of use of the result is stated."""
    owned = found(scan, _OWNED, unless=_NOT_OWNED)
    fragment = scan.first(_FRAGMENT, unless=_NOT_FRAGMENT)
    if not owned and fragment is None:
        return FamilyReading("absent")
    return full_or_partial(scan, bool(owned), owned or [h for h in (fragment,) if h])

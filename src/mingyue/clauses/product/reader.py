"""产品: what is bought, and is it pinned down by version, modules, deployment or quantity."""

from __future__ import annotations

from collections.abc import Mapping

from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.numbers import NUMBER, number
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import first_fact, full_or_partial
from mingyue.review.scan import Scan

_NAMED = pattern(
    r"(?:项目|产品|软件|系统|服务|货物|设备|平台|标的)(?:的)?(?:名称|内容|描述|概况|基本情况|规格)|开发…(?:系统|软件|平台|APP|程序|网站|小程序)|(?:采购|购买|使用|订购|提供|委托|许可)…(?:系统|软件|产品|平台|服务|货物|设备|期刊)|合同标的|项目描述|技术服务|《[^》\n]{3,30}(?:系统|软件|平台)》|(?:采购|购买|提供)…(?:交换机|服务器)|名称：＿"
)
_PINNED = (
    pattern(
        r"(?:^|[^前件档])版本号?(?:为|是|：)[“\"]?[Vv]?\d|(?<![A-Za-z0-9.])[Vv]\d+\.\d+(?![^\n]{0,6}(?:文档|说明书))|(?:软件|产品|系统|套餐)…(?:专业|旗舰|企业|标准|高级|基础|尊享|豪华|集团|Pro|PRO)版"
    ),
    pattern(
        r"(?:SaaS|本地化?|私有化|私有云|公有云|混合云|云端|云)(?:模式|方式)?…?部署|部署(?:方式|模式|形式|环境)(?:为|是|：|采用)(?!＿)[^，。；\n]|采用(?:SaaS|云服务)(?:模式|方式)"
    ),
    pattern(
        r"\d+个?(?:名|位)?(?:并发)?(?:用户|账号|账户|席位|坐席|授权|许可|License|license|站点|终端|节点|并发|点位)(?!名)|(?:用户|账号|账户|授权|许可|坐席)(?:数量?|总数|点数)(?:上限)?(?:为|是|：|不超过)\d+"
    ),
    pattern(
        r"(?:功能)?模块(?:包括|包含|为|有|如下|：)[：]?[^。；\n]{2,20}、[^。；\n]{2,20}(?:、|和|及|等)|包[含括][^。；\n]{2,40}、[^。；\n]{2,40}(?:等)?(?:\d+|[二三四五六七八九十]+)?(?:大|个)?(?:功能)?(?:模块|子系统)(?!设计|组织|标准|流程|间|清单|划分)"
    ),
    pattern(
        r"\|(?:产品|软件|服务|系统|功能|模块|货物|设备)?(?:名称|模块|项目|内容|型号|版本)[^\n]{0,60}\|[^\n]{0,40}(?:数量|版本|型号|规格|模块)|(?:名称|模块)\|[^\n]{0,60}(?:数量|版本|型号|规格|功能描述|功能说明)|服务名称\|服务内容"
    ),
    pattern(r"(?:规格型号|品牌及?型号|产品型号|型号)[：|](?!＿)[^\n|＿]{2,}"),
    pattern(r"数量(?:为|：)\d+"),
)
_OPEN = pattern(r"(?:名称|规格|数量|版本号?|型号)[：|]＿|待定")
_SEATS = pattern(
    rf"(?P<n>{NUMBER})个?(?:名|位)?(?:并发|注册|授权)?(?:用户|账号|账户|席位|坐席)(?!名)|(?:用户|账号|账户|坐席)(?:数量?|总数)(?:上限)?(?:为|是|：|不超过)(?P<m>\d+)"
)


def read(scan: Scan) -> FamilyReading:
    """full: named, and version, modules, deployment or quantity given."""
    named = scan.first(_NAMED)
    pins = [
        hit for wanted in _PINNED if (hit := scan.first(wanted)) and not _blank(scan, hit.scope_start, hit.scope_end)
    ]
    if named is None and not pins:
        return FamilyReading("absent")
    return full_or_partial(scan, bool(pins), [*([named] if named else []), *pins])


def _blank(scan: Scan, start: int, end: int) -> bool:
    return scan.text.count("＿", start, end) >= 2 or _OPEN.regex.search(scan.text, start, end) is not None


def facts(scan: Scan) -> Mapping[str, Fact]:
    """seats: users the licence covers."""
    return first_fact(scan, "seats", _SEATS, lambda m: int(number(m["n"] or m["m"])))

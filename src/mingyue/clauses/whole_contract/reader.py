"""What kind of deal it is, and what the deal needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from mingyue.review.pattern import Pattern, pattern
from mingyue.review.scan import Scan

_TITLE_LENGTH, _COUNTED = 700, 5
_LABELS = re.compile(r"(?:合同|协议|文本|版本|项目)?(?:登记)?(?:编?号|版本|签订)[^：]{0,6}：")
_SPLIT = 16
_OPEN_BOX = re.compile(r"□[^☑□\n，。；]*\Z")
_NAMES = pattern(r"合同|协议|条款|订单|备忘录")
_RUN_AS_SERVICE = pattern(
    r"(?i)(?<!不得)(?:采用|使用|以|按|通过)[^。；，\n□☑]{0,12}SaaS(?:公有云|云|在线|服务)*的?(?:部署|方式|模式|形式)(?![^。；\n]{0,16}(?:第三方|他人|外部))"
    r"|部署(?:方式|模式|形式)?[：为是|]{1,2}(?:公有云)?SaaS"
)
_WEIGHTS: Mapping[str, tuple[tuple[Pattern, int, int], ...]] = {
    # contract type: pattern, weight in the title, weight in the body (counted up to three times)
    "custom_dev": (
        (pattern(r"开发|研发|定制|制作|委托建设|建设合同|建设项目"), 6, 0),
        (
            pattern(
                r"(?:委托|定制|软件|系统|程序|网站|平台|需求)…开发|开发…(?:软件|系统|程序|网站|平台|费用|周期|进度)|研究开发"
            ),
            2,
            1,
        ),
        (pattern(r"源代码|需求规格|需求说明书|概要设计|详细设计|需求分析"), 0, 1),
    ),
    "saas": (
        (
            pattern(
                r"(?i)SaaS|云服务|订阅|在线服务|用户协议|用户服务协议|平台服务|会员|服务条款|使用协议|云平台|云系统|云·?[A-Z]|电子发票|租用"
            ),
            6,
            0,
        ),
        (pattern(r"(?i)SaaS|订阅|云服务|在线使用|租用|套餐|续费|云端|(?:登录|用户)账[号户]"), 0, 1),
        (pattern(r"服务期限|使用期限|到期…续"), 0, 1),
        (_RUN_AS_SERVICE, 0, 14),  # as telling as a title: 采购 in the title says nothing about how it is delivered
    ),
    "it_service": (
        (
            pattern(
                r"技术服务|运维|维护|维保|咨询|技术支持|集成|外包服务|运营|服务采购|服务合同|测评|检测|测试|监理|驻场"
            ),
            5,
            0,
        ),
        (pattern(r"运维|巡检|驻场|技术服务|咨询服务|服务人员|维护服务|运行维护"), 0, 1),
    ),
    "software_purchase": (
        (
            pattern(
                r"软件…(?:采购|购销|销售|买卖|许可|授权|购买|供货|使用)|(?:系统|平台)…(?:采购|购销|销售|买卖|购买)|(?:采购|购销|销售|购买|许可|授权)…(?:软件|系统|平台)|(?:授权|许可|销售|供货)(?:协议|合同)|报价单|软件合同"
            ),
            7,
            0,
        ),
        (pattern(r"许可使用|软件许可|授权许可|软件产品|安装…软件|软件…授权|许可证|软件…(?:价格|单价|版本)"), 1, 1),
    ),
    "other": (
        (pattern(r"设备|货物|采购合同|购销合同|买卖合同|租赁|期刊|工程|硬件|物资"), 4, 0),
        (pattern(r"货物|设备|发货|运输|包装|到货|收货|装箱"), 0, 1),
    ),
}
_DELIVERS = pattern(r"交付|交货|供货|开发|安装|部署|上线|实施|完成…(?:工作|服务|任务|项目)|移交|提交…成果|开通")
_IMPLEMENTED = pattern(r"里程碑|总工期|(?:实施|交付|上线)(?:周期|工期|计划|进度)|(?:系统|上线|最终|阶段性?)验收")
_DATA = pattern(
    r"客户(?:资料|数据|信息)|用户(?:数据|信息|资料|个人信息)|个人信息|业务数据|甲方(?:的)?数据|数据(?:迁移|存储|备份|中心|库|安全|处理|导出|采集|维护)|(?:存储|上传|录入|迁移|导入|处理)…数据|SaaS|云(?:服务|平台|端)|服务器…(?:托管|租用)"
)
_CUSTOM = pattern(r"定制|委托…开发|二次开发|研究开发|(?:甲方|需求)…开发|为甲方…(?:设计|制作|开发)|乙方…开发")


def contract_type(scan: Scan) -> str:
    """The main thing bought, by its title first and its body second."""
    title = _title(scan)
    scores: dict[str, int] = {}
    for kind, weights in _WEIGHTS.items():
        total = 0
        for wanted, heavy, light in weights:
            total += heavy * bool(wanted.regex.search(title))
            hits = (
                m
                for m in scan.matcher.finditer(wanted)
                if not _OPEN_BOX.search(scan.text, max(0, m.start() - 8), m.start())
            )
            total += light * (sum(1 for _ in islice(hits, _COUNTED)) if light else 0)
        scores[kind] = total
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] else "other"


def _title(scan: Scan) -> str:
    """The lines at the top that name the contract."""
    lines = [line for line in scan.text[:_TITLE_LENGTH].split("\n") if line]
    named = [line[:40] for line in lines if _NAMES.regex.search(line[:40]) and not _LABELS.match(line)]
    if named and named[0] in lines[1:4] and len(named[0]) < _SPLIT:  # a cover may break the title into two lines
        named[0] = lines[lines.index(named[0]) - 1][:40] + named[0]
    return "\n".join(named[:2]) or "\n".join(lines[:3])[:80]


def features(scan: Scan, kind: str) -> frozenset[str]:
    """What the deal needs: see `review.case.Case`."""
    blanks = scan.text.count("＿")
    custom = kind == "custom_dev" or (kind != "other" and scan.has(_CUSTOM))
    found = {
        "delivers": kind == "custom_dev" or scan.has(_IMPLEMENTED if kind == "saas" else _DELIVERS),
        "holds_data": scan.has(_DATA) or kind == "saas",
        "custom": custom,
        "service": kind in {"saas", "it_service"},
        "form": blanks >= 8 and blanks * 60 > len(scan.text),
    }
    return frozenset(name for name, holds in found.items() if holds)

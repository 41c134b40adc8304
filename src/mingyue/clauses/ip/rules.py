"""Who owns what the buyer pays for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mingyue.review.case import Case, Place
from mingyue.review.pattern import pattern

__all__ = ["paid_results_to_vendor"]

_RIGHT = r"(?:知识产权|著作权|版权|产权|所有权|专利(?:申请)?权?|专利的权利|软件著作权|权益|所有权益)"
_TO_VENDOR = pattern(
    rf"{_RIGHT}[^。；\n]{{0,30}}(?:归属?于?|属于?|为|由|都是)(?:[^，。；甲]{{0,6}})(?:乙方|研究开发人|受托开发人|研发人)(?!的(?:注册|商标)|(?:负责|承担|支付|提供|保证|申请))"
    rf"|(?:乙方|(?:中标|开发)(?:公司|单位|人|方|商|者))[^。；甲]{{0,12}}(?:拥有|享有|保留|具备|具有|所有|持有)[^。；]{{0,20}}{_RIGHT}"
    rf"|(?:{_RIGHT}|权利)[^。；\n]{{0,16}}(?:保留|登记|留存)(?:在|于)乙方"
    rf"|{_RIGHT}[^。；\n]{{0,24}}(?<!得)以（?(?:乙方|自己|其自身)）?的?名义"
    r"|乙方[^。；甲]{0,8}(?:拥有|享有|保留)对?[^。；甲]{0,24}(?:成果|源代码|源程序|交付物|衍生作品)[^。；甲]{0,16}权利"
    r"|(?:利益|成果|源代码|源码)[^。；]{0,16}(?:归属?于?|属于?|由)乙方(?:所有|享有|支配|拥有|单独|独家)?(?!负责|承担|提供|交付|保管|完成|开发)"
    r"|乙方(?:（[^）]{1,10}）)?(?:所有|享有)申请专利的权利"
)
_RESULT = re.compile(
    r"定制|(?:研究|项目|研发|工作|技术|交付)?(?:开发|研发|交付)(?:的)?(?:成果|软件|系统|程序|产品|内容|物)|成果|二次开发|交付物|为甲方(?:开发|设计|制作|编写)"
)
_PRODUCT = re.compile(r"该?本?(?:软件|系统|程序|源码|源程序|源代码|产品|平台|网站|小程序|应用)|专利|著作权")
_KEEPS_OWN = re.compile(
    r"原有|原来|已有|既有|固有|背景|通用|标准|自有|自主|在先|先前|独立(?:开发|研发)|平台软件|云平台|运营的|SaaS|基础(?:平台|软件|产品|组件)|第三方(?:软件|组件|硬件|产品|技术|资源|编制|所有|权利)|开源|现有"
    r"|以甲方(?:的)?名义|(?:登记|保留)(?:在|于)甲方|不(?:归|属于|得主张)|保证|承诺|确认其|合法(?:拥有|享有)|有权(?:许可|授权)|证书|登记证|数据|商标|域名"
)
_ASIDE = re.compile(r"（[^（）]*）")
_BUYER_TOO = re.compile(
    r"(?:归属?于?|属于?|由)(?:[^，。；乙]{0,6})甲方(?:所有|享有|拥有|单独)?|甲方[^，。；乙]{0,10}(?:拥有|享有|所有(?!权))(?![^。；]{0,6}使用)"
)


def paid_results_to_vendor(case: Case) -> Iterator[Place]:
    """Results the buyer pays for belong to the vendor; its own standard product does not count."""
    made_to_order = case.contract_type == "custom_dev"
    for start, end in case.scan.sentences(_TO_VENDOR):
        text = _ASIDE.sub("", case.scan.text[start:end])
        if _KEEPS_OWN.search(text) or _BUYER_TOO.search(text):
            continue
        if _RESULT.search(text) or (made_to_order and _PRODUCT.search(text)):
            yield start, end

"""合同主体: are both sides there, and can they be told from others of the same name."""

from __future__ import annotations

from mingyue.review.finding import FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import full_or_partial
from mingyue.review.scan import Scan

_FIELD = r"(?m:^|[|）·同议]){0}(?:（[^）\n]{{0,24}}）)*(?:名称)?(?:（[^）\n]{{0,12}}）)?(?:[：:|]|\n(?:主体类型|名称|公司名称|单位名称|姓名|地址|联系人))"
_BUYER = pattern(_FIELD.format("甲方") + r"|：[＿ ]*（以?下简?称(?:为)?[“\"]?甲方")
_VENDOR = pattern(_FIELD.format("乙方") + r"|：[＿ ]*（以?下简?称(?:为)?[“\"]?乙方")
_IDENTITY = pattern(
    r"(?:注册地址|通讯地址|联系地址|单位地址|公司地址|办公地址|地址|住所地?|住址|法定代表人?|法人代表|法人|负责人|委托代理人|授权代表|代表人|签约代表|信用代码|身份证号?|证件号码?|税号|营业执照)(?:/[^：|\n]{1,12}|（[^）\n]{0,16}）)?[：:|]"
)
_NAMED = pattern(
    r"(?:[\u4e00-\u9fff（）]{2,30}(?:公司|大学|学院|医院|研究院|中心|集团|局|厅|委员会|学校|银行|图书馆|事务所)|[（“\"]?以下[简统]?称…(?:甲方|乙方))"
)


def read(scan: Scan) -> FamilyReading:
    """full: both sides and one identifying field."""
    names = sum(party.name is not None for party in scan.roles.parties)
    fields = [scan.first(_BUYER), scan.first(_VENDOR)]
    both = names == 2 or all(fields)
    places = [scan.quote(hit) for hit in fields if hit]
    if not places and not names and not scan.has(_NAMED):
        return FamilyReading("absent")
    identity = scan.first(_IDENTITY)
    return full_or_partial(
        scan, both and identity is not None, [*(h for h in fields if h), *([identity] if identity else [])]
    )

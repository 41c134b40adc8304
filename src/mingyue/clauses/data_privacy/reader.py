"""数据与隐私: six things a reader looks for, each counted once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mingyue.review.durations import DURATION, hours
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import first_fact, found, full_or_partial
from mingyue.review.scan import Scan

_DATA = r"(?:数据(?!字典|结构|库设计|中心|线|包)|个人信息|隐私|客户(?:资料|信息|数据)|用户(?:资料|信息|数据)|会员(?:资料|信息|数据)|业务信息|资料信息)"
_ELEMENTS = (
    pattern(
        rf"{_DATA}…(?:所有权|权益|归属|权属|归)…(?:甲方|归属?)|(?:数据|信息)…(?:归|属于|属)(?:于)?甲方|甲方…(?:拥有|享有|所有)…{_DATA}|甲方(?:的)?数据…所有权"
    ),
    pattern(
        rf"{_DATA}…(?:加密|备份|容灾|安全措施|安全保护|访问控制|安全性|防护|完整性|脱敏|日志|隔离|等级保护|不被破坏|安全存储)|(?:加密|备份|容灾|安全措施|防护措施|技术措施|访问控制|等级保护|安全等级)…{_DATA}|数据安全(?!法)|安全保护(?:措施|义务)…(?:信息|数据)|数据(?:丢失|毁损|损毁|泄露)…(?:责任|赔偿|损失)|(?:资料|数据)…毁损"
    ),
    pattern(
        r"个人信息保护法|数据安全法|网络安全法|网络数据安全|个人信息保护|隐私(?:政策|保护|权政策|条款)|数据合规|个人信息…(?:法律|法规|合法)"
    ),
    pattern(
        rf"(?:不得|不会|不应|禁止|无权|未经…(?:同意|许可|授权)|仅限?|只能|仅可)…(?:使用|披露|泄露|泄漏|提供|转让|复制|查看|访问|处理|公开|出售|透露|留存|保存|收集|传播|篡改)…{_DATA}|(?:不得|不会|不应|禁止|无权|仅限?|只能|仅可)…{_DATA}|{_DATA}…(?:不得|不会|不应|禁止|无权|仅限?|只能|仅可|未经)…(?:使用|披露|泄露|泄漏|提供|转让|复制|查看|访问|处理|公开|出售|透露|他用|第三)"
    ),
    pattern(
        r"(?:泄露|泄漏|外泄|窃取|丢失|安全(?:事件|事故)|入侵|篡改|毁损)…(?:立即|及时|小时|第一时间)?…(?:通知|告知|报告|通报|知会)…(?:甲方|对方)?"
    ),
    pattern(
        rf"(?:返还|退还|交还|删除|销毁|清除|移交|导出|归还|取回|彻底删除|清空|保留)…{_DATA}|{_DATA}…(?:返还|退还|交还|删除|销毁|清除|移交|导出|归还|取回|清空|保留(?:期|至|\d))"
    ),
)
_NOTICE_ONLY = 4
_PARENTHESIS = (pattern(r"（如技术资料|仲裁|不可抗[力拒]…[^据]{0,40}$|泄露秘密|保密信息的?范围"),)
_NOT_DATA = (
    *_PARENTHESIS,
    pattern(
        r"数据(?:库)?(?:结构|字典|采集系统|接口规范|中心一期)|样例数据|需求…数据(?:准确|可靠)|图表数据|(?:信息|资料|数据)等?[^。；，]{0,6}(?:保密信息|商业秘密|技术秘密)|商业秘密，包括|技术数据|测试数据"
    ),
)
_NOTICE_GUARD = (pattern(r"不可抗|保密信息…通知|侵权|诉讼"),)
_REPAIR = re.compile(r"修复|恢复|整改|通知乙方|告知乙方")
_HOURS = pattern(
    rf"(?:泄露|泄漏|外泄|窃取|非法获取|数据(?:安全)?(?:事件|事故)|安全(?:事件|事故)|个人信息…(?:事件|丢失))[^。；\n]{{0,50}}?(?P<d>{DURATION})(?:内|之内|以内)?…(?:通知|告知|报告|通报|知会)(?:乙方)?"
)


def read(scan: Scan) -> FamilyReading:
    """full: three or more of ownership, security, law, limits, breach notice, return or deletion."""
    hits = found(scan, _ELEMENTS[:_NOTICE_ONLY], unless=_NOT_DATA)
    data = pattern(_DATA)
    notice = scan.first(_ELEMENTS[_NOTICE_ONLY], unless=_NOTICE_GUARD)
    if notice and data.regex.search(scan.text, *scan.scope(notice.start, "paragraph")):
        hits.append(notice)
    hits += found(scan, _ELEMENTS[_NOTICE_ONLY + 1 :], unless=_NOT_DATA)
    return full_or_partial(scan, len(hits) >= 3, hits) if hits else FamilyReading("absent")


def facts(scan: Scan) -> Mapping[str, Fact]:
    """breach_notice_hours: how soon the vendor must tell of a data incident."""
    return first_fact(
        scan, "breach_notice_hours", _HOURS, lambda m: None if _REPAIR.search(m.group()) else hours(m["d"])
    )

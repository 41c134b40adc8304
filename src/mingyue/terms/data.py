"""数据所有权与隐私 (section 三.6 of the guide; 个人信息保护法 21, 网络数据安全管理条例 12)."""

from __future__ import annotations

from typing import Literal

from mingyue.terms.base import Line, Part, required, term
from mingyue.terms.periods import Period

CROSS_BORDER = {"forbidden": "不得向境外提供", "assessed": "依法办理数据出境手续并经甲方书面同意后方可向境外提供"}


class Backup(Part):
    """备份策略."""

    every: Period | None = term("备份频率：至少每隔多久一次")
    keep: Period | None = term("备份保存期限")
    off_site: bool = term("异地容灾备份", default=False)


class Processing(Part):
    """委托处理个人信息: what 个人信息保护法 21 wants agreed."""

    purpose: Line = required("处理目的")
    manner: Line = required("处理方式")
    kinds: tuple[Line, ...] = required("个人信息的种类")
    period: Period | None = term("处理期限；不写为合同期")
    subprocessors: tuple[Line, ...] = term("甲方已同意的再受托方", ())


class Data(Part):
    """The buyer's data in the vendor's hands."""

    owned_by_buyer: bool = term("全部数据归甲方所有，乙方不得复制、使用、转让", default=False)
    access_by_consent: bool = term("未经甲方书面同意不得访问甲方数据（技术支持所必需的除外）", default=False)
    encryption: Line | None = term("存储加密算法（如 AES-256）")
    transport: Line | None = term("传输协议（如 HTTPS）")
    backup: Backup = term("备份", Backup())
    location: Line | None = term("数据存放地点")
    breach_notice: Period | None = term("发生数据泄露后多久之内通知甲方")
    cross_border: Literal["forbidden", "assessed"] | None = term("出境：forbidden 禁止、assessed 依法办理手续并经同意")
    processing: Processing | None = term("委托处理个人信息")

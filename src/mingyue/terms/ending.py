"""违约责任与争议解决, 解除与退出, 不可抗力 (sections 三.10 to 三.12 and 四.4 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.terms.base import Count, Line, Part, Percent, Rate, required, term
from mingyue.terms.periods import Period

Base = Literal["total", "milestone"]
BASES: Mapping[str, str] = {"total": "合同总价", "milestone": "该里程碑对应的费用"}
Ground = Literal[
    "failed_acceptance",
    "security_incident",
    "late_delivery",
    "unavailable",
    "subcontracting",
    "insolvency",
]
GROUNDS: Mapping[str, str] = {
    "failed_acceptance": "连续多次未能通过验收",
    "security_incident": "发生重大安全事故",
    "late_delivery": "逾期交付超过约定天数",
    "unavailable": "可用率连续多月未达标",
    "subcontracting": "擅自转包、分包",
    "insolvency": "停止经营或者进入破产程序",
}
EXCLUDED = {
    "outage": "系统宕机、服务器或者网络故障",
    "third_party": "乙方的供应商、云服务商或者其他第三方的原因",
    "attack": "乙方未尽安全保护义务而发生的网络攻击、病毒或者数据泄露",
    "staff": "乙方人员变动、停工或者资金困难",
    "market": "市场价格或者商业环境变化",
}


class LateDelivery(Part):
    """逾期交付违约金."""

    rate: Rate = required("每日占基数的百分之几")
    base: Base = term("基数：total 合同总价、milestone 该里程碑对应的费用", "total")
    cap_percent: Percent | None = term("累计不超过合同总价的百分之几")
    partial_day_counts: bool = term("不足一日的按一日计算", default=True)


class LatePayment(Part):
    """甲方逾期付款的违约金 (滞纳金)."""

    rate: Rate = required("每日占应付未付款的百分之几")
    cap_percent: Percent | None = term("累计不超过应付未付款的百分之几")


class Breach(Part):
    """Who pays for what, and who decides."""

    late_delivery: LateDelivery | None = term("乙方逾期交付")
    late_payment: LatePayment | None = term("甲方逾期付款")
    nonconforming_withhold: bool = term("功能未达约定标准时甲方有权拒付尾款并要求整改", default=False)
    data_loss_full: bool = term("数据丢失或者泄露由乙方赔偿全部损失", default=False)
    liability_cap_percent: Percent | None = term("乙方赔偿总额不超过合同总价的百分之几；不写为不设上限")
    set_off: bool = term("甲方有权从应付款中扣除违约金和减免", default=False)
    dispute: Literal["arbitration", "litigation"] | None = term("争议解决：arbitration 仲裁、litigation 诉讼")
    dispute_body: Line | None = term("仲裁委员会或者法院的全称")


class TerminationGround(Part):
    """A case in which the buyer may end the contract alone."""

    ground: Ground = required("情形：" + "、".join(f"{key} {title}" for key, title in GROUNDS.items()))
    count: Count | None = term("次数或者月数：failed_acceptance 的次数、unavailable 的月数")
    days: Count | None = term("逾期天数：用于 late_delivery")


class Trial(Part):
    """试运行: the buyer may walk away (section 四.4 of the guide)."""

    period: Period = required("自正式上线之日起的期间")
    full_refund: bool = term("终止时全额退还已收款", default=True)


class Exit(Part):
    """How it ends cleanly."""

    grounds: tuple[TerminationGround, ...] = term("甲方可以单方解除合同的情形", ())
    trial: Trial | None = term("试用期（反悔期）")
    data_return: Period | None = term("终止后乙方多久之内导出并移交全部数据")
    data_format: Line | None = term("移交数据的格式")
    refund_unimplemented: bool = term("未实施部分全额退还", default=False)
    refund_pro_rata: bool = term("已实施部分按比例结算", default=False)
    refund_within: Period | None = term("退款期限")
    close_accounts: Period | None = term("移交完成后多久之内注销账号")
    wipe: Period | None = term("移交完成后多久之内清除全部数据并出具证明")
    end_date_notice: Period | None = term("服务期满前多久书面通知是否续约；到期不自动续约")


class ForceMajeure(Part):
    """不可抗力: what it is not matters most (section 三.12 of the guide)."""

    notice: Period | None = term("发生后多久之内通知对方")
    proof: Period | None = term("多久之内提供证明")
    excluded: tuple[Literal["outage", "third_party", "attack", "staff", "market"], ...] = term(
        "不属于不可抗力的情形：" + "、".join(f"{key} {title}" for key, title in EXCLUDED.items()), ()
    )
    end_after: Period | None = term("持续超过多久任一方可以解除合同")

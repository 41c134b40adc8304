"""费用构成与支付: every fee by name, instalments behind gates (section 三.5 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from mingyue.terms.base import Count, Id, Line, Part, Percent, Yuan, required, term
from mingyue.terms.periods import Period

Kind = Literal[
    "licence",
    "implementation",
    "migration",
    "custom",
    "training",
    "maintenance",
    "interface",
    "infrastructure",
    "other",
]
KINDS: Mapping[str, str] = {
    "licence": "软件许可费",
    "implementation": "实施服务费",
    "migration": "初始数据迁移费",
    "custom": "定制开发费",
    "training": "用户培训费",
    "maintenance": "年度维护费",
    "interface": "第三方接口对接费",
    "infrastructure": "服务器租赁或云资源使用费",
    "other": "其他费用",
}


class FeeItem(Part):
    """One line of the fee table and when the vendor has earned it, which is what an exit settlement counts: at the acceptance of `milestone`,
    day by day over the service term (`by_term`), else by how many of the milestones are accepted.
    """

    id: Id = required("编号")
    kind: Kind = required("费用类别：" + "、".join(f"{key} {title}" for key, title in KINDS.items()))
    title: Line | None = term("说明")
    amount: Yuan = required("金额（含税）")
    tax_percent: Percent | None = term("增值税税率（%）")
    milestone: Id | None = term("随哪个里程碑验收而实现；不写的，按已验收里程碑的个数占里程碑总数的比例")
    by_term: bool = term("按服务期逐日实现（如 SaaS 年费）", default=False)


class Gate(Part):
    """What must have happened before an instalment falls due: all of it."""

    after: Literal["signed", "effective", "accepted", "went_live", "date"] = required(
        "起点：signed 合同签订、effective 合同生效、accepted 里程碑验收合格、went_live 正式上线、date 固定日期"
    )
    milestone: Id | None = term("里程碑：after 为 accepted 时，看哪个里程碑的《阶段性验收报告》")
    on: date | None = term("日期：after 为 date 时写")
    fault_free: Period | None = term("起点之后连续运行多久没有重大故障")
    invoice: bool = term("须先收到等额的合规发票", default=False)


class Instalment(Part):
    """A part of the price and its gate."""

    id: Id = required("编号")
    percent: Percent = required("占合同总价（%）")
    gate: Gate = required("付款条件")
    within: Period = required("条件全部满足后多久之内支付")


class PriceProtection(Part):
    """Later users and renewals at known prices (section 四.3 of the guide)."""

    extra_users: Count | None = term("合同期内新增多少用户以内不另收授权费")
    user_price: Yuan | None = term("超出后每个用户每年的价格")
    renewal_increase_percent: Percent | None = term("续约价格涨幅不超过（%）")


class Fees(Part):
    """The price. `total` is the sum of the items, tax included."""

    currency: Literal["CNY", "USD", "EUR", "HKD"] = term("币种", "CNY")
    total: Yuan | None = term("合同总价（含税）")
    items: tuple[FeeItem, ...] = term("费用明细", ())
    instalments: tuple[Instalment, ...] = term("分期付款", ())
    invoice_kind: Line | None = term("发票种类")
    nothing_else: bool = term("除费用明细所列外乙方不得收取其他费用", default=False)
    deposit: Yuan | None = term("定金")
    price_protection: PriceProtection = term("价格保护", PriceProtection())
    budget: Yuan | None = term("内部预算", own=True)

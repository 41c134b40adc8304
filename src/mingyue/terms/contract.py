"""合同条款: one contract as data, in the order of the twelve clause families."""

from __future__ import annotations

from typing import Literal

from mingyue.terms.base import Id, Line, Part, required, term
from mingyue.terms.data import Data
from mingyue.terms.ending import Breach, Exit, ForceMajeure
from mingyue.terms.fees import Fees
from mingyue.terms.parties import Parties
from mingyue.terms.product import Product
from mingyue.terms.rights import Confidentiality, Ip
from mingyue.terms.schedule import Schedule
from mingyue.terms.scope import Scope
from mingyue.terms.service import Maintenance

FORMAT = 1
Position = Literal["preferred", "fallback", "floor"]


class Place(Part):
    """Where a value was read: the words, and where they stand."""

    quote: Line = required("原文")
    place: Line | None = term("位置")


class Contract(Part):
    """Everything that was agreed. Sections are named after the clause families; `own` fields never enter a text."""

    format: int = term("文件格式版本", FORMAT, ge=1, le=FORMAT)
    title: Line = required("合同名称")
    number: Line | None = term("合同编号")
    signing_place: Line | None = term("签订地点")
    parties: Parties = required("合同主体")
    product: Product = required("产品名称与版本")
    scope_acceptance: Scope = term("功能范围与交付验收", Scope())
    implementation_schedule: Schedule = term("实施服务与项目周期", Schedule())
    fees_payment: Fees = term("费用构成与支付", Fees())
    data_privacy: Data = term("数据所有权与隐私", Data())
    ip: Ip = term("知识产权与源代码", Ip())
    confidentiality: Confidentiality = term("保密与竞业", Confidentiality())
    maintenance_upgrade: Maintenance = term("升级与维护", Maintenance())
    breach_dispute: Breach = term("违约责任与争议解决", Breach())
    termination_exit: Exit = term("解除与退出", Exit())
    force_majeure: ForceMajeure = term("不可抗力", ForceMajeure())
    positions: dict[str, Position] = term("起草时各条用哪一档文字：preferred、fallback、floor", {}, own=True)
    places: dict[str, Place] = term("从合同文本读出的各项的原文和位置", {}, own=True)
    note: Line | None = term("内部备注", own=True)

    def milestone_ids(self) -> frozenset[Id]:
        """The milestones that other parts may name."""
        return frozenset(milestone.id for milestone in self.implementation_schedule.milestones)

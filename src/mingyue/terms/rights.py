"""知识产权与源代码, 保密与竞业 (sections 三.7 and 三.8 of the guide)."""

from __future__ import annotations

from typing import Literal

from mingyue.terms.base import Line, Part, required, term
from mingyue.terms.periods import Period


class Component(Part):
    """An open-source component and its licence, as an SPDX expression."""

    name: Line = required("名称")
    version: Line | None = term("版本")
    licence: Line = required("许可证（SPDX 标识，如 MIT、GPL-3.0-only）")


class Ip(Part):
    """Who owns what was made to order."""

    custom_owner: Literal["buyer", "vendor", "joint"] | None = term(
        "定制成果的著作权归：buyer 甲方、vendor 乙方、joint 共有"
    )
    no_reuse: bool = term("乙方不得向第三方披露或重复使用定制成果", default=False)
    source_code: Period | None = term("定制部分的源代码和技术文档在验收后多久之内交付")
    escrow: bool = term("标准产品源代码交第三方托管，乙方停止经营时向甲方释放", default=False)
    non_infringement: bool = term("乙方保证不侵权并承担全部责任", default=False)
    components: tuple[Component, ...] = term("开源组件清单", ())
    no_copyleft: bool = term("不得使用要求公开甲方代码的许可证（如 GPL）", default=False)


class NonCompete(Part):
    """竞业限制: during the contract only."""

    competitors: tuple[Line, ...] = term("甲方的竞争对手", ())


class Confidentiality(Part):
    """Secrets of both sides."""

    after_end: Period | None = term("合同终止后继续保密多久")
    binds_subcontractors: bool = term("乙方员工和分包商同受约束", default=False)
    damages_percent: int | None = term("违反保密义务的违约金，占合同总价的百分数（两倍写 200）", ge=0, le=1000)
    non_compete: NonCompete | None = term("竞业限制")

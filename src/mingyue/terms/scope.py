"""功能范围与交付验收: the list of needs as an annex, and how it is accepted (sections 二.1 and 三.3 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.terms.base import Count, Id, Line, Part, Percent, required, term
from mingyue.terms.periods import Period

Level = Literal["must", "should", "could"]
LEVELS: Mapping[str, str] = {"must": "必须", "should": "应当", "could": "可选"}


class Requirement(Part):
    """One line of the 功能需求清单 with its acceptance criterion."""

    id: Id = required("编号")
    title: Line = required("功能")
    module: Line | None = term("所属模块")
    detail: Line | None = term("实现方式与操作流程")
    acceptance: Line | None = term("验收标准")
    milestone: Id | None = term("在哪个里程碑验收")
    department: Line | None = term("提出部门", own=True)
    level: Level | None = term("重要程度：must、should、could", own=True)
    weight: Percent | None = term("选型评分权重", own=True)
    probe: Line | None = term("自动验收程序", own=True)
    note: Line | None = term("内部备注", own=True)


class Acceptance(Part):
    """验收程序: periods run from the vendor's written request."""

    period: Period | None = term("甲方收到验收申请后的验收期限")
    rectify: Period | None = term("验收不合格时乙方的整改期限")
    max_failures: Count | None = term("连续几次未通过验收后甲方可以解除合同")
    signed_report: bool = term("以双方签署的《阶段性验收报告》为唯一的验收凭证，沉默和使用不视为合格", default=False)


class Scope(Part):
    """What is delivered and how it is judged."""

    requirements: tuple[Requirement, ...] = term("功能需求清单（合同附件）", ())
    acceptance: Acceptance = term("验收程序", Acceptance())
    core_functions: tuple[Id, ...] = term("核心功能：试用期内以它们判断是否满足需求", ())

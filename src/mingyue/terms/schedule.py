"""实施服务与项目周期: milestones, people, training, cutover and migration (section 三.4 and 误区四 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from mingyue.terms.base import Count, Id, Line, Part, Percent, required, term
from mingyue.terms.periods import Period

Audience = Literal["executives", "managers", "staff", "administrators"]
AUDIENCES: Mapping[str, str] = {
    "executives": "高层",
    "managers": "中层",
    "staff": "基层",
    "administrators": "系统管理员",
}


class Milestone(Part):
    """A stage. `due` runs from the day the contract takes effect; `due_date` is a fixed day instead."""

    id: Id = required("编号")
    title: Line = required("阶段和应完成的工作")
    due: Period | None = term("合同生效后多久之内完成")
    due_date: date | None = term("固定的完成日期：与 due 只写一个")
    deliverables: tuple[Line, ...] = term("交付物", ())
    go_live: bool = term("完成后系统正式上线", default=False)


class Member(Part):
    """A named member of the vendor's team."""

    name: Line = required("姓名")
    role: Line = required("岗位")
    qualification: Line | None = term("资质（如 PMP）")
    years: Count | None = term("从业年限")


class Training(Part):
    """A layer of the training plan (section 五.3 of the guide)."""

    audience: Audience = required("对象：executives 高层、managers 中层、staff 基层、administrators 系统管理员")
    sessions: Count = required("场次")
    people: Count | None = term("人数")
    content: Line | None = term("内容和教材")
    pass_percent: Percent | None = term("考核通过率不低于（%）")


class Cutover(Part):
    """上线切换: old and new in parallel, with a way back."""

    parallel_run: Period | None = term("新旧系统并行期")
    emergency_plan: bool = term("切换前提交应急预案", default=False)
    rollback_plan: bool = term("切换前提交回退方案", default=False)


class Migration(Part):
    """数据迁移: what, by which rules, how right."""

    objects: tuple[Line, ...] = term("迁移范围（数据表和字段）", ())
    cleaning: tuple[Line, ...] = term("清洗规则", ())
    accuracy_percent: Percent | None = term("准确率不低于（%）")
    rehearsals: Count | None = term("正式迁移前演练次数不少于")
    free_retry: bool = term("未达标时免费重新迁移直至达标", default=False)


class Schedule(Part):
    """The plan."""

    total: Period | None = term("总工期（自合同生效之日起）")
    milestones: tuple[Milestone, ...] = term("里程碑", ())
    team: tuple[Member, ...] = term("实施团队", ())
    team_change_consent: bool = term("更换团队成员须经甲方书面同意", default=False)
    onsite_days: Annotated[Decimal, Field(ge=0, le=7, decimal_places=1)] | None = term("每周驻场天数")
    work: tuple[Line, ...] = term("实施工作内容（数据清洗、模板设计、流程配置等）", ())
    training: tuple[Training, ...] = term("培训计划", ())
    cutover: Cutover = term("上线切换", Cutover())
    migration: Migration = term("数据迁移", Migration())

"""升级与维护: upgrades, service levels, visits (section 三.9 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.terms.base import Count, Line, Part, Percent, Yuan, required, term
from mingyue.terms.periods import Period

Severity = Literal["critical", "major", "minor"]
SEVERITIES: Mapping[str, str] = {"critical": "重大故障", "major": "较大故障", "minor": "一般故障"}


class ServiceLevel(Part):
    """Times for one severity, from the buyer's report; a missed time earns a credit."""

    severity: Severity = required("级别：critical 重大、major 较大、minor 一般")
    definition: Line | None = term("定义")
    response: Period | None = term("响应时限")
    arrival: Period | None = term("到场时限")
    resolve: Period | None = term("修复时限")
    credit_percent: Percent | None = term("每超过一项时限一次，减免当月服务费的百分之几")


class Tier(Part):
    """One step of the availability credit."""

    below: Percent = required("当月可用率低于（%）")
    credit_percent: Percent = required("减免当月服务费的百分之几")


class Maintenance(Part):
    """What the vendor keeps doing after acceptance."""

    warranty: Period | None = term("免费质保期（自终验合格之日起）")
    minor_free: bool = term("小版本更新终身免费", default=False)
    major_free: Period | None = term("大版本升级免费的期间（自正式上线之日起）")
    hours: Line | None = term("服务时间（如 7×24 小时）")
    levels: tuple[ServiceLevel, ...] = term("服务等级", ())
    availability_percent: Percent | None = term("月度可用率不低于（%）")
    tiers: tuple[Tier, ...] = term("可用率未达标时的减免", ())
    monthly_fee: Yuan | None = term("计算减免的当月服务费")
    credit_cap_percent: Percent | None = term("当月减免合计不超过当月服务费的百分之几")
    site_visits: Count | None = term("每年现场巡检次数不少于")
    annual_fee_percent: Percent | None = term("质保期满后年度维护费占软件许可费的百分之几")

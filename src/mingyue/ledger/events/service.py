"""Faults, availability and leaks of data."""

from __future__ import annotations

from mingyue.ledger.events.content import Content, Month
from mingyue.terms.base import Id, Line, Percent, required, term
from mingyue.terms.service import SEVERITIES, Severity


class IncidentOpened(Content):
    """The buyer reported a fault."""

    title = "故障报告"
    exact = True
    incident: Id = required("故障编号")
    severity: Severity = required("级别：" + "、".join(f"{key} {title}" for key, title in SEVERITIES.items()))
    subject: Line = required("现象")


class IncidentResponded(Content):
    """The vendor answered a fault report."""

    title = "故障响应"
    exact = True
    incident: Id = required("故障编号")


class IncidentArrived(Content):
    """The vendor's engineer arrived."""

    title = "到场"
    exact = True
    incident: Id = required("故障编号")


class IncidentResolved(Content):
    """The fault is mended."""

    title = "故障修复"
    exact = True
    incident: Id = required("故障编号")


class Availability(Content):
    """The measured availability of a month."""

    title = "月度可用率"
    month: Month = required("月份，如 2026-05")
    percent: Percent = required("可用率（%）")


class BreachFound(Content):
    """The vendor found, or should have found, a leak of the buyer's data."""

    title = "发现数据泄露"
    exact = True
    breach: Id = required("事件编号")
    subject: Line = required("情况")
    major: bool = term("属于重大安全事故", default=False)


class BreachNotified(Content):
    """The vendor told the buyer."""

    title = "泄露通知"
    exact = True
    breach: Id = required("事件编号")

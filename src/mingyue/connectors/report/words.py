"""How the names and values of a review read in a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from mingyue.review.finding import Action, Level, Position

CONTRACT_TYPES: Mapping[str, str] = {
    "saas": "SaaS 订阅",
    "software_purchase": "软件采购",
    "custom_dev": "定制开发",
    "it_service": "信息技术服务",
    "other": "其他合同",
}
POSITIONS: Mapping[Position, str] = {"buyer": "采购方", "vendor": "供应商", "unknown": "未能判断"}
LEVELS: Mapping[Level, str] = {"full": "完整", "partial": "部分", "absent": "缺失"}
GLYPHS: Mapping[Level, str] = {"full": "●", "partial": "◐", "absent": "○"}
ACTIONS: Mapping[Action, str] = {"replace": "建议改为", "insert": "建议增加", "delete": "建议删除", "comment": "建议"}
_DISPUTE = {"arbitration": "仲裁", "litigation": "诉讼", "both": "仲裁与诉讼并存", "none": "未约定"}


def _number(value: Any) -> str:  # noqa: ANN401 - a fact's value is as its reader made it
    return format(Decimal(str(value)).normalize(), ",f")


def _unit(unit: str) -> Callable[[Any], str]:
    return lambda value: f"{_number(value)} {unit}"


def _splits(value: Any) -> str:  # noqa: ANN401 - as _number
    return "；".join(f"{_number(part['percent'])}% {part['trigger']}".rstrip() for part in value)


# Title and format of each fact; one that stands here under no name is shown under its own.
_FACTS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "total_amount": ("合同总价", lambda value: f"{Decimal(str(value)):,.2f} 元"),
    "payment_splits": ("分期付款", _splits),
    "late_delivery_rate_per_day": ("供应商逾期违约金", lambda value: f"每日 {value}"),
    "late_payment_rate_per_day": ("逾期付款违约金", lambda value: f"每日 {value}"),
    "penalty_cap_percent": ("违约金上限", lambda value: f"合同总价的 {_number(value)}%"),
    "confidentiality_years": ("保密期限", _unit("年")),
    "warranty_months": ("质保期", _unit("个月")),
    "dispute": ("争议解决", lambda value: _DISPUTE.get(value, str(value))),
    "dispute_body": ("争议解决机构", str),
    "term_or_duration_days": ("工期或服务期", _unit("天")),
    "breach_notice_hours": ("数据泄露通知时限", _unit("小时")),
    "response_hours": ("故障响应时限", _unit("小时")),
    "seats": ("用户数", _unit("个")),
}


def fact_title(name: str) -> str:
    """A fact's name as a person calls it."""
    return _FACTS[name][0] if name in _FACTS else name


def fact_text(name: str, value: object) -> str:
    """A fact's value with its unit."""
    return _FACTS[name][1](value) if name in _FACTS else str(value)

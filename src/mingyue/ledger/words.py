"""How the codes of a position read in Chinese, and what an event tells in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from mingyue.ledger.event import Event
from mingyue.ledger.events.change import REASONS
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.events.ending import WHYS
from mingyue.ledger.position import Level, PaymentState, State
from mingyue.terms.base import Part
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta
from mingyue.terms.money import cents
from mingyue.terms.schedule import AUDIENCES
from mingyue.terms.service import SEVERITIES
from mingyue.terms.titles import codes, inner, model_at, short, title

STATES: Mapping[State, str] = {
    "waiting": "未起算",
    "open": "进行中",
    "overdue": "逾期",
    "met": "已履行",
    "met_late": "逾期履行",
    "released": "不再负有",
    "suspended": "中止",
}
PAYMENT_STATES: Mapping[PaymentState, str] = {
    "withheld": "暂扣",
    "released": "可付",
    "overdue": "逾期未付",
    "paid": "已付清",
    "cancelled": "不再支付",
}
CLAIM_KINDS: Mapping[str, str] = {
    "late_delivery": "逾期交付违约金",
    "late_payment": "逾期付款违约金",
    "service_credit": "服务费减免",
    "refund": "退款",
    "price": "已实现价款",
    "damages": "损害赔偿",
}
LEVELS: Mapping[Level, str] = {"warning": "注意", "info": "提示"}
PROPOSALS: Mapping[str, str] = {"open": "待同意", "agreed": "已同意", "rejected": "已拒绝", "withdrawn": "已撤回"}
_HINT = re.compile("：.*|（.*）$")  # what a title explains to those who fill it in
_HASHES, _HASH = frozenset({"terms_hash"}), 12  # characters that tell one from another
CODES: Mapping[str, Mapping[str, str]] = {
    "side": SIDES,
    "reason": REASONS,
    "severity": SEVERITIES,
    "audience": AUDIENCES,
    "ground": WHYS,
}


def amount(value: Decimal, currency: str = "CNY") -> str:
    """194,000.00 元; of other currencies the figures with the code: USD 1,000.00."""
    figures = f"{cents(value):,.2f}"
    return f"{figures} 元" if currency == "CNY" else f"{currency} {figures}"


def told(event: Event, currency: str) -> Iterator[tuple[str, str]]:
    """What an event tells: the Chinese title and the value of each field that was given; fields of a newer version last.

    currency: that of the contract, in which its sums are.
    """
    fields = type(event.content).model_fields
    for name, field in fields.items():
        value = getattr(event.content, name)
        if value != field.default or field.is_required():
            yield _HINT.sub("", field.title or name), _value(name, value, currency)
    for name, value in (event.content.model_extra or {}).items():
        yield name, str(value)


def in_one_line(event: Event, currency: str) -> str:
    """The same on one line: 里程碑 M1；阶段性验收报告编号 YS-1."""
    return "；".join(f"{name} {value}" for name, value in told(event, currency))


def delta_lines(delta: Delta) -> Iterator[str]:
    """What a change alters, one line each."""
    return (line for _, line in delta_told(delta))


def delta_told(delta: Delta) -> Iterator[tuple[str, str]]:
    """The same, each line behind the path of what it alters; an entry that is added has a path of its own."""
    for path, value in delta.set.items():
        yield path, f"{title(path)} 改为 {term_value(path, value)}"
    for path, value in delta.add.items():
        name = value.get("id") or value.get("severity") if isinstance(value, Mapping) else None
        yield f"{path}.{name}" if name else path, f"{title(path)} 增加 {_plain(value, model_at(path))}"
    for path in delta.remove:
        yield path, f"删去 {title(path)}"


def term_value(path: str, value: object) -> str:
    """A value of the terms at a dotted path, in words."""
    holder, _, name = path.rpartition(".")
    model = model_at(holder) if holder else Contract
    return _plain(value, model_at(path), codes(model, name))


def _value(name: str, value: object, currency: str) -> str:
    if isinstance(value, Delta):
        return "；".join(delta_lines(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return amount(value, currency) if name == "amount" else format(value, "f")
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if name in _HASHES:
        return f"{str(value)[:_HASH]}…"
    return CODES.get(name, {}).get(str(value), _plain(value))


def _plain(value: object, model: type[Part] | None = None, known: Mapping[str, str] | None = None) -> str:
    """A node of a plain tree in words. model: of which part of the terms; known: the Chinese of its closed set of values."""
    if isinstance(value, Mapping):
        return "（" + "，".join(_named(name, entry, model) for name, entry in value.items()) + "）"
    if isinstance(value, list | tuple):
        return "、".join(_plain(entry, model, known) for entry in value)
    if value is None:
        return "（空）"
    if isinstance(value, bool) or value in {"true", "false"}:
        return "是" if value in {True, "true"} else "否"
    return (known or {}).get(str(value), str(value))


def _named(name: object, entry: object, model: type[Part] | None) -> str:
    key = str(name)
    if model is None or key not in model.model_fields:
        return f"{key} {_plain(entry)}"
    return f"{short(model, key)} {_plain(entry, inner(model, key), codes(model, key))}"

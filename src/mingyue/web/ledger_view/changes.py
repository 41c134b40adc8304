"""Change orders and supplements: who signed, what they alter, what the contract said when it was signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.reading import tree
from mingyue.web.ledger_view import tones
from mingyue.web.ledger_view.filters import Choice, choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, cells

_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Order:
    """A change order or supplement. signed: side -> the day it agreed, "" where it has not. delta: a line for each alteration."""

    id: str
    subject: str
    state: str
    words: str
    side: str
    reason: str
    proposed: date | None
    signed: Mapping[str, str]
    starts: date | None
    ends: date | None
    delta: tuple[str, ...]
    events: tuple[str, ...]


def filters(asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """By what became of them, and by who asked."""
    states = {**api.code_words()["proposal"], "supplement": _("补充协议")}
    return (
        choice(asked, "state", _("状态"), states),
        choice(asked, "side", _("提出方"), api.code_words()["side"]),
    )


def orders(position: api.Position, asked: Mapping[str, str]) -> list[Order]:
    """Those that the filters let through, the newest first."""
    state, side = (each.value for each in filters(asked))
    found = sorted(_orders(position), key=lambda each: each.proposed or each.starts or _NEVER, reverse=True)
    return [
        each
        for each in found
        if (not state or each.state == state)
        and (not side or each.side == side)
        and contains(asked.get("q", ""), each.id, each.subject, *each.delta)
    ]


def _orders(position: api.Position) -> Iterator[Order]:
    codes = api.code_words()
    agreed = {change.id: change for change in position.changes}
    days = {event.id: event for event in position.events}
    signed_terms = tree(position.signed)
    for each in position.proposals:
        change = agreed.pop(each.id, None)
        told = days[each.events[0]].content
        signed = {side: _signed(each.events, days, side, each.missing) for side in codes["side"]}
        delta = tuple(delta_lines(getattr(told, "delta"), signed_terms))  # noqa: B009 - a proposal has one
        yield Order(
            each.id,
            each.subject,
            each.state,
            codes["proposal"][each.state],
            each.side,
            codes["reason"][each.reason],
            each.proposed,
            signed,
            change.starts if change else None,
            change.ends if change and change.ends < _NEVER else None,
            delta,
            each.events,
        )
    for change in agreed.values():
        both = dict.fromkeys(codes["side"], change.starts.isoformat())
        ends = change.ends if change.ends < _NEVER else None
        delta = tuple(delta_lines(change.delta, signed_terms))
        yield Order(
            change.id,
            change.subject,
            "supplement",
            _("补充协议"),
            "",
            "",
            None,
            both,
            change.starts,
            ends,
            delta,
            change.events,
        )


def _signed(names: tuple[str, ...], days: Mapping[str, api.Event], side: str, missing: tuple[str, ...]) -> str:
    if side in missing:
        return ""
    said = [days[name] for name in names if getattr(days[name].content, "side", "") == side]
    return said[0].day.isoformat() if said else ""


def delta_lines(delta: Any, signed: Mapping[str, Any]) -> Iterator[str]:
    """What a change alters, a line each; of a new value also what the contract said when it was signed."""
    lines = api.change_told(delta)
    for number, line in enumerate(lines):
        path = [*delta.set][number] if number < len(delta.set) else ""
        old = _at(signed, path) if path else None
        yield _("%(line)s（签署时为 %(old)s）") % {"line": line, "old": old} if old not in {None, ""} else line


def _at(node: Any, path: str) -> str | None:
    """The value at a path of the signed terms; None where there is none, or where it is no plain value."""
    for step in path.split("."):
        if isinstance(node, list):
            names = ("id", "severity", "name")
            node = next((each for each in node if isinstance(each, dict) and step in map(each.get, names)), None)
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
    if isinstance(node, list) and all(isinstance(each, str) for each in node):
        return "、".join(node)
    return None if node is None or isinstance(node, list | Mapping) else str(node)


def sheet(found: list[Order]) -> Sheet:
    """The change orders as a table."""
    sides = api.code_words()["side"]
    columns: tuple[Column, ...] = (
        Column(_("编号")),
        Column(_("内容")),
        Column(_("状态")),
        Column(_("提出方")),
        Column(_("原因")),
    )
    columns += (Column(_("提出日"), "date"), Column(_("甲方同意")), Column(_("乙方同意")), Column(_("生效日"), "date"))
    columns += (Column(_("最后一日"), "date"), Column(_("对条款的改动")), Column(_("事件")))
    rows = tuple(
        cells(
            each.id,
            each.subject,
            Cell(each.words, tones.STATES.get(each.state, "info")),
            sides.get(each.side, ""),
            each.reason,
            each.proposed,
            each.signed["buyer"],
            each.signed["vendor"],
            each.starts,
            each.ends,
            "\n".join(each.delta),
            "、".join(each.events),
        )
        for each in found
    )
    return Sheet("changes", _("变更和补充协议"), columns, rows)

"""Minutes, decisions and oral promises, from the events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view import tones
from mingyue.web.ledger_view.filters import contains
from mingyue.web.ledger_view.look import day_in
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, cells


def _events(position: api.Position, kind: str, asked: Mapping[str, str]) -> Iterator[api.Event]:
    """Events of a kind that the filters let through, newest first. Raises LookError."""
    since = day_in(asked, "since")
    for event in reversed(position.events):
        said = " ".join(value for _name, value in api.event_told(event, position.currency))
        fits = event.kind == kind and (since is None or event.day >= since)
        if fits and contains(asked.get("q", ""), event.id, said, event.note or "", event.by):
            yield event


def minutes(position: api.Position, asked: Mapping[str, str]) -> Sheet:
    """Meetings and what they decided."""
    columns: tuple[Column, ...] = (
        Column(_("议题")),
        Column(_("日期"), "date"),
        Column(_("决定")),
        Column(_("备注")),
        Column(_("记录人")),
    )
    rows = tuple(
        cells(
            Cell(getattr(event.content, "subject", "")),
            event.day,
            "\n".join(getattr(event.content, "decisions", ())),
            event.note or "",
            event.by,
            event.id,
        )
        for event in _events(position, "minutes", asked)
    )
    empty = _("还没有会议纪要。每次例会记一条，议题和决定留在这里，日后有据可查。")
    return Sheet("minutes", _("会议纪要"), (*columns, Column(_("事件"))), rows, empty)


def decisions(position: api.Position, asked: Mapping[str, str]) -> Sheet:
    """Decisions outside meetings."""
    columns: tuple[Column, ...] = (
        Column(_("决策内容")),
        Column(_("日期"), "date"),
        Column(_("决策人")),
        Column(_("备注")),
    )
    rows = tuple(
        cells(
            getattr(event.content, "subject", ""),
            event.day,
            getattr(event.content, "decided_by", None) or "",
            event.note or "",
            event.by,
            event.id,
        )
        for event in _events(position, "decision", asked)
    )
    columns += (Column(_("记录人")), Column(_("事件")))
    return Sheet("decisions", _("会外决策"), columns, rows, _("还没有会外决策。"))


def commitments(position: api.Position, asked: Mapping[str, str]) -> Sheet:
    """Oral promises of the other side and whether they were kept."""
    met = {
        getattr(event.content, "commitment", ""): event for event in position.events if event.kind == "commitment_met"
    }
    owed = {each.id: each for each in position.obligations}
    words = api.code_words()["state"]
    rows = []
    for event in _events(position, "commitment_recorded", asked):
        name: str = getattr(event.content, "commitment")  # noqa: B009 - the kind has it
        found, kept = owed.get(f"O-{name}"), met.get(name)
        state = found.state if found else "met" if kept else "open"
        rows.append(
            cells(
                getattr(event.content, "subject", ""),
                getattr(event.content, "promised_by", ""),
                event.day,
                found.due if found else None,
                Cell(words[state], tones.STATES[state]),
                kept.day if kept else None,
                name,
            )
        )
    columns: tuple[Column, ...] = (
        Column(_("承诺内容")),
        Column(_("谁承诺的")),
        Column(_("何时"), "date"),
        Column(_("应兑现"), "date"),
    )
    columns += (Column(_("状态")), Column(_("兑现日"), "date"), Column(_("编号")))
    empty = _("还没有口头承诺。销售说过而合同没写的，记下来，催对方写进补充协议。")
    return Sheet("commitments", _("口头承诺"), columns, tuple(rows), empty)

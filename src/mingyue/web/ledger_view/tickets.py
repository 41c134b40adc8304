"""Incidents and issues as both sides see them: what is wrong, until when what is due, what was done. No sums, no notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view import tones
from mingyue.web.ledger_view.filters import Choice, choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, Tone, cells


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is due for a ticket: until when, when it was done, how that stands."""

    title: str
    due: str
    done: str
    state: str
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Ticket:
    """An incident or an issue. open: not mended yet; late: something of it was or is late."""

    id: str
    sort: str
    severity: str
    subject: str
    opened: str
    open: bool
    late: bool
    steps: tuple[Step, ...]


_STEPS = (
    ("incident_responded", "response", "响应"),
    ("incident_arrived", "arrival", "到场"),
    ("incident_resolved", "resolve", "修复"),
)


def filters(asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """By sort and state."""
    return (
        choice(asked, "sort", _("类别"), {"incident": _("故障"), "issue": _("问题")}),
        choice(asked, "state", _("状态"), {"open": _("处理中"), "done": _("已解决"), "late": _("曾逾期")}),
    )


def tickets(position: api.Position, asked: Mapping[str, str]) -> list[Ticket]:
    """Those that the filters let through: the open ones first, the newest first."""
    sort, state = (each.value for each in filters(asked))
    found = sorted(_tickets(position), key=lambda each: each.opened, reverse=True)
    found.sort(key=lambda each: not each.open)
    return [
        each
        for each in found
        if (not sort or each.sort == sort)
        and (not state or {"open": each.open, "done": not each.open, "late": each.late}[state])
        and contains(asked.get("q", ""), each.id, each.subject)
    ]


def _tickets(position: api.Position) -> Iterator[Ticket]:
    severities = api.code_words()["severity"]
    done: dict[tuple[str, str], api.Event] = {}
    for event in position.events:
        for name in ("incident", "issue"):
            if (held := getattr(event.content, name, None)) is not None:
                done.setdefault((event.kind, held), event)
    for (kind, name), event in done.items():
        said = event.content
        if kind == "incident_opened":
            steps = tuple(_steps(position, name, done))
            over = ("incident_resolved", name) in done
            severity = severities[getattr(said, "severity")]  # noqa: B009 - the kind has it
        elif kind == "issue_raised":
            steps = (_step(position, f"O-{name}", _("解决"), done.get(("issue_fixed", name))),)
            over, severity = ("issue_fixed", name) in done, ""
        else:
            continue
        late = any(step.state in {"overdue", "met_late"} for step in steps)
        sort, subject = kind.partition("_")[0], getattr(said, "subject", "")
        yield Ticket(name, sort, severity, subject, _moment(event), not over, late, steps)


def _steps(position: api.Position, name: str, done: Mapping[tuple[str, str], api.Event]) -> Iterator[Step]:
    owed = {each.id for each in position.obligations}
    for kind, part, title in _STEPS:
        if f"O-{name}-{part}" in owed or (kind, name) in done:
            yield _step(position, f"O-{name}-{part}", _(title), done.get((kind, name)))


def _step(position: api.Position, identity: str, title: str, event: api.Event | None) -> Step:
    owed = next((each for each in position.obligations if each.id == identity), None)
    due = "" if owed is None else _at(owed.due_at) or (owed.due.isoformat() if owed.due else "")
    state = owed.state if owed else "met" if event else "open"
    return Step(
        title,
        due,
        _moment(event) if event else "",
        state,
        api.code_words()["state"][state],
        tones.STATES[state],
    )


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _moment(event: api.Event) -> str:
    return _at(event.at) or event.day.isoformat()


def sheet(found: list[Ticket]) -> Sheet:
    """The tickets as a table."""
    sorts = {"incident": _("故障"), "issue": _("问题")}
    columns: tuple[Column, ...] = (
        Column(_("编号")),
        Column(_("类别")),
        Column(_("级别")),
        Column(_("内容")),
        Column(_("报告时间")),
    )
    columns += (Column(_("状态")), Column(_("各项期限和完成")))
    rows = tuple(
        cells(
            each.id,
            sorts[each.sort],
            each.severity,
            each.subject,
            each.opened,
            Cell(_("处理中") if each.open else _("已解决"), "info" if each.open else "good"),
            "\n".join(
                _("%(title)s：限 %(due)s，%(done)s")
                % {"title": step.title, "due": step.due or "—", "done": step.done or step.words}
                for step in each.steps
            ),
        )
        for each in found
    )
    return Sheet("tickets", _("问题和故障"), columns, rows)

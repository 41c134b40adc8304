"""Milestones and their deliverables as both sides may see them: no sums, no notes, no names of who recorded what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view.filters import Choice, choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, Tone, cells


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone. state: planned, overdue, handed, refused, done. reasons: why the last acceptance was refused."""

    id: str
    title: str
    due: date | None
    state: str
    handed: date | None
    done: date | None
    days_late: int
    report: str
    reasons: tuple[str, ...]
    items: tuple[str, ...]
    given: tuple[str, ...]
    answer_due: date | None


_STATES: Mapping[str, tuple[str, Tone]] = {
    "planned": ("未到期", ""),
    "overdue": ("逾期未交付", "bad"),
    "handed": ("验收中", "info"),
    "refused": ("退回整改", "warn"),
    "done": ("验收合格", "good"),
}


def state_words() -> Mapping[str, str]:
    """The states in words."""
    return {name: _(words) for name, (words, _tone) in _STATES.items()}


def filters(asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """By state."""
    return (choice(asked, "state", _("状态"), state_words()),)


def stages(position: api.Position) -> tuple[Stage, ...]:
    """All milestones, in the order of the contract."""
    return tuple(_stage(position, each.id) for each in position.terms.implementation_schedule.milestones)


def _stage(position: api.Position, name: str) -> Stage:
    milestone = next(each for each in position.terms.implementation_schedule.milestones if each.id == name)
    events = [event for event in position.events if getattr(event.content, "milestone", None) == name]
    handed = [event for event in events if event.kind == "delivered"]
    last = next((event for event in reversed(events) if event.kind in {"delivered", "rejected", "accepted"}), None)
    owed = next((each for each in position.obligations if each.id == f"O-{name}-deliver"), None)
    answers = [
        each
        for each in position.obligations
        if each.id.startswith(f"O-{name}-accept") and each.state in {"open", "overdue"}
    ]
    due = owed.due if owed else milestone.due_date
    kinds = {"delivered": "handed", "rejected": "refused", "accepted": "done"}
    state = kinds[last.kind] if last else "overdue" if owed and owed.state == "overdue" else "planned"
    done = last if last and last.kind == "accepted" else None
    return Stage(
        name,
        milestone.title,
        due,
        state,
        handed[-1].day if handed else None,
        done.day if done else None,
        owed.days_late if owed else 0,
        str(getattr(done.content, "report", None) or "") if done else "",
        tuple(getattr(last.content, "reasons", ())) if last else (),
        milestone.deliverables,
        tuple(dict.fromkeys(item for event in handed for item in getattr(event.content, "items", ()))),
        answers[-1].due if answers else None,
    )


def sheet(position: api.Position, asked: Mapping[str, str]) -> Sheet:
    """The milestones that the filters let through."""
    state = filters(asked)[0].value
    columns: tuple[Column, ...] = (
        Column(_("里程碑")),
        Column(_("内容")),
        Column(_("应交付"), "date"),
        Column(_("状态")),
    )
    columns += (Column(_("交付日"), "date"), Column(_("验收答复期限"), "date"), Column(_("验收合格日"), "date"))
    columns += (Column(_("逾期天数"), "int"), Column(_("验收报告")), Column(_("退回理由")))
    rows = tuple(
        cells(
            each.id,
            each.title,
            each.due,
            Cell(_(_STATES[each.state][0]), _STATES[each.state][1]),
            each.handed,
            each.answer_due,
            each.done,
            each.days_late or None,
            each.report,
            "；".join(each.reasons),
        )
        for each in stages(position)
        if (not state or each.state == state) and contains(asked.get("q", ""), each.id, each.title, *each.reasons)
    )
    return Sheet("milestones", _("里程碑"), columns, rows, _("没有符合条件的里程碑。"))


def deliverables(position: api.Position, asked: Mapping[str, str]) -> Sheet:
    """What is to be handed over at each milestone, and what was; what came beyond the list as well."""
    state = filters(asked)[0].value
    columns: tuple[Column, ...] = (
        Column(_("交付物")),
        Column(_("里程碑")),
        Column(_("应交付"), "date"),
        Column(_("状态")),
    )
    columns += (Column(_("最近交付"), "date"), Column(_("验收合格"), "date"), Column(_("是否约定")))
    rows = []
    for stage in stages(position):
        beyond = [item for item in stage.given if not any(_same(item, known) for known in stage.items)]
        for item in (*stage.items, *beyond):
            given = any(_same(each, item) for each in stage.given)
            here = stage.state if given or stage.state in {"planned", "overdue"} else "missing"
            words, tone = _STATES.get(here, ("交付时没有列出", "warn"))
            if (not state or here == state) and contains(asked.get("q", ""), item, stage.id, stage.title):
                due, agreed = stage.due, _("合同约定") if item in stage.items else _("另外交付")
                rows.append(
                    cells(
                        item,
                        f"{stage.id} {stage.title}",
                        due,
                        Cell(_(words), tone),
                        stage.handed if given else None,
                        stage.done if given else None,
                        agreed,
                    )
                )
    return Sheet("deliverables", _("交付物"), columns, tuple(rows), _("没有符合条件的交付物。"))


def _same(given: str, agreed: str) -> bool:
    """Whether what was handed over is the agreed thing, revised perhaps: 《测试报告》（修订）."""
    return given == agreed or given.startswith((f"{agreed}（", f"{agreed}("))

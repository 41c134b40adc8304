"""The events of a project as they were recorded, each with its corrections beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view.filters import Choice, choice
from mingyue.web.ledger_view.look import Look, day_in
from mingyue.web.ledger_view.sheet import Column, Sheet, cells
from mingyue.web.store.models import EventLine, Project

PAGE = 50
_BEIJING = ZoneInfo("Asia/Shanghai")
_ID = re.compile(r"E([1-9][0-9]{0,8})", re.ASCII | re.IGNORECASE)
_BUYER = (
    "accepted rejected paid set_off claim_waived loss_estimated incident_opened issue_raised migration_checked users_added "
    "availability exam_result"
)
_VENDOR = (
    "delivered invoice incident_responded incident_arrived incident_resolved breach_found breach_notified issue_fixed "
    "training_held site_visit commitment_recorded commitment_met data_returned accounts_closed data_wiped refund"
)
ACTORS: Mapping[str, frozenset[str]] = {"buyer": frozenset(_BUYER.split()), "vendor": frozenset(_VENDOR.split())}
"""Whose act a kind of event is, where the event itself does not say."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction of an event: what was wrong and what is right, field by field; void: as if it had never been recorded."""

    id: str
    void: bool
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    by: str
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An event as a page shows it. when: the day, with the time where it is known."""

    id: str
    when: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    note: str
    by: str
    recorded: datetime
    evidence: tuple[str, ...]
    corrected: tuple[Mended, ...]
    of: str  # what it corrects itself


def filters(asked: Mapping[str, str]) -> tuple[Choice, ...]:
    """Kind and side."""
    kinds = {name: kind.title for name, kind in api.event_kinds().items()}
    return choice(asked, "kind", _("种类"), kinds), choice(asked, "side", _("哪一方"), api.code_words()["side"])


def lines(project: Project, asked: Mapping[str, str], look: Look) -> QuerySet[EventLine]:
    """The records that the filters let through, newest first. Raises LookError for a day that is none."""
    kind, side = (each.value for each in filters(asked))
    found = EventLine.objects.filter(project=project, day__lte=look.as_of)
    if look.known:
        found = found.filter(recorded__lt=datetime.combine(look.known + timedelta(days=1), time(), _BEIJING))
    if kind:
        found = found.filter(kind=kind)
    if side:
        found = found.filter(Q(kind__in=ACTORS[side]) | Q(line__contains=f'"side":"{side}"'))
    if since := day_in(asked, "since"):
        found = found.filter(day__gte=since)
    for word in asked.get("q", "").split()[:8]:
        number = _ID.fullmatch(word)
        found = found.filter(
            Q(seq=int(number[1])) | Q(line__contains=f'"{word.upper()}"') if number else Q(line__icontains=word)
        )
    return found.order_by("-day", "-seq")


def effective(project: Project, identity: str) -> api.Event | None:
    """An event as it counts now, with its corrections applied; None where there is none, or where it is a correction itself."""
    row = EventLine.objects.filter(project=project, seq=int(identity[1:])).first() if _ID.fullmatch(identity) else None
    if row is None or row.kind == "correction":
        return None
    event = _event(row)
    for line in EventLine.objects.filter(project=project, kind="correction", line__contains=f'"of":"{event.id}"'):
        event = corrected(event, _event(line).content.model_dump())
    return event


def told(project: Project, rows: Iterable[EventLine], currency: str) -> tuple[Told, ...]:
    """The events of these records, each with its corrections; one query more."""
    corrections: dict[str, list[api.Event]] = defaultdict(list)
    for line in EventLine.objects.filter(project=project, kind="correction"):
        event = _event(line)
        corrections[getattr(event.content, "of", "")].append(event)
    return tuple(_told(_event(row), corrections, currency) for row in rows)


def _event(row: EventLine) -> api.Event:
    return api.read_event(api.event_line(row.line))


def _told(event: api.Event, corrections: Mapping[str, Sequence[api.Event]], currency: str) -> Told:
    return Told(
        id=event.id,
        when=_when(event),
        kind=event.kind,
        title=event.content.title,
        facts=tuple((name.partition("；")[0], said) for name, said in api.event_told(event, currency)),
        note=event.note or "",
        by=event.by,
        recorded=datetime.fromisoformat(event.recorded),
        evidence=event.evidence,
        corrected=_mended(event, corrections.get(event.id, ()), currency),
        of=str(getattr(event.content, "of", "") or ""),
    )


def _when(event: api.Event) -> str:
    return f"{event.at:%Y-%m-%d %H:%M}" if event.at else event.day.isoformat()


def _mended(event: api.Event, corrections: Sequence[api.Event], currency: str) -> tuple[Mended, ...]:
    """Corrections in their order: each is held against what counted before it."""
    result, before = [], event
    for each in corrections:
        said = each.content.model_dump()
        after = corrected(before, said)
        old = {_("发生时间"): _when(before), **dict(api.event_told(before, currency))}
        new = {_("发生时间"): _when(after), **dict(api.event_told(after, currency))}
        names = dict.fromkeys((*old, *new))
        changes = tuple(
            (name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name)
        )
        recorded = datetime.fromisoformat(each.recorded)
        result.append(Mended(each.id, bool(said["void"]), str(said["reason"]), changes, each.by, recorded))
        before = after
    return tuple(result)


def corrected(event: api.Event, said: Mapping[str, object]) -> api.Event:
    """The event with a correction applied."""
    line: dict[str, object] = {"id": event.id, "kind": event.kind, "recorded": event.recorded, "by": event.by}
    line["happened"] = said["happened"] or (event.at or event.day).isoformat()
    line["data"] = event.content.model_dump(mode="json") if said["data"] is None else said["data"]
    return api.read_event(line)


def sheet(events: Iterable[Told], when: Callable[[datetime], datetime]) -> Sheet:
    """The events as a table; when: a moment in the clock of the place, without its zone."""
    columns: tuple[Column, ...] = (
        Column(_("编号")),
        Column(_("发生")),
        Column(_("种类")),
        Column(_("内容")),
        Column(_("备注")),
    )
    columns += (Column(_("更正")), Column(_("证据")), Column(_("记录人")), Column(_("记录时间"), "moment"))
    rows = tuple(
        cells(
            each.id,
            each.when,
            each.title,
            "；".join(f"{name} {value}" for name, value in each.facts),
            each.note,
            "\n".join(map(mended_text, each.corrected)),
            "、".join(each.evidence),
            each.by,
            when(each.recorded),
        )
        for each in events
    )
    return Sheet("history", _("事件记录"), columns, rows)


def mended_text(each: Mended) -> str:
    """A correction in one line."""
    if each.void:
        return _("%(id)s 作废：%(reason)s") % {"id": each.id, "reason": each.reason}
    changed = "；".join(f"{name} {old or '—'} → {new or '—'}" for name, old, new in each.changes)
    return _("%(id)s 更正：%(changed)s（%(reason)s）") % {"id": each.id, "changed": changed, "reason": each.reason}

"""The ledger of a project in the database: opened as the engines want it, appended to line by line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.dispatch import Signal

from mingyue import api
from mingyue.web.people.models import User
from mingyue.web.store.models import EventLine, Project, TermsVersion

recorded = Signal()
"""Sent after events were committed; project: Project, lines: tuple[EventLine, ...]."""


class NoTermsError(LookupError):
    """The project has no contract terms yet: there is nothing to compute."""


def terms_text(project: Project) -> str:
    """The newest contract.yaml. Raises NoTermsError."""
    text = project.terms_versions.order_by("-number").values_list("text", flat=True).first()
    if text is None:
        raise NoTermsError(project.title)
    return text


def log_bytes(project: Project) -> bytes:
    """The events as the bytes of an events.jsonl."""
    return "".join(f"{line}\n" for line in project.lines.values_list("line", flat=True)).encode()


def open_book(project: Project) -> api.Project:
    """The project as the engines read it. Raises NoTermsError, TermsFileError, FolderError (a line was altered), EventError."""
    return api.book(terms_text(project), log_bytes(project), calendar=project.calendar)


def position(project: Project, *, as_of: date, known_at: str | None = None) -> api.Position:
    """Everything that follows on a day, computed now. Raises as `open_book`."""
    return api.replay(open_book(project), as_of=as_of, known_at=known_at)


def record(project: Project, entries: Sequence[api.Entry], *, by: str, now: datetime) -> tuple[EventLine, ...]:
    """Appends events that fit the contract and the earlier events, all or none, and tells `recorded` once they are committed.

    An entry whose key was used before gives the earlier line. Raises EventError, FolderError, NoTermsError.
    """
    with transaction.atomic():
        Project.objects.select_for_update().get(
            pk=project.pk
        )  # one writer at a time; SQLite locks the whole file instead
        book = open_book(project)
        lines = api.sealed(book, entries, recorded=now, by=by)
        kept = {line.seq: line for line in project.lines.filter(seq__in=[seq for seq, _ in lines])}
        fresh = tuple(_row(project, seq, text) for seq, text in lines if seq not in kept)
        EventLine.objects.bulk_create(fresh)
        if fresh:
            transaction.on_commit(partial(recorded.send, sender=Project, project=project, lines=fresh))
    rows = {**kept, **{line.seq: line for line in fresh}}
    return tuple(rows[seq] for seq, _ in lines)


def _row(project: Project, seq: int, text: str) -> EventLine:
    line = api.event_line(text)
    return EventLine(
        project=project,
        seq=seq,
        line=text,
        hash=line["hash"],
        kind=line["kind"],
        day=date.fromisoformat(line["happened"][:10]),
        recorded=datetime.fromisoformat(line["recorded"]),
        by=line["by"],
        key=line["key"],
    )


def restore(project: Project, log: bytes) -> None:
    """Takes over the lines of an events.jsonl, as they are, into a project that has none. Raises FolderError."""
    rows = [_row(project, seq, text) for seq, text in enumerate(api.log_lines(log), 1)]
    EventLine.objects.bulk_create(rows, batch_size=500)


def new_terms(project: Project, text: str, *, by: User | None, reason: str = "") -> TermsVersion:
    """Keeps a new contract.yaml as the newest version. Raises TermsFileError, which names each fault and its line."""
    api.read_terms(text)
    with transaction.atomic():
        last = project.terms_versions.order_by("-number").values_list("number", flat=True).first() or 0
        return TermsVersion.objects.create(project=project, number=last + 1, text=text, reason=reason, by=by)

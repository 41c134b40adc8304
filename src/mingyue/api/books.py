"""A ledger that is kept elsewhere than in a folder (a database): the same terms, lines and seals, as values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mingyue.api.agreed import with_terms
from mingyue.api.contracts import read_terms
from mingyue.api.ledgers import Project, checked, project_of
from mingyue.connectors import folder
from mingyue.connectors.folder import Entry, Line


def book(terms: str, log: bytes, *, calendar: str = "") -> Project:
    """A project from the texts of its contract.yaml, events.jsonl and calendar.toml (empty: the official calendar).

    Raises TermsFileError, FolderError, EventError; each names its line.
    """
    return project_of(Path(), read_terms(terms), folder.parse(log), calendar.encode() or None)


def sealed(project: Project, entries: Sequence[Entry], *, recorded: datetime, by: str) -> tuple[tuple[int, str], ...]:
    """The lines that these entries become behind the project's events, each with its number; nothing is written.

    An entry whose key was used before gives the earlier line's number and an empty text. Raises EventError, FolderError.
    """
    entries = with_terms(project.terms, project.events, entries)
    drafted = checked(project, entries, recorded=recorded, by=by)
    head = project.head
    result: list[tuple[int, str]] = []
    for event, entry in zip(drafted, entries, strict=True):
        if event.seq <= len(project.events):
            result.append((event.seq, ""))
            continue
        raw = folder.sealed(entry, event.seq, head, recorded, by)
        head = folder.line_of(raw)["hash"]
        result.append((event.seq, raw.decode()))
    return tuple(result)


def event_line(text: str) -> Line:
    """The members of one line of an events.jsonl. Raises ValueError."""
    return folder.line_of(text.encode())


def log_lines(log: bytes) -> tuple[str, ...]:
    """The lines of an events.jsonl that holds together, without their line feeds. Raises FolderError."""
    whole, _ = folder.settle(log)
    folder.parse(whole)
    return tuple(whole.decode().split("\n")[:-1])

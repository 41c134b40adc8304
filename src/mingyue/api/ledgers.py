"""The ledger of a project folder: record what happened, compute what follows, prove that nothing was altered."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mingyue.api.agreed import mend, strayed, with_terms
from mingyue.api.contracts import TermsFileError, read_terms, terms_text, unknown_terms
from mingyue.api.vetting import strict, vet, vet_together
from mingyue.connectors import folder
from mingyue.connectors.folder import Entry, FolderError, Verdict
from mingyue.ledger.event import Event, EventError, decode, renamed, when
from mingyue.ledger.events import KINDS, Correction
from mingyue.ledger.history import corrected, mended
from mingyue.ledger.position import Position
from mingyue.ledger.replay import replay as _replay
from mingyue.ledger.simulate import Assumption, Simulation, undone
from mingyue.ledger.simulate import simulate as _simulate
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract
from mingyue.terms.errors import UserError


@dataclass(frozen=True, slots=True)
class Project:
    """A project folder as read: the signed terms, the events, the working days; head: the hash that vouches for the events.

    notes: what the user should know about the files, one sentence each.
    """

    path: Path
    terms: Contract
    events: tuple[Event, ...]
    calendar: Calendar
    head: str
    notes: tuple[str, ...]


def new_project(path: Path, terms: Contract, *, extra: Mapping[str, str] | None = None) -> None:
    """Makes a project folder with these terms and an empty ledger. extra: more files by name. Raises FolderError, OSError."""
    folder.Project.create(path, {"contract.yaml": terms_text(terms), **(extra or {})})


def open_project(path: Path) -> Project:
    """Reads a project folder. Raises FolderError, TermsFileError, EventError, OSError; each names its file and line."""
    project = folder.Project.open(path)
    terms = _terms(project.contract)
    with _collector_paused():
        log = folder.read(path)
    return project_of(path, terms, log, project.calendar.read_bytes() if project.calendar.is_file() else None)


def project_of(path: Path, terms: Contract, log: folder.Log, calendar: bytes | None) -> Project:
    """A project from its parts. calendar: its calendar.toml, None for the official one. Raises EventError, FolderError."""
    from mingyue.connectors import holidays

    with _collector_paused():
        events = tuple(map(_event, log.lines))
    return Project(
        path=path,
        terms=terms,
        events=events,
        calendar=holidays.official() if calendar is None else _calendar(calendar),
        head=log.head,
        notes=(*log.notes, *_unknown(terms), *filter(None, (strayed(terms, events),))),
    )


def _terms(path: Path) -> Contract:
    try:
        return read_terms(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FolderError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
    except FolderError as error:
        raise FolderError(f"{path.name} {error}") from error
    except TermsFileError as error:
        raise TermsFileError(tuple(f"{path.name} {each}" for each in error.sentences)) from error


def _event(line: folder.Line) -> Event:
    try:
        return decode(line)
    except EventError as error:
        raise EventError(f"events.jsonl 第 {line['seq']} 行：{error}") from None


def calendar(text: str) -> Calendar:
    """The working days of a calendar.toml. Raises FolderError."""
    return _calendar(text.encode())


def _calendar(data: bytes) -> Calendar:
    from mingyue.connectors import holidays

    try:
        return holidays.table(data.decode())
    except ValueError as error:
        raise FolderError(f"calendar.toml：{error}") from None


def _unknown(terms: Contract) -> list[str]:
    return [f"contract.yaml 的 {name} 这一版不认识，已原样保留，没有用于计算。" for name in unknown_terms(terms)]


def record(
    project: Project, entries: Sequence[Entry], *, recorded: datetime, by: str, files: Sequence[Path] = ()
) -> tuple[Event, ...]:
    """Appends events once they are known to fit the contract and the earlier events; what it returns is safe on the disk. A
    signing gets the hash of the terms.

    recorded: now, with its time zone. An entry whose key was used before gives the earlier event. files: what the entries name
    as evidence by its SHA-256; they are kept once the entries are known to fit. Raises EventError (an entry does not fit),
    FolderError (file changed meanwhile, disk full), OSError.
    """
    entries = with_terms(project.terms, project.events, entries)
    drafted = checked(project, entries, recorded=recorded, by=by)
    if any(event.seq > len(project.events) for event in drafted):
        for path in files:
            folder.keep(project.path, path)
    lines = folder.append(project.path, entries, recorded=recorded, by=by, expect_head=project.head)
    return tuple(map(_event, lines))


def checked(project: Project, entries: Sequence[Entry], *, recorded: datetime, by: str) -> tuple[Event, ...]:
    """The events that these entries would become, once it is known that they fit; one whose key was used before is the earlier event.

    Raises EventError, which speaks of an entry by its place among them: it has no number yet.
    """
    events = list(project.events)
    result, names = [], {}
    for place, entry in enumerate(entries, 1):
        event = next((each for each in events if entry.key is not None and each.key == entry.key), None)
        if event is None:
            event = _drafted(entry, len(events) + 1, recorded, by)
            vet(project.terms, events, event)
            events.append(event)
            names[event.id] = "这条记录" if len(entries) == 1 else f"第 {place} 条记录"
        elif (event.kind, event.content) != (entry.kind, strict(entry.kind, entry.data)):
            raise EventError(f"幂等键“{entry.key}”已用于 {event.id}，内容却不同：要记新的事，请换一个键。")
        result.append(event)
    latest = max((event.day for event in events), default=recorded.date())
    try:
        position = _replay(project.terms, tuple(events), as_of=latest, calendar=project.calendar)
        vet_together(position, [event for event in result if event.id in names])
    except EventError as error:
        raise renamed(error, names) from None
    return tuple(result)


def _drafted(entry: Entry, seq: int, recorded: datetime, by: str) -> Event:
    """The event that an entry would become."""
    day, at = when(entry.happened)
    told = strict(entry.kind, entry.data)
    return Event(f"E{seq}", entry.kind, day, at, recorded.isoformat(timespec="seconds"), by, told, key=entry.key)


def keep_evidence(project: Project, path: Path) -> str:
    """Copies a file into the project's evidence, under its SHA-256, which it returns. Raises FolderError, OSError."""
    return folder.keep(project.path, path)


def corrected_content(project: Project, of: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The whole right content of an event of which only some fields are told anew; "" and None take a field away.

    The others stay as they are with the corrections so far. Raises EventError where there is no such event.
    """
    wrong = [event for event in project.events if event.id == of and event.kind != "correction"]
    if not wrong:
        raise EventError(f"{of} 不存在，或者本身是更正：请写被更正事件的编号。")
    earlier = (each for each in project.events if isinstance(each.content, Correction) and each.content.of == of)
    standing = corrected([*wrong, *earlier])
    return mended((standing or wrong)[0].content, data)


def stamp(project: Project, *, as_of: date, known_at: str | None = None) -> datetime:
    """The time that a file made of a position states: of its last record, or the beginning of its day where that is later.

    So the same ledger gives the same bytes, and a file that was made later never states an earlier time.
    """
    told = [event.recorded for event in project.events if known_at is None or event.recorded <= known_at]
    return max(map(datetime.fromisoformat, (*told[-1:], f"{as_of}T00:00:00+08:00")))


def replay(project: Project, *, as_of: date, known_at: str | None = None) -> Position:
    """Everything that follows from the contract and its events at the end of a day. Raises EventError."""
    with _collector_paused():
        return _replay(project.terms, project.events, as_of=as_of, calendar=project.calendar, known_at=known_at)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for rings, of which values that never change have none: it is a fifth of a long replay."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def simulate(project: Project, entries: Sequence[Entry], *, without: Sequence[str] = (), as_of: date) -> Simulation:
    """What would differ at the end of a day if these things happened and the events `without` had not. Records nothing.

    Raises EventError.
    """
    for entry in entries:
        strict(entry.kind, entry.data)
    assumptions = [
        *undone(project.events, without, as_of=as_of),
        *(Assumption(entry.kind, entry.happened, entry.data) for entry in entries),
    ]
    return _simulate(project.terms, project.events, assumptions, as_of=as_of, calendar=project.calendar)


def verify(path: Path, *, head: str | None = None, count: int | None = None) -> Verdict:
    """Whether the events and the evidence of a project are as they were recorded, and the terms as they were signed.

    Raises FolderError, OSError.
    """
    project = folder.Project.open(path)
    verdict = folder.verify(project.folder, head=head, count=count)
    if not verdict.ok:
        return verdict
    try:
        wrong = mend(_terms(project.contract), tuple(map(_event, folder.read(path).lines)))
    except UserError as error:
        wrong = str(error).splitlines()[0]
    faults = (folder.Fault(0, wrong),) if wrong else ()
    return replace(verdict, ok=not wrong, faults=faults)


def event_kinds() -> Mapping[str, Any]:
    """Every kind of event with its content model."""
    return KINDS

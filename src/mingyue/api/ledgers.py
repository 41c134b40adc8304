"""The ledger of a project folder: record what happened, compute what follows, prove that nothing was altered."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mingyue.api.contracts import TermsFileError, read_terms, terms_text, unknown_terms
from mingyue.connectors import folder
from mingyue.connectors.folder import Entry, FolderError, Verdict
from mingyue.ledger.event import Event, EventError, content, decode, when
from mingyue.ledger.events import KINDS, ChangeProposed, Content, Correction, Supplement
from mingyue.ledger.history import happened
from mingyue.ledger.position import Position
from mingyue.ledger.replay import replay as _replay
from mingyue.ledger.simulate import Assumption, Simulation
from mingyue.ledger.simulate import simulate as _simulate
from mingyue.ledger.timeline import timeline
from mingyue.terms.calendar import Calendar
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta, apply
from mingyue.terms.reading import TermsError, dotted, unknown


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
    from mingyue.connectors import holidays

    project = folder.Project.open(path)
    terms = _terms(project.contract)
    with _collector_paused():
        log = folder.read(path)
        events = tuple(map(_event, log.lines))
    return Project(
        path=path,
        terms=terms,
        events=events,
        calendar=_calendar(project.calendar) if project.calendar.is_file() else holidays.official(),
        head=log.head,
        notes=(*log.notes, *_unknown(terms)),
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


def _calendar(path: Path) -> Calendar:
    from mingyue.connectors import holidays

    try:
        return holidays.table(path.read_text("utf-8"))
    except ValueError as error:
        raise FolderError(f"{path.name}：{error}") from None


def _unknown(terms: Contract) -> list[str]:
    return [f"contract.yaml 的 {name} 这一版不认识，已原样保留，没有用于计算。" for name in unknown_terms(terms)]


def record(project: Project, entries: Sequence[Entry], *, recorded: datetime, by: str) -> tuple[Event, ...]:
    """Appends events once they are known to fit the contract and the earlier events; what it returns is safe on the disk.

    recorded: now, with its time zone. An entry whose key was used before gives the earlier event. Raises EventError (the entry
    does not fit), FolderError (file changed meanwhile, disk full), OSError.
    """
    drafted = tuple(_drafted(project, entry, at, recorded, by) for at, entry in enumerate(entries, 1))
    for at, event in enumerate(drafted):
        if event.seq > len(project.events):
            _vet(project.terms, (*project.events, *drafted[:at]), event)
    latest = max((event.day for event in (*project.events, *drafted)), default=recorded.date())
    whole = (*project.events, *drafted)
    position = _replay(project.terms, whole, as_of=latest, calendar=project.calendar)
    _check_claims(drafted, {claim.id for claim in position.claims})
    lines = folder.append(project.path, entries, recorded=recorded, by=by, expect_head=project.head)
    return tuple(map(_event, lines))


def _check_claims(drafted: Sequence[Event], known: Collection[str]) -> None:
    """A claim that does not exist is a slip of the pen; the ledger itself only notes it: a correction may have removed it."""
    for event in drafted:
        claim = getattr(event.content, "claim", None)
        if claim is not None and claim not in known:
            raise EventError(f"没有请求权 {claim}：台账里现有 {'、'.join(sorted(known)) or '（没有）'}，请核对编号。")


def _drafted(project: Project, entry: Entry, at: int, recorded: datetime, by: str) -> Event:
    """The event that an entry would become."""
    kept = next((event for event in project.events if entry.key is not None and event.key == entry.key), None)
    if kept is not None:
        return kept
    day, moment = when(entry.happened)
    told = _content(entry.kind, entry.data)
    if told.exact and moment is None:
        raise EventError(f"{told.title}须写到分钟，如 {day.isoformat()}T09:30：时限按小时计算。")
    seq = len(project.events) + at
    return Event(f"E{seq}", entry.kind, day, moment, recorded.isoformat(timespec="seconds"), by, told, key=entry.key)


def _content(kind: str, data: Mapping[str, Any]) -> Content:
    """The content of a kind as this version writes it: a field that it does not know is a slip of the pen."""
    told = content(kind, dict(data))
    if strange := [dotted(path) for path, _ in unknown(told)]:
        known = f"可以写的有 {'、'.join(KINDS[kind].model_fields)}" if KINDS[kind].model_fields else "不写内容"
        raise EventError(f"{told.title}没有 {'、'.join(strange)} 这一项：{known}。")
    return told


def _vet(signed: Contract, earlier: Sequence[Event], event: Event) -> None:
    """Refuses what a replay would take in silence: a correction of nothing, a change that names what the terms do not have."""
    said = event.content
    if isinstance(said, Correction):
        if not said.void and said.happened is None and said.data is None:
            raise EventError(f"{said.title}没有写改成什么：请写 void=true、happened 或者 data。")
        wrong = next((each for each in earlier if each.id == said.of), None)
        if wrong is not None and said.data is not None:
            _content(wrong.kind, said.data)
    if isinstance(said, ChangeProposed | Supplement):
        _fits(timeline(signed, happened(earlier, as_of=date.max)).on(event.day), said.delta, said.title)


def _fits(terms: Contract, delta: Delta, title: str) -> None:
    try:
        changed = apply(terms, delta)
    except TermsError as error:
        raise EventError(f"{title}不能用于条款：{error}") from None
    if strange := [name for name in unknown_terms(changed) if name not in unknown_terms(terms)]:
        raise EventError(f"{title}不能用于条款：条款里没有 {'、'.join(strange)} 这一项，路径见 contract.yaml。")


def keep_evidence(project: Project, path: Path) -> str:
    """Copies a file into the project's evidence, under its SHA-256, which it returns. Raises FolderError, OSError."""
    return folder.keep(project.path, path)


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
    day = as_of.isoformat()
    undone = [Assumption("correction", day, {"of": name, "void": True, "reason": "假设没有发生"}) for name in without]
    for entry in entries:
        _content(entry.kind, entry.data)
    happening = [Assumption(entry.kind, entry.happened, entry.data) for entry in entries]
    return _simulate(project.terms, project.events, [*undone, *happening], as_of=as_of, calendar=project.calendar)


def verify(path: Path, *, head: str | None = None, count: int | None = None) -> Verdict:
    """Whether the events and the evidence of a project are as they were recorded. Raises FolderError, OSError."""
    return folder.verify(folder.Project.open(path).folder, head=head, count=count)


def event_kinds() -> Mapping[str, Any]:
    """Every kind of event with its content model."""
    return KINDS

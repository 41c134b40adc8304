"""Proof that events.jsonl is what was once written, and where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from mingyue.connectors.folder.evidence import damage
from mingyue.connectors.folder.lines import GENESIS, Line, Tail, hashes, judge, tail_of
from mingyue.connectors.folder.log import EVENTS


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line (from 1), in Chinese; 0: not in the events, then the words say where."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the file is sound; its number of lines, the hash the last one carries (64 zeros for no line), what is wrong."""

    ok: bool
    count: int
    head: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Link:
    """A line as part of the chain: its number in the file, the hash it carries, its members, what is wrong with it alone."""

    number: int
    stored: str | None
    line: Line | None
    fault: str | None


def verify(source: str | Path | bytes, *, head: str | None = None, count: int | None = None) -> Verdict:
    """Checks each line's hash, form, number and link, and the kept evidence, in a folder; or bytes of an events.jsonl.

    A chain alone cannot tell that its end was cut off or that all of it was written anew: `head` and `count` are a last
    hash and a number of lines that were known once (on a signed paper, say); the file must still hold them.
    Raises OSError.
    """
    folder = None if isinstance(source, bytes) else Path(source)
    data = source if isinstance(source, bytes) else _bytes(Path(source) / EVENTS)
    *raws, rest = data.split(b"\n")
    tail = tail_of(rest)
    if tail in {Tail.WHOLE, Tail.CHANGED}:
        raws.append(rest)
    links = [_link(number, raw) for number, raw in enumerate(raws, 1)]
    faults = [Fault(link.number, link.fault) for link in links if link.fault]
    faults += _chain_faults(links)
    faults += _known_faults(links, head, count)
    if folder:
        faults += _evidence_faults(folder, links)
    faults.sort(key=lambda fault: fault.line)
    notes = _notes(tail, len(raws))
    return Verdict(not faults, len(links), (links[-1].stored or "") if links else GENESIS, tuple(faults), notes)


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _notes(tail: Tail, count: int) -> tuple[str, ...]:
    if tail is Tail.TORN:
        return (f"第 {count + 1} 行没有写完（写入时中断），从未确认，不计入",)
    return (f"第 {count} 行末尾少一个换行，内容完整",) if tail is Tail.WHOLE else ()


def _link(number: int, raw: bytes) -> _Link:
    found = hashes(raw)
    return _Link(number, found and found[0], *judge(raw))


def _chain_faults(links: Sequence[_Link]) -> Iterator[Fault]:
    """Where sound lines do not follow one another; what stands beside a broken line is not judged."""
    if links and links[0].line:
        yield from _follows(1, None, links[0].line)
    for before, link in pairwise(links):
        if before.line and link.line:
            yield from _follows(link.number, before.line, link.line)


def _follows(number: int, before: Line | None, line: Line) -> Iterator[Fault]:
    last = before["seq"] if before else 0
    seq = line["seq"]
    if seq > last + 1:
        missing = f"第 {last + 1} 条" if seq == last + 2 else f"第 {last + 1} 至 {seq - 1} 条"
        yield Fault(number, f"之前少了{missing}记录（被删除或挪走）")
    elif seq <= last:
        yield Fault(number, f"序号 {seq} 排在 {last} 之后：有记录被调换、重复或插入")
    elif line["prev"] != (before["hash"] if before else GENESIS):
        what = "被改写过（哈希也重算了）：后一行指向的不是它" if before else "首行之前另有记录：开头被删去或改写"
        yield Fault(max(number - 1, 1), what)


def _known_faults(links: Sequence[_Link], head: str | None, count: int | None) -> Iterator[Fault]:
    """What was known once and is not there."""
    number = len(links) + 1
    if count is not None and len(links) < count:
        yield Fault(number, f"应有至少 {count} 条记录，只有 {len(links)} 条：末尾被删除")
    if head not in {None, GENESIS, *(link.stored for link in links)}:
        yield Fault(number, f"找不到已知的链头 {str(head)[:12]}…：末尾被删除，或从某一行起整体改写过")


def _evidence_faults(folder: Path, links: Sequence[_Link]) -> Iterator[Fault]:
    seen: dict[str, str | None] = {}
    for link in links:
        for digest in link.line["evidence"] if link.line else ():
            name = str(digest)
            if name not in seen:
                seen[name] = damage(folder, name)
            what = seen[name]
            if what:
                yield Fault(link.number, what)

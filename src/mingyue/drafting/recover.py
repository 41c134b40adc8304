"""A contract text back to terms, by the same pages it was drafted from.

Each line of a page is a pattern: its fixed words must stand there, what stands in its slots is read. Numbers that somebody
changed are read as changed; a line that somebody reworded is not recognised, and its values are missing. A text that holds
hardly any of our sentences is somebody else's: nothing is read from it, since a label like 联系电话 stands in every contract.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from mingyue.drafting import tables
from mingyue.drafting.fields import field as terms_field
from mingyue.drafting.page import Computed, If, Line, Optional, Page, Piece, Slot
from mingyue.review.document import Block, Document, Span

_TYPED = re.compile(
    r"(?:(?:第|附件)?[零一二三四五六七八九十百]+条?(?=[ \t\u3000])"
    r"|[0-9零一二三四五六七八九十百]+(?:[.．][0-9]+)+|[0-9]+[.．、]|[（(][零一二三四五六七八九十百]+[）)])[ \t\u3000]*"
)
_WEAK = 4  # a line with fewer fixed characters is only believed right after its own neighbours
_OURS, _SENTENCE = 10, 20  # so many recognised lines of so many fixed characters make a text ours
_LONGEST = 4_000  # characters of a line; what is longer is none of ours, and comparing it would take long
_ENDS = "；。"


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a text says.

    tree: a plain tree for `terms.reading.contract`; places: where each value stands, by dotted path; missed: numbered lines
    under a heading of ours that no page says in these words.
    """

    tree: dict[str, Any]
    places: Mapping[str, Span]
    missed: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A line of a page, ready to compare. order: its place among all lines; clause: which text of which clause it is in."""

    line: Line
    order: int
    clause: int
    prefix: str
    anchor: str
    fixed: int


def recover(document: Document, pages: tuple[Page, ...]) -> Recovered:
    """Reads what the lines of these pages say in a document; an empty tree for a text that was not drafted from them."""
    reader = _Reader(document, _book(pages))
    for block in document.blocks:
        if block.kind in {"body", "row"}:
            reader.take(block)
    if reader.sentences < _OURS:
        return Recovered({}, {}, ())
    reader.settle()
    return Recovered(reader.tree, reader.places, tuple(reader.missed))


@dataclass(frozen=True, slots=True)
class _Book:
    """All patterns, by the first two characters of their fixed words."""

    by_prefix: Mapping[str, tuple[_Pattern, ...]]
    headings: frozenset[str]
    falses: tuple[str, ...]


@lru_cache(maxsize=8)
def _book(pages: tuple[Page, ...]) -> _Book:
    found: dict[str, list[_Pattern]] = defaultdict(list)
    falses = set()
    for order, (clause, line) in enumerate(_all_lines(pages)):
        if line.pieces:
            pattern = _pattern(line, order, clause)
            found[pattern.prefix[:2] if len(pattern.prefix) > 1 else ""].append(pattern)
        falses |= {path for slot in line.slots() if (path := _default_true(slot))}
    headings = frozenset(page.title for page in pages)
    return _Book({prefix: tuple(each) for prefix, each in found.items()}, headings, tuple(sorted(falses)))


def _all_lines(pages: Sequence[Page]) -> Iterator[tuple[int, Line]]:
    number = 0
    for page in pages:
        for clause in page.clauses:
            for lines in {id(lines): lines for lines in clause.positions.values()}.values():
                number += 1
                yield from ((number, line) for line in lines)


def _default_true(slot: Slot) -> str:
    """The path of a field that is true unless said otherwise: its words missing say that it is false."""
    if slot.near or slot.kind.shape != "bool":
        return ""
    return slot.where if terms_field(slot.where).default is True else ""


def _pattern(line: Line, order: int, clause: int) -> _Pattern:
    words = [piece for piece in line.pieces if isinstance(piece, str)]
    if isinstance(line.pieces[-1], str):
        words[-1] = words[-1].rstrip(_ENDS)
    prefix = words[0].split("%")[0] if isinstance(line.pieces[0], str) else ""
    solid = [part for each in words for part in each.split("%")]
    return _Pattern(line, order, clause, prefix, max(solid, key=len, default=""), sum(map(len, words)))


@lru_cache(maxsize=8192)
def _compiled(pieces: tuple[Piece, ...]) -> tuple[re.Pattern[str], tuple[Slot, ...]]:
    """The pattern of a line, with one group for each slot in order."""
    slots: list[Slot] = []
    source = _source(pieces, slots)
    if isinstance(pieces[-1], str) and pieces[-1][-1] in _ENDS:
        source = source.removesuffix(pieces[-1][-1]) + f"[{_ENDS}]"
    return re.compile(source), tuple(slots)


def _source(pieces: Sequence[Piece], slots: list[Slot]) -> str:
    source = ""
    for piece in pieces:
        match piece:
            case str():
                source += re.escape(piece).replace("%", "% ?")  # readers of PDF files may show a space there
            case Computed():
                source += ".+?"
            case If():
                slots.append(piece.slot)
                source += f"({re.escape(piece.words)})?"
            case Optional():
                source += f"(?:{_source(piece.pieces, slots)})?"
            case Slot() if piece.capital:
                source += ".+?"
            case Slot():
                slots.append(piece)
                source += f"({piece.kind.pattern})"
    return source


@dataclass(slots=True)
class _Reader:
    """Goes through a document line by line; `last` is the pattern that the latest recognised line had."""

    document: Document
    book: _Book
    tree: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    missed: list[Span] = field(default_factory=list)
    last: _Pattern | None = None
    adjacent: bool = False
    table: str = ""
    ours: bool = False
    sentences: int = 0

    def take(self, block: Block) -> None:
        """Read one line: a row of a table of ours, or a line of a page."""
        text = self.document.text[block.start : block.end]
        if self._row(text, block.start) or not text.strip() or len(text) > _LONGEST:
            return
        if any(self._line(text[at:], block.start + at) for at in self._starts(text, block)):
            self.adjacent = True
            return
        self.adjacent = False
        heading = _TYPED.sub("", text, count=1).strip(" 《》") in self.book.headings
        self.ours = heading or (self.ours and block.number.startswith("第") is False)
        if self.ours and not heading and block.number:
            self.missed.append(self.document.span(block.start, block.end))

    def _starts(self, text: str, block: Block) -> Iterator[int]:
        """Where the words may begin: after the automatic number, after a typed one, at the very start."""
        begin = len(block.number)
        begin += len(text[begin:]) - len(text[begin:].lstrip())
        typed = _TYPED.match(text, begin)
        after = [typed.end()] if typed else []
        yield from [begin, *after] if self.document.source == "docx" or block.number else [*after, begin]

    def _row(self, text: str, start: int) -> bool:
        if tables.JOINT not in text:
            self.table = ""
            return False
        cells = text.split(tables.JOINT)
        if name := tables.named([cell.strip() for cell in cells]):
            self.table = name
        elif self.table and len(cells) == len(tables.TABLES[self.table].columns):
            self._cells(cells, start)
        return True

    def _cells(self, cells: Sequence[str], start: int) -> None:
        path = tables.TABLES[self.table].path
        offsets = [start + sum(map(len, cells[:index])) + index * len(tables.JOINT) for index in range(len(cells))]
        number = None
        for name, value, index in tables.read(self.table, [cell.strip() for cell in cells]):
            number = self._next(path) if number is None else number
            self._put(f"{path}.{number}.{name}", value, offsets[index], offsets[index] + len(cells[index]))

    def _line(self, text: str, start: int) -> bool:
        best, found = None, None
        for pattern in self._candidates(text):
            if best is not None and self._rank(pattern) >= self._rank(best):
                continue
            if pattern.fixed < _WEAK and not self._neighbour(pattern):
                continue
            if match := _compiled(pattern.line.pieces)[0].fullmatch(text.rstrip()):
                best, found = pattern, match
        if best is None or found is None:
            return False
        self._read(best.line, found, start)
        self.last = best
        self.sentences += best.fixed >= _SENTENCE
        return True

    def _candidates(self, text: str) -> Iterator[_Pattern]:
        for key in (text[:2], ""):
            for pattern in self.book.by_prefix.get(key, ()):
                if pattern.anchor in text and text.startswith(pattern.prefix):
                    yield pattern

    def _neighbour(self, pattern: _Pattern) -> bool:
        return self.adjacent and self.last is not None and self.last.clause == pattern.clause

    def _rank(self, pattern: _Pattern) -> tuple[int, int]:
        """The most fixed words win; among equals the one that comes next in the order of the pages."""
        distance = pattern.order - (self.last.order if self.last else 0)
        return -pattern.fixed, distance if distance >= (0 if pattern.line.each else 1) else 1_000_000 - distance

    def _read(self, line: Line, match: re.Match[str], start: int) -> None:
        slots = _compiled(line.pieces)[1]
        values = [
            (slot, match.start(number), match.end(number)) for number, slot in enumerate(slots, 1) if match[number]
        ]
        taken = [
            (slot, _value(slot, match.string[begin:end]), start + begin, start + end) for slot, begin, end in values
        ]
        given = [
            (each.slot, each.key or _present(each.slot), start, start + match.end())
            for each in line.given
            if not each.negated
        ]
        base = f"{line.each}.{self._next(line.each)}" if line.each else ""
        for slot, value, begin, end in (*taken, *given):
            if value is not None:
                path = f"{base}.{slot.where}".rstrip(".") if slot.near else slot.where
                self._put(path, value, begin, end)

    def _next(self, path: str) -> int:
        at: Any = self.tree
        for name in path.split("."):
            at = at.get(name, {})
        return len(at)

    def _put(self, path: str, value: object, start: int, end: int) -> None:
        names = path.split(".")
        at: Any = self.tree
        for name, following in pairwise(names):
            at = _child(at, name, [] if following.isdigit() else {})
        if isinstance(at, list):
            at.append(value)
        elif value != {}:
            at[names[-1]] = value
        else:
            at.setdefault(names[-1], value)
        self.places.setdefault(path, self.document.span(start, end))

    def settle(self) -> None:
        """What is true unless said otherwise, and was not said, is false: if the group it belongs to is there at all."""
        for path in self.book.falses:
            *above, last = path.split(".")
            at: Any = self.tree
            for name in above:
                at = at.get(name) if isinstance(at, dict) else None
            if isinstance(at, dict):
                at.setdefault(last, False)


def _child(at: Any, name: str, empty: object) -> Any:  # noqa: ANN401 - a node of a plain tree
    if not isinstance(at, list):
        return at.setdefault(name, empty)
    if len(at) == int(name):
        at.append(empty)
    return at[int(name)]


def _value(slot: Slot, text: str) -> object | None:
    return True if slot.kind.shape == "bool" else slot.kind.take(text)


def _present(slot: Slot) -> object | None:
    """What a line says by being there: that a field is true, that a group exists."""
    if slot.kind.shape == "bool":
        return True
    return None if slot.near or slot.kind.shape != "part" else {}

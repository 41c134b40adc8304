"""Terms and clause texts to a contract: cover, opening, articles, signatures and annexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from mingyue.drafting import tables
from mingyue.drafting.page import ClauseText, Computed, Condition, If, Line, Optional, Page, Piece, Slot
from mingyue.drafting.proof import unreadable
from mingyue.drafting.tree import Annex, Article, Clause, Cover, Draft, Form, Paragraph, Part, Signatory, Table
from mingyue.terms.capital import capital
from mingyue.terms.contract import Contract, Position
from mingyue.terms.reading import Fault, TermsError, contractual

_SHARES = (8, 24)  # the narrowest and the widest column of a static table, in characters


def draft(terms: Contract, pages: tuple[Page, ...], *, positions: Mapping[str, Position] | None = None) -> Draft:
    """The contract that these terms say, in the words of these pages.

    positions: which text to take, by clause ("breach_dispute/late_delivery") or by family; else the preferred one. An annex
    whose lists are empty is left out, and so is every line that names it. What is the buyer's own never enters. Raises
    TermsError for a position of a clause that does not exist, and for values that would not read back from the text.
    """
    positions = positions or {}
    known = {page.family for page in pages} | {f"{page.family}/{each.key}" for page in pages for each in page.clauses}
    if strange := [key for key in positions if key not in known]:
        raise TermsError([Fault(("positions", key), "没有这一条：请写条款族，或者“条款族/条款”。") for key in strange])
    written = _write(terms, pages, positions)
    if faults := unreadable(terms, written, pages):
        raise TermsError(faults)
    return written


def preview(terms: Contract, pages: Sequence[Page]) -> Draft:
    """The contract as `draft` writes it, without the proof that it reads back: unfinished terms may be looked at."""
    return _write(terms, pages, terms.positions)


def _write(terms: Contract, pages: Sequence[Page], positions: Mapping[str, Position]) -> Draft:
    setter = _Setter(contractual(terms), positions)
    annexes = tuple(Annex(page.title, tuple(setter.parts(page)), page.family) for page in pages if setter.has(page))
    setter.absent = frozenset(page.title for page in pages if page.role == "annex") - {each.title for each in annexes}
    setter.computed["附件"] = "".join(f"《{annex.title}》" for annex in annexes)
    buyer, vendor = terms.parties.buyer.name, terms.parties.vendor.name
    lines = (("甲方", buyer), ("乙方", vendor), ("签订地点", terms.signing_place or ""), ("签订日期", ""))
    return Draft(
        cover=Cover(terms.title, terms.number or "", lines),
        opening=tuple(part for page in pages if page.role == "opening" for part in setter.parts(page)),
        body=tuple(part for page in pages if page.role == "article" for part in setter.article(page)),
        signatories=(Signatory("甲方", buyer), Signatory("乙方", vendor)),
        annexes=annexes,
        header=terms.title,
    )


@dataclass(slots=True)
class _Setter:
    """Sets the lines of pages; `absent`: the annexes that this contract does not have."""

    terms: Contract
    positions: Mapping[str, Position]
    absent: frozenset[str] = frozenset()
    computed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        amount = sum((item.amount for item in self.terms.fees_payment.items), Decimal(0))
        self.computed["合计大写"] = capital(amount)

    def has(self, page: Page) -> bool:
        """Whether an annex has something to tell, or is a form, which has no values at all."""
        telling = [line for clause in page.clauses for line in self._lines(page, clause) if line.tells()]
        return page.role == "annex" and (not telling or any(any(self._set(line.each, [line])) for line in telling))

    def article(self, page: Page) -> Iterator[Part]:
        """The heading and its clauses; nothing when no clause has a line."""
        if parts := list(self.parts(page)):
            yield Article(page.title, page.family)
            yield from parts

    def parts(self, page: Page) -> Iterator[Part]:
        """The clauses of a page in their positions; `headed` pages give each clause a heading of its own."""
        for clause in page.clauses:
            parts = list(self._clause(page, clause))
            if parts and page.headed:
                yield Article(clause.name, f"{page.family}/{clause.key}")
            yield from _closed(parts)

    def _clause(self, page: Page, clause: ClauseText) -> Iterator[Part]:
        for (each, static), lines in groupby(self._lines(page, clause), key=lambda line: (line.each, bool(line.grid))):
            if static:
                yield _grid([line.grid for line in lines])
                continue
            for line, content in self._set(each, list(lines)):
                yield _part(
                    line, content, f"{page.family}/{clause.key}", numbered=page.role == "article" or page.headed
                )

    def _lines(self, page: Page, clause: ClauseText) -> tuple[Line, ...]:
        chosen = self.positions.get(f"{page.family}/{clause.key}") or self.positions.get(page.family)
        return clause.positions[chosen or "preferred"]

    def _set(self, each: str, lines: Sequence[Line]) -> Iterator[tuple[Line, str | Table | Form]]:
        """What is said: every line that has its values, or, for each entry of a list, the first line that fits it."""
        if each:
            for entry in self._reach(self.terms, each) or ():
                said = ((line, self._text(line, entry)) for line in lines)
                yield from [(line, text) for line, text in said if text is not None][:1]
            return
        for line in lines:
            if line.table:
                if entries := self._reach(self.terms, tables.TABLES[line.table].path):
                    yield line, tables.build(line.table, entries)
            elif line.form:
                yield line, Form(tuple((label, "") for label in line.form))
            elif (text := self._text(line, None)) is not None:
                yield line, text

    def _text(self, line: Line, entry: object) -> str | None:
        if line.annexes & self.absent or not all(self._holds(condition, entry) for condition in line.given):
            return None
        return self._joined(line.pieces, entry)

    def _joined(self, pieces: Sequence[Piece], entry: object) -> str | None:
        """The words; None when a slot is empty."""
        words = [self._piece(piece, entry) for piece in pieces]
        return None if None in words else "".join(word for word in words if word)

    def _piece(self, piece: Piece, entry: object) -> str | None:
        match piece:
            case str():
                return piece
            case Computed():
                return self.computed[piece.name]
            case If():
                return piece.words if self._value(piece.slot, entry) else ""
            case Optional():
                return self._joined(piece.pieces, entry) or ""
            case Slot():
                value = self._value(piece, entry)
                if value is None or value == ():
                    return None
                return capital(value) if piece.capital and isinstance(value, Decimal) else piece.kind.show(value)

    def _holds(self, condition: Condition, entry: object) -> bool:
        value = self._value(condition.slot, entry)
        if condition.key:
            holds = value == condition.key
        elif condition.slot.kind.shape == "part" and not condition.optional:
            holds = value is not None and value != condition.default
        else:
            holds = bool(value) if condition.slot.kind.shape == "bool" else value is not None and value != ()
        return holds is not condition.negated

    def _value(self, slot: Slot, entry: object) -> object:
        return self._reach(entry if slot.near else self.terms, slot.where)

    @staticmethod
    def _reach(base: Any, path: str) -> Any:  # noqa: ANN401 - any part of the terms
        """The value at a path; None where a group on the way is absent."""
        for name in path.split(".") if path else ():
            base = None if base is None else getattr(base, name)
        return base


def _part(line: Line, content: str | Table | Form, key: str, *, numbered: bool) -> Part:
    if not isinstance(content, str):
        return content
    if numbered:
        return Clause(content, 2 if line.item else 1, key)
    return Paragraph(content, bold=line.bold)


def _closed(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts; the last item of a run ends its sentence."""
    for at, part in enumerate(parts):
        following = parts[at + 1] if at + 1 < len(parts) else None
        goes_on = isinstance(following, Clause) and following.level == 2
        if isinstance(part, Clause) and part.level == 2 and not goes_on and part.text.endswith("；"):
            yield replace(part, text=part.text[:-1] + "。")
        else:
            yield part


def _grid(rows: Sequence[tuple[str, ...]]) -> Table:
    """A static table; its columns are as wide as their longest cells, within limits."""
    low, high = _SHARES
    widths = tuple(min(high, max(low, *map(len, column))) for column in zip(*rows, strict=True))
    return Table(rows[0], tuple(rows[1:]), widths)

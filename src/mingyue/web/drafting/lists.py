"""The list of needs and the fee table: out to Excel and back in, looked at before it is taken over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingyue import api
from mingyue.web.drafting.sections import Section, all_fields, section
from mingyue.web.forms.schema import Field
from mingyue.web.forms.words import spoken

_CELL = re.compile(r"^[^!：]+!(?P<column>[A-Z]+)(?P<row>\d+)：(?P<what>.*)$")
_ROW = re.compile(r"^\S+ 第 (?P<row>\d+) 行：(?P<what>.*)$")


@dataclass(frozen=True, slots=True)
class ListKind:
    """One of the two lists. key: in addresses; family, name: where it stands in the terms."""

    key: str
    family: str
    name: str
    title: str

    @property
    def section(self) -> Section:
        """The section of the draft that it belongs to."""
        return section(self.family) or _missing(self.family)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns."""
        return next(each.fields for each in self.section.fields[0].fields if each.name == self.name)

    def entries(self, tree: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """The list in a plain tree of terms."""
        found: Sequence[Mapping[str, Any]] = (tree.get(self.family) or {}).get(self.name) or ()
        return found

    def put(self, tree: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The terms with this list in place of theirs; a fee table brings the total with it."""
        family = {**(tree.get(self.family) or {}), self.name: list(entries)}
        return {**tree, self.family: family}


def _missing(family: str) -> Section:
    raise LookupError(family)


REQUIREMENTS = ListKind("requirements", "scope_acceptance", "requirements", "功能需求清单")
FEES = ListKind("fees", "fees_payment", "items", "费用明细")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a sheet and what is wrong with it."""

    text: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A sheet that came in. rows: number and cells; loose: faults of the sheet as a whole; entries: what would be taken over."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    faults: int
    loose: tuple[str, ...]
    entries: tuple[dict[str, Any], ...]
    changes: tuple[Any, ...] = ()


def incoming(kind: ListKind, data: bytes, tree: Mapping[str, Any]) -> Incoming:
    """Reads a workbook against the terms at hand. Raises UserError where it holds no such list.

    Columns that the sheet does not have keep their values, by the number of the entry: a list that the vendor filled in has none of
    the buyer's own columns.
    """
    sheet = api.read_list(data, "requirements" if kind is REQUIREMENTS else "fees")
    placed, loose = _placed(sheet.faults, kind)
    rows = tuple(
        (number, tuple(Cell(str(value or ""), placed.get((number, at), ())) for at, value in enumerate(row)))
        for number, row in enumerate(sheet.cells[1:], 2)
        if any(str(value or "").strip() for value in row)
    )
    known = {each["id"]: each for each in kind.entries(tree)}
    shown = set(sheet.columns)
    entries = tuple(
        {**{name: value for name, value in known.get(each["id"], {}).items() if name not in shown}, **each}
        for each in sheet.entries
    )
    heads = tuple(str(head or "") for head in (sheet.cells[0] if sheet.cells else ()))
    return Incoming(heads, rows, len(sheet.faults), loose, entries)


def _placed(faults: Sequence[str], kind: ListKind) -> tuple[dict[tuple[int, int], tuple[str, ...]], tuple[str, ...]]:
    """The faults by row and column (from 1 and from 0); those of no cell apart."""
    placed: dict[tuple[int, int], tuple[str, ...]] = {}
    loose: list[str] = []
    for fault in faults:
        cell, row = _CELL.match(fault), _ROW.match(fault)
        if cell is not None:
            at = int(cell["row"]), _column(cell["column"])
            placed[at] = (*placed.get(at, ()), spoken(cell["what"], kind.fields))
        else:
            loose.append(
                spoken(fault, all_fields())
                if row is None
                else f"第 {row['row']} 行：{spoken(row['what'], kind.fields)}"
            )
    return placed, tuple(loose)


def _column(letters: str) -> int:
    """A is 0, Z 25, AA 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

"""The requirements and the fee items of a contract as a workbook that departments and vendors fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Literal, TypeVar, get_args

from openpyxl.cell import Cell, MergedCell

from mingyue.connectors.excel.faults import TableError
from mingyue.connectors.excel.package import load
from mingyue.connectors.excel.workbook import place_of, value_of, write
from mingyue.ledger.tables import Column, Kind, Row, Table, Value
from mingyue.terms.base import OWN, Part
from mingyue.terms.contract import Contract
from mingyue.terms.fees import KINDS, FeeItem
from mingyue.terms.reading import TermsError, model
from mingyue.terms.scope import LEVELS, Requirement

P = TypeVar("P", Requirement, FeeItem)
AnyCell = Cell | MergedCell
_YES: Mapping[str, str] = {"是": "true", "否": "false"}
_CODES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "level": LEVELS,
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A list of entries under one heading each field; own: the buyer's fields among them."""

    title: str
    part: type[Part]

    def columns(self, *, own: bool) -> tuple[Column, ...]:
        return tuple(self._column(name) for name in self.part.model_fields if own or not self._own(name))

    def _own(self, name: str) -> bool:
        extra = self.part.model_fields[name].json_schema_extra
        return isinstance(extra, dict) and bool(extra.get(OWN))

    def _column(self, name: str) -> Column:
        field = self.part.model_fields[name]
        figures: Kind = "money" if name == "amount" else "percent"
        kind: Kind = figures if Decimal in _types(field.annotation) else "text"
        return Column(name, (field.title or name).partition("：")[0], kind)


def _types(annotation: object) -> Iterator[object]:
    yield annotation
    for each in get_args(annotation):
        yield from _types(each)


_REQUIREMENTS = _Sheet("功能需求清单", Requirement)
_FEES = _Sheet("费用明细", FeeItem)


def columns(kind: Literal["requirements", "fees"]) -> Mapping[str, str]:
    """The field of each heading that a list may have."""
    sheet = _REQUIREMENTS if kind == "requirements" else _FEES
    return {column.title: column.key for column in sheet.columns(own=True)}


def write_terms(contract: Contract, *, own: bool = False) -> bytes:
    """Both lists as a workbook. own: with the columns that are the buyer's own (weights, probes, notes); never for the vendor."""
    lists: Sequence[tuple[_Sheet, Sequence[Part]]] = (
        (_REQUIREMENTS, contract.scope_acceptance.requirements),
        (_FEES, contract.fees_payment.items),
    )
    tables = []
    for sheet, entries in lists:
        columns = sheet.columns(own=own)
        tables.append(Table(sheet.title, sheet.title, columns, tuple(_row(entry, columns) for entry in entries)))
    return write(tables)


def _row(entry: Part, columns: Sequence[Column]) -> Row:
    return tuple(_shown(column, getattr(entry, column.key)) for column in columns)


def _shown(column: Column, value: object) -> Value:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return "是" if value else ""
    if value is None:
        return None if column.kind in {"money", "percent"} else ""
    return _CODES.get(column.key, {}).get(str(value), str(value))


def read_requirements(data: bytes) -> tuple[Requirement, ...]:
    """The requirements in a workbook's sheet 功能需求清单. Columns are known by their headings, in any order, and may be left out.

    Raises TableError with a sentence for each cell that is wrong (功能需求清单!D7).
    """
    return _read(data, _REQUIREMENTS, Requirement)


def read_fees(data: bytes) -> tuple[FeeItem, ...]:
    """The fee items in a workbook's sheet 费用明细, as `read_requirements`."""
    return _read(data, _FEES, FeeItem)


def _read(data: bytes, sheet: _Sheet, part: type[P]) -> tuple[P, ...]:
    sheets = load(data)
    if sheet.title not in sheets:
        raise TableError(f"没有工作表「{sheet.title}」，有的是 {'、'.join(sheets)}：请用导出的表格填写。")
    head, *rows = list(sheets[sheet.title].iter_rows()) or [()]
    columns = _heads(head, sheet)
    entries: list[P] = []
    faults: list[str] = []
    first: dict[str, AnyCell] = {}
    for row in rows:
        given = {column.key: cell for cell, column in zip(row, columns, strict=False) if column and _filled(cell)}
        if not given:
            continue
        try:
            entry = _entry(given, columns, row, part)
        except TableError as error:
            faults.append(str(error))
            continue
        entries.append(entry)
        earlier = first.setdefault(entry.id, given["id"])
        if earlier is not given["id"]:
            faults.append(f"{place_of(given['id'])}：编号 {entry.id} 已用在 {earlier.coordinate}：每项须有自己的编号。")
    if faults:
        raise TableError("\n".join(faults))
    return tuple(entries)


def _filled(cell: AnyCell) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _heads(row: Sequence[AnyCell], sheet: _Sheet) -> list[Column | None]:
    known = {column.title: column for column in sheet.columns(own=True)}
    columns: list[Column | None] = []
    for cell in row:
        name = "" if cell.value is None else str(cell.value).strip()
        if name and name not in known:
            allowed = "、".join(known)
            raise TableError(f"{place_of(cell)}：不认识的列「{name[:40]}」：可用的列有 {allowed}；不需要的列请删去。")
        columns.append(known.get(name))
        if name and columns.count(known[name]) > 1:
            raise TableError(f"{place_of(cell)}：列「{name}」出现了两次：请只留一列。")
    return columns


def _entry(given: Mapping[str, AnyCell], columns: Sequence[Column | None], row: Sequence[AnyCell], part: type[P]) -> P:
    """One entry. Raises TableError with a line for each fault."""
    plain = {column.key: _plain(column, given[column.key]) for column in columns if column and column.key in given}
    try:
        return model(part, plain)
    except TermsError as error:
        place = partial(_place, given=given, columns=columns, row=row)
        lines = [f"{place(str(fault.path[0]) if fault.path else '')}：{fault.what}" for fault in error.faults]
        raise TableError("\n".join(lines)) from None


def _plain(column: Column, cell: AnyCell) -> object:
    kind: Kind = "text" if isinstance(cell.value, str) else column.kind
    value = value_of(cell, kind)
    if not isinstance(value, str):
        return value
    text = value.strip()
    codes = {title: code for code, title in _CODES.get(column.key, {}).items()}
    return codes.get(text, _YES.get(text, text) if column.key == "by_term" else text)


def _place(name: str, given: Mapping[str, AnyCell], columns: Sequence[Column | None], row: Sequence[AnyCell]) -> str:
    """The cell of a field, empty or not; where its column is missing, the row."""
    if name in given:
        return place_of(given[name])
    for cell, column in zip(row, columns, strict=False):
        if column and column.key == name:
            return place_of(cell)
    return f"{row[0].parent.title} 第 {row[0].row} 行"

"""The lists of a contract as an Excel workbook that departments and vendors fill in: 功能需求清单 and 费用明细."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mingyue.terms.contract import Contract
from mingyue.terms.errors import UserError
from mingyue.terms.reading import tree

ListKind = Literal["requirements", "fees"]
_TITLES: dict[ListKind, str] = {"requirements": "功能需求清单", "fees": "费用明细"}
_MOST = 2_000  # rows that are shown of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was read. entries: plain trees in the order of the sheet, empty where there are faults; columns: the fields that the
    sheet has; cells: the sheet as it shows, heading first; faults: one sentence each, which begins with its cell (功能需求清单!D7).
    """

    entries: tuple[dict[str, Any], ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Any, ...], ...]
    faults: tuple[str, ...]


def write_lists(terms: Contract, *, own: bool = False) -> bytes:
    """Both lists as a workbook. own: with the buyer's own columns; never for the vendor. Raises UserError for a cell too long."""
    from mingyue.connectors import excel

    return excel.write_terms(terms, own=own)


def read_list(data: bytes, kind: ListKind) -> Sheet:
    """One list of a workbook. Raises UserError where there is no such sheet, or the file is no workbook."""
    from mingyue.connectors import excel

    cells = excel.grid(data, _TITLES[kind], most=_MOST)
    columns = excel.columns(kind)
    known = tuple(columns[str(head).strip()] for head in (cells[0] if cells else ()) if str(head).strip() in columns)
    try:
        read = excel.read_requirements(data) if kind == "requirements" else excel.read_fees(data)
    except UserError as error:
        return Sheet((), known, cells, tuple(str(error).splitlines()))
    return Sheet(tuple(map(tree, read)), known, cells, ())

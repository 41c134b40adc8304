"""A sheet as its cells show it, to be looked at before its values are taken over."""

from __future__ import annotations

from mingyue.connectors.excel.cells import from_cell
from mingyue.connectors.excel.faults import TableError
from mingyue.connectors.excel.package import load
from mingyue.ledger.tables import Row


def grid(data: bytes, title: str, *, most: int) -> tuple[Row, ...]:
    """The first rows of a sheet, the heading first, each cell as text. most: rows at most. Raises TableError."""
    sheets = load(data)
    if title not in sheets:
        raise TableError(f"没有工作表「{title}」，有的是 {'、'.join(sheets)}：请用导出的表格填写。")
    rows = sheets[title].iter_rows(max_row=most, values_only=True)
    return tuple(tuple(from_cell(value, "text") for value in row) for row in rows)

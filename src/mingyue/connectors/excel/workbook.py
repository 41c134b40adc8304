"""Tables as one workbook, a sheet each, that reads back equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from mingyue.connectors.excel import cells
from mingyue.connectors.excel.faults import TableError
from mingyue.connectors.excel.package import load, save
from mingyue.ledger.tables import LAYOUTS, Column, Kind, Row, Table, Value

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = Font(name="微软雅黑", size=10)
_HEAD = Font(name="微软雅黑", size=10, bold=True, color="FFFFFF")
_FILL = PatternFill("solid", start_color="2B5C8A")
_LINE = Border(bottom=Side("hair", color="B0B0B0"))
_RIGHT: frozenset[Kind] = frozenset({"money", "int", "percent"})
_NARROW, _WIDE = 8, 60
_MOST_ROWS = 1_048_575  # below the heading


def write(tables: Iterable[Table]) -> bytes:
    """The workbook: headings frozen and filtered, days and sums as such, text always as text and never as a formula.

    The same tables give the same bytes. Raises TableError where a cell or a table is too long for Excel.
    """
    book = Workbook()
    book.properties.creator = "明约"
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.title)
        if len(table.rows) > _MOST_ROWS:
            raise TableError(f"{table.title}：有 {len(table.rows)} 行，超过 Excel 的上限：请导出为 CSV。")
        _fill(sheet, table)
        _lay_out(sheet, table)
    return save(book)


def _fill(sheet: Worksheet, table: Table) -> None:
    for place, column in enumerate(table.columns, 1):
        head = sheet.cell(1, place)
        _put(head, column.title, "text")
        head.font, head.fill = _HEAD, _FILL
        head.alignment = Alignment(vertical="center", wrap_text=True)
    for number, row in enumerate(table.rows, 2):
        for place, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(number, place)
            _put(cell, cells.to_cell(value), column.kind)
            cell.font, cell.border = _FONT, _LINE
            side = "right" if column.kind in _RIGHT else None
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)


def _put(cell: Cell | MergedCell, value: Value, kind: Kind) -> None:
    if isinstance(value, str):
        text = cells.escape(value)
        if cells.length(text) > cells.LONGEST:
            place = f"{cell.parent.title}!{cell.coordinate}"
            raise TableError(f"{place}：文字有 {len(value)} 字，超过 Excel 单元格的上限 32767：请导出为 CSV。")
        cell.value = text
        cell.data_type = "s"  # the library would make a formula of =1+1 and an error of #N/A
        cell.number_format = "@"
        cell.quotePrefix = text[:1] in cells.DANGEROUS or text[:1] == "'"
    else:
        cell.value = value
        cell.number_format = cells.FORMATS[kind]


def _lay_out(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for place, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(column, table.rows, place)


def _width(column: Column, rows: Sequence[Row], place: int) -> int:
    shown = [_size(f"{value:,.2f}" if column.kind == "money" else str(value)) for row in rows if (value := row[place])]
    return max(_NARROW, min(_WIDE, max([_size(column.title) + 4, *(size + 2 for size in shown)])))


def _size(text: str) -> int:
    return max((sum(2 if east_asian_width(c) in "WF" else 1 for c in line) for line in text.splitlines()), default=0)


def read(data: bytes, layouts: Iterable[Table] = LAYOUTS.values()) -> Mapping[str, Table]:
    """The tables of a workbook that `write` made of tables with these layouts, by key; sheets of other titles are left out.

    Raises TableError, which names sheet and cell.
    """
    sheets = load(data)
    return {layout.key: _table(sheets[layout.title], layout) for layout in layouts if layout.title in sheets}


def _table(sheet: Worksheet, layout: Table) -> Table:
    rows = sheet.iter_rows()
    heads = tuple(cells.from_cell(cell.value, "text") for cell in next(rows, None) or ())
    wanted = tuple(column.title for column in layout.columns)
    if heads != wanted:
        raise TableError(f"{sheet.title}!A1：表头须为 {'、'.join(wanted)}，一列不多一列不少。")
    return layout.with_rows(tuple(map(value_of, row, (c.kind for c in layout.columns))) for row in rows)


def value_of(cell: Cell | MergedCell, kind: Kind) -> Value:
    """The value of a cell. Raises TableError, which names it."""
    if cell.data_type == "f":
        raise TableError(f"{place_of(cell)}：是公式：请把它换成结果（选择性粘贴为值）。")
    try:
        return cells.from_cell(cell.value, kind)
    except ValueError as error:
        raise TableError(f"{place_of(cell)}：{error}，现在是“{str(cell.value)[:40]}”。") from None


def place_of(cell: Cell | MergedCell) -> str:
    """功能需求清单!D7."""
    return f"{cell.parent.title}!{cell.coordinate}"

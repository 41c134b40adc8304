"""One table as a comma-separated file (RFC 4180, UTF-8 with BOM), safe to open in Excel, that reads back equal.

Text that a spreadsheet could take for a formula gets an apostrophe before it, and so does text that begins with one; reading
takes one apostrophe away. Numbers and days stand as they are.
"""

from __future__ import annotations

import csv
from io import StringIO

from mingyue.connectors.excel import cells
from mingyue.connectors.excel.faults import TableError
from mingyue.ledger.tables import Column, Row, Table, Value

_MOST = 131_072  # characters of a field that readers take


def write_csv(table: Table) -> bytes:
    """The file. Raises TableError for text that UTF-8 cannot hold or that is too long."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_guarded(column.title) for column in table.columns])
    for number, row in enumerate(table.rows, 2):
        written = [_text(value) for value in row]
        for column, field in zip(table.columns, written, strict=True):
            if len(field) >= _MOST:
                raise TableError(f"{table.title} 第 {number} 行「{column.title}」：文字有 {len(field)} 字，太长。")
        writer.writerow(written)
    try:
        return out.getvalue().encode("utf-8-sig")
    except UnicodeEncodeError as error:
        raise TableError(
            f"{table.title}：含有不完整的字符（U+{ord(out.getvalue()[error.start]):04X}）：请更正。"
        ) from None


def _text(value: Value) -> str:
    if isinstance(value, str):
        return _guarded(value)
    if value is None:
        return ""
    return (
        value.isoformat() if hasattr(value, "isoformat") else format(value, "f" if not isinstance(value, int) else "d")
    )


def _guarded(text: str) -> str:
    """Blanks and unseen characters before a formula do not make it safe: spreadsheets drop some of them."""
    bare = text.lstrip().lstrip("\u200b\u200c\u200d\u2060\ufeff\x00")
    risky = text[:1] in cells.DANGEROUS or bare[:1] in cells.DANGEROUS
    return f"'{text}" if risky or text.startswith("'") else text


def read_csv(data: bytes, layout: Table) -> Table:
    """The table of a file that `write_csv` made of a table with this layout. Raises TableError, which names line and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError("不是 UTF-8 文字：请另存为“CSV UTF-8”后再试。") from None
    rows: list[Row] = []
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        heads = tuple(map(_bare, next(reader, [])))
        wanted = tuple(column.title for column in layout.columns)
        if heads != wanted:
            raise TableError(f"第 1 行：表头须为 {'、'.join(wanted)}，一列不多一列不少。")
        for row in reader:
            if len(row) != len(wanted):
                raise TableError(f"第 {reader.line_num} 行：有 {len(row)} 列，须为 {len(wanted)} 列。")
            rows.append(
                tuple(_value(field, column, reader.line_num) for field, column in zip(row, layout.columns, strict=True))
            )
    except csv.Error as error:
        raise TableError(f"第 {reader.line_num} 行：引号没有成对，或者一格文字太长。") from error
    return layout.with_rows(rows)


def _bare(field: str) -> str:
    return field.removeprefix("'")


def _value(field: str, column: Column, line: int) -> Value:
    if column.kind == "text":
        return _bare(field)
    try:
        return cells.parse(field, column.kind) if field else None
    except ValueError as error:
        raise TableError(f"第 {line} 行「{column.title}」：{error}，现在是“{field[:40]}”。") from None

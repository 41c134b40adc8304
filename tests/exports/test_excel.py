from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mingyue.connectors import excel
from mingyue.connectors.excel.cells import DANGEROUS
from mingyue.ledger.position import Position
from mingyue.ledger.tables import Column, Table, Value, tables

NASTY = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r\nx", "'已经有撇号", "''", "第一行\n第二行", "😀👩‍👩‍👧", "零\u200b宽\ufeff",
    "12345678901234567890", "2026-01-01", "_x0041_", "_x_x0041_", "\x00\x07", "\x0b\r", " =1+1", "\u200b=1", "＝1", "#N/A", "TRUE", "1E5", "", '"a","b"', " 前后空格 ", "\ufffe"]  # fmt: skip
LAYOUT = Table(
    "all",
    "全部",
    (
        Column("text", "文字"),
        Column("day", "日期", "date"),
        Column("at", "时刻", "moment"),
        Column("sum", "金额", "money"),
        Column("count", "数量", "int"),
        Column("share", "比例（%）", "percent"),
    ),
)
text = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
figures = st.decimals(min_value=-(10**17), max_value=10**17, places=2, allow_nan=False)
rows = st.tuples(
    text,
    st.none() | st.dates(),
    st.none() | st.datetimes(),
    st.none() | figures,
    st.none() | st.integers(-(10**20), 10**20),
    st.none() | st.decimals(0, 100, places=4, allow_nan=False),
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@example([(cell, None, None, None, None, None) for cell in NASTY])
@example([("", date.min, datetime.fromisoformat("0001-01-01T00:00"), Decimal("999999999999.99"), 0, Decimal("0.0001"))])
@example([("", date(1900, 2, 28), datetime.fromisoformat("1900-03-01T00:00"), Decimal("8.41"), 10**15, Decimal(100))])
@given(st.lists(rows, max_size=6))
def test_any_table_reads_back_equal_from_a_workbook_and_from_commas(body: list[tuple[Value, ...]]) -> None:
    table = LAYOUT.with_rows(body)
    assert excel.read(excel.write([table]), [LAYOUT]) == {"all": table}
    assert excel.read_csv(excel.write_csv(table), LAYOUT) == table


@quick
@given(st.lists(text, min_size=1, max_size=6))
def test_no_text_is_ever_a_formula(body: list[str]) -> None:
    layout = Table("one", "一列", (Column("text", "文字"),))
    table = layout.with_rows((cell,) for cell in body)
    sheet = load_workbook(BytesIO(excel.write([table])))["一列"]
    for (cell,) in sheet.iter_rows(min_row=2, max_row=1 + len(body)):
        assert cell.value is None or cell.data_type == "s"
        if str(cell.value or "")[:1] in {*DANGEROUS, "'"} - {""}:
            assert cell.quotePrefix
    lines = excel.write_csv(table).decode("utf-8-sig")
    assert excel.read_csv(lines.encode(), layout) == table
    assert not any(
        line.removeprefix('"')[:1] in {"=", "+", "-", "@"} for line in lines.split("\r\n") if "\n" not in line
    )


def test_every_table_of_a_position_reads_back_equal(position: Position) -> None:
    found = tables(position)
    assert excel.read(excel.write(found.values())) == found
    for table in found.values():
        assert excel.read_csv(excel.write_csv(table), table.with_rows(())) == table


def test_the_same_tables_give_the_same_bytes_whenever_they_are_written(
    position: Position, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = excel.write(tables(position).values())
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert excel.write(tables(position).values()) == first
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert core.count("2026-01-01T00:00:00Z") == 2


def test_sums_and_days_are_numbers_and_days_to_excel(position: Position) -> None:
    book = load_workbook(BytesIO(excel.write(tables(position).values())))
    sheet = book["付款"]
    assert (sheet["D2"].value, sheet["D2"].number_format, sheet["D2"].data_type) == (150000, "#,##0.00", "n")
    assert (sheet["H2"].value, sheet["H2"].is_date) == (datetime.fromisoformat("2026-01-19T00:00"), True)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:O4"


def test_commas_are_as_excel_wants_them() -> None:
    layout = Table("t", "表", (Column("text", "文字"), Column("sum", "金额", "money")))
    data = excel.write_csv(layout.with_rows([("甲,\n乙", Decimal("-5.10")), ("=1+1", None)]))
    assert data == '文字,金额\r\n"甲,\n乙",-5.10\r\n\'=1+1,\r\n'.encode("utf-8-sig")


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda table: excel.write([table]), "表!A2：文字有 140000 字"),
        (excel.write_csv, "表 第 2 行「文字」：文字有 140000 字"),
    ],
)
def test_text_that_is_too_long_is_refused_with_its_place(write, said) -> None:
    layout = Table("t", "表", (Column("text", "文字"),))
    with pytest.raises(excel.TableError, match=said):
        write(layout.with_rows([("长" * 140_000,)]))


def test_half_a_character_is_kept_by_excel_and_refused_in_utf8() -> None:
    layout = Table("t", "表", (Column("text", "文字"),))
    table = layout.with_rows([("\ud83d",)])
    assert excel.read(excel.write([table]), [layout]) == {"t": table}
    with pytest.raises(excel.TableError, match=r"U\+D83D"):
        excel.write_csv(table)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0old", "另存为 .xlsx"),
        (b"PK\x03\x04broken", "不是能读的 .xlsx"),
        (b"", "不是能读的 .xlsx"),
    ],
)
def test_what_is_no_workbook_is_told_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(excel.TableError, match=said):
        excel.read(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("文字\r\n甲\r\n", "第 1 行：表头须为 文字、金额"),
        ("文字,金额\r\n甲\r\n", "第 2 行：有 1 列"),
        ("文字,金额\r\n甲,五\r\n", "第 2 行「金额」：须为数字"),
        ('文字,金额\r\n"甲,1\r\n', "引号没有成对"),
    ],
)
def test_bad_commas_are_told_with_their_line(data: str, said: str) -> None:
    layout = Table("t", "表", (Column("text", "文字"), Column("sum", "金额", "money")))
    with pytest.raises(excel.TableError, match=said):
        excel.read_csv(data.encode(), layout)


def test_a_changed_sheet_is_told_with_its_cell(position: Position) -> None:
    book = load_workbook(BytesIO(excel.write(tables(position).values())))
    book["付款"]["D3"] = "=D2*2"
    out = BytesIO()
    book.save(out)
    with pytest.raises(excel.TableError, match="付款!D3：是公式"):
        excel.read(out.getvalue())

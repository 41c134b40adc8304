from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from mingyue.connectors import excel
from mingyue.ledger.position import Position
from mingyue.terms.fees import FeeItem
from mingyue.terms.reading import contract, contractual, tree
from mingyue.terms.scope import Requirement


def sheet_of(title: str, rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_lists_of_a_contract_read_back_equal(position: Position) -> None:
    terms = position.signed
    data = excel.write_terms(terms, own=True)
    assert excel.read_requirements(data) == terms.scope_acceptance.requirements
    assert excel.read_fees(data) == terms.fees_payment.items


def test_what_is_the_buyers_own_stays_with_the_buyer(position: Position) -> None:
    terms = position.signed
    data = excel.write_terms(terms)
    heads = [cell.value for cell in load_workbook(BytesIO(data))["功能需求清单"][1]]
    assert heads == ["编号", "功能", "所属模块", "实现方式与操作流程", "验收标准", "在哪个里程碑验收"]
    assert excel.read_requirements(data) == contractual(terms).scope_acceptance.requirements


line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1, max_size=30).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=line, detail=st.none() | line, weight=st.none() | st.decimals(0, 100, places=4))
def test_any_words_survive(position: Position, title: str, detail: str | None, weight) -> None:
    plain = tree(position.signed)
    plain["scope_acceptance"] = {
        "requirements": [{"id": "R-1", "title": title, "detail": detail, "weight": weight, "level": "could"}]
    }
    terms = contract(plain)
    assert excel.read_requirements(excel.write_terms(terms, own=True)) == terms.scope_acceptance.requirements


def test_columns_may_be_moved_left_out_and_filled_by_hand() -> None:
    data = sheet_of(
        "费用明细",
        [
            ["金额（含税）", "编号", "费用类别"],
            [1200.5, "F1", "软件许可费"],
            [None, None, None],
            ["300", "F2", "custom"],
        ],
    )
    assert excel.read_fees(data) == (
        FeeItem.model_validate({"id": "F1", "kind": "licence", "amount": "1200.5"}),
        FeeItem.model_validate({"id": "F2", "kind": "custom", "amount": "300"}),
    )


def test_a_number_in_a_column_of_words_is_taken_as_shown() -> None:
    data = sheet_of("功能需求清单", [["编号", "功能"], ["R1", 360.0]])
    assert excel.read_requirements(data) == (Requirement(id="R1", title="360"),)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["编号", "功能", "评分"]], "功能需求清单!C1：不认识的列「评分」"),
        ([["编号", "编号"]], "功能需求清单!B1：列「编号」出现了两次"),
        ([["编号", "功能"], ["7号", "甲"]], "功能需求清单!A2：编号须以英文字母开头"),
        ([["编号", "功能"], ["R1", None]], "功能需求清单!B2：缺少这一项"),
        ([["编号"], ["R1"]], "功能需求清单 第 2 行：缺少这一项"),
        ([["编号", "功能"], ["R1", "甲"], ["R1", "乙"]], "功能需求清单!A3：编号 R1 已用在 A2"),
        ([["编号", "功能", "选型评分权重"], ["R1", "甲", "很重"]], "功能需求清单!C2：须为数字"),
        ([["编号", "功能", "选型评分权重"], ["R1", "甲", 120]], "功能需求清单!C2：不能大于 100"),
        ([["编号", "功能"], ["R1", "=A1"]], "功能需求清单!B2：是公式"),
        ([["编号", "功能", "重要程度"], ["R1", "甲", "要紧"]], "功能需求清单!C2：须为"),
    ],
)
def test_a_bad_value_is_told_with_its_cell(rows: list[list[object]], said: str) -> None:
    with pytest.raises(excel.TableError) as caught:
        excel.read_requirements(sheet_of("功能需求清单", rows))
    assert str(caught.value).startswith(said)


def test_every_fault_is_told() -> None:
    data = sheet_of("功能需求清单", [["编号", "功能"], ["1", "甲"], ["R2", None], ["R3", "丙"]])
    with pytest.raises(excel.TableError) as caught:
        excel.read_requirements(data)
    assert [line.partition("：")[0] for line in str(caught.value).splitlines()] == [
        "功能需求清单!A2",
        "功能需求清单!B3",
    ]


def test_a_workbook_without_the_sheet_is_told() -> None:
    with pytest.raises(excel.TableError, match="没有工作表「费用明细」，有的是 其他"):
        excel.read_fees(sheet_of("其他", []))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), rest=st.floats(0.5, 1))
def test_a_damaged_file_is_told_in_a_sentence(position: Position, place: float, byte: int, rest: float) -> None:
    data = bytearray(excel.write_terms(position.signed))
    data[int(place * len(data))] = byte
    whole = bytes(data[: int(rest * len(data)) + 1])
    with suppress(excel.TableError):  # nothing else may come out
        excel.read_requirements(whole)

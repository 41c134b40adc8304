from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mingyue.connectors.report.columns import pad, shorten, table, width, wrap

TEXTS = st.text(alphabet="合同甲乙，。（《“ab1 -.)\n", max_size=200)


@given(TEXTS, st.integers(20, 100))
def test_wrapped_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrap(text, columns, "  ").split("\n")
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_mark_of_punctuation_never_begins_a_line() -> None:
    for columns in range(20, 60):
        lines = wrap("合同总价，逾期一日。视为合格；（一）甲方付款，“乙方”交付。" * 3, columns).split("\n")
        assert not any(line[0] in "，。；）”" for line in lines)


def test_latin_words_stay_whole() -> None:
    assert "Salesforce" in wrap("采购的产品是 Salesforce 企业版", 24).replace("\n", "|").split("|")[1]


def test_widths_count_columns() -> None:
    assert (width("ab合同"), pad("合同", 6), shorten("合同总价\n三十万", 9)) == (6, "合同  ", "合同总价…")
    assert table([["文件", "高"], ["a.docx", "12"]], frozenset({1})) == ["文件    高", "a.docx  12"]

"""Reading a contract that went through other hands: numbers changed, lines reworded, numbers typed, files of another kind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from filled import FULL

from mingyue.clauses.texts import texts
from mingyue.connectors import pdf, plain, typeset, word
from mingyue.drafting.proof import as_document
from mingyue.drafting.recover import Recovered, recover
from mingyue.drafting.write import draft
from mingyue.review.document import Block, Document
from mingyue.terms.reading import contract

CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def text() -> str:
    """The contract as Word shows it, numbers included."""
    return word.read(word.compose(draft(contract(FULL), texts()), created=CREATED)).text


def read(text: str) -> Recovered:
    return recover(plain.read(text.encode()), texts())


def test_plain_text_with_typed_numbers_reads_whole(text: str) -> None:
    assert contract(read(text).tree) == contract(recover(as_document(draft(contract(FULL), texts())), texts()).tree)


def test_each_value_knows_its_place(text: str) -> None:
    places = read(text).places
    assert places["breach_dispute.late_delivery.rate"].quote == "0.1"
    assert places["fees_payment.items.1.amount"].quote == "199,999.50"
    assert places["termination_exit.grounds.1.days"].quote == "30"
    rate = places["breach_dispute.late_delivery.rate"]
    assert text[rate.start : rate.end] == rate.quote


def test_changed_numbers_are_read_as_changed(text: str) -> None:
    edited = (
        text.replace("0.1%", "0.02%").replace("总工期为90日", "总工期为一百二十日").replace("199,999.50", "299,999.5")
    )
    found = read(edited).tree
    assert found["breach_dispute"]["late_delivery"]["rate"] == "0.02"
    assert found["implementation_schedule"]["total"] == "120日"
    assert found["fees_payment"]["items"][1]["amount"] == "299999.5"


def test_a_reworded_line_is_missing_and_told(text: str) -> None:
    [line] = [line for line in text.split("\n") if "0.1%" in line]
    reworded = line.replace("应当按照", "可以按照")
    edited = text.replace(line, reworded)
    found = read(edited)
    assert "rate" not in found.tree["breach_dispute"].get("late_delivery", {})
    assert [span.quote for span in recover(word_lines(edited), texts()).missed] == [reworded]


def word_lines(text: str) -> Document:
    """The text as a reader gives it that knows the automatic numbers."""
    blocks, start = [], 0
    for count, line in enumerate(text.split("\n"), 1):
        number = line.split(" ")[0] if line[:1].isdigit() or line.startswith("第") else ""
        blocks.append(Block(start, start + len(line), f"p{count}", number=number))
        start += len(line) + 1
    return Document(text, tuple(blocks), "docx")


def test_a_pdf_reads_but_for_its_tables() -> None:
    found = recover(pdf.read(typeset.pdf(draft(contract(FULL), texts()), created=CREATED)), texts()).tree
    assert found["breach_dispute"]["late_delivery"]["rate"] == "0.1"
    assert found["confidentiality"]["damages_percent"] == "200"
    assert len(found["fees_payment"]["instalments"]) == len(FULL["fees_payment"]["instalments"])


def test_somebody_elses_contract_is_left_alone() -> None:
    other = "合同编号：A-1\n甲方（采购方）：北京某某有限公司\n联系电话：010-1\n1.1 乙方应当于收到通知后30日内交付。\n"
    assert read(other) == Recovered({}, {}, ())

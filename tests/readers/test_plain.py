from __future__ import annotations

import codecs

import pytest

from mingyue.connectors import plain
from mingyue.connectors.plain import reader
from mingyue.review.document import Unreadable

DRAFT = "合同\n甲方：某公司\n\n第一条 乙方应当在30日内交付。\n"


@pytest.mark.parametrize(
    "data",
    [
        DRAFT.encode(),
        codecs.BOM_UTF8 + DRAFT.encode(),
        codecs.BOM_UTF16_LE + DRAFT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + DRAFT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + DRAFT.encode("utf-32-le"),
        DRAFT.encode("gb18030"),
        DRAFT.replace("\n", "\r\n").encode("gbk"),
        DRAFT.replace("\n", "\r").encode(),
        DRAFT.replace("\n\n", "\n\f").encode(),
    ],
)
def test_the_text_is_the_same_in_every_encoding_and_with_every_line_end(data: bytes) -> None:
    assert plain.read(data).text == DRAFT


def test_big5_is_told_from_gb18030() -> None:
    draft = "軟體採購合約\n甲方應於驗收後三十日內支付款項，並由乙方開立發票。\n"
    document = plain.read(draft.encode("big5"))
    assert document.text == draft
    assert document.notes == ("文件没有编码标记，按 BIG5HKSCS 读取",)


def test_one_block_a_line_with_its_number() -> None:
    document = plain.read(DRAFT.encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == DRAFT.split("\n")[:-1]
    assert [block.anchor for block in document.blocks] == ["line 1", "line 2", "line 3", "line 4"]


@pytest.mark.parametrize("text", ["甲方", "甲方\n", "甲方\n\n", "\n甲方 ", "  甲方\t乙方\u3000\n"])
def test_nothing_is_stripped_and_nothing_added(text: str) -> None:
    assert plain.read(text.encode()).text == text


def test_markdown_headings_carry_their_level_and_keep_their_marks() -> None:
    document = plain.read("# 合同\n## 第一条\n#5 房间\n正文 **30%**".encode())
    assert [block.level for block in document.blocks] == [0, 1, None, None]
    assert document.text.endswith("**30%**")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("甲方\x00乙方\n".encode(), "甲方\ufffd乙方\n"),
        (codecs.BOM_UTF16_LE + "甲方".encode("utf-16-le") + b"\x00\xd8", "甲方\ufffd"),
        ("甲方".encode() + b"\xed\xa0\x80" + "付款给乙方，按月。".encode(), "甲方\ufffd\ufffd\ufffd付款给乙方，按月。"),
        ("甲方\x1b[0m\uffff\n".encode(), "甲方\ufffd[0m\ufffd\n"),
    ],
)
def test_what_no_text_may_hold_is_replaced_and_told(data: bytes, text: str) -> None:
    document = plain.read(data)
    assert document.text == text
    assert "请核对原文" in document.notes[-1]
    assert len(document.sha256) == 64


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b" \n\t\n", "没有文字"),
        (bytes(range(256)) * 40, "编码无法识别"),
        (b"\x00\x01\x02abc" * 100, "控制字符"),
        ("Ihr Büro prüft größere Verträge für Käufer".encode("latin-1"), "编码无法识别"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault) as refused:
        plain.read(data)
    assert "\n" not in str(refused.value)


def test_size_and_lines_are_bounded() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        plain.read(b"a" * (reader.MAX_BYTES + 1))
    with pytest.raises(Unreadable, match="1000001 行"):
        plain.read(b"\n" * 1_000_000 + "甲方".encode())

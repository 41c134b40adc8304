"""Files that cannot be read: one clear sentence each, in bounded time."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
import word_builder as b
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.connectors.word import package, read
from mingyue.review.document import Unreadable

GOOD = b.docx(b.para("甲方应付款。", b.ins(b.run("乙"))) + b.table(b.row("甲", "乙")), {"styles": b.styles("")})


def replaced(name: str, content: bytes) -> bytes:
    return b.archive(b.entries_of(GOOD) | {name: content})


def changed(name: str, old: bytes, new: bytes) -> bytes:
    return replaced(name, b.entries_of(GOOD)[name].replace(old, new))


def encrypted() -> bytes:
    """The flag bit of every entry set, in local headers and in the directory."""
    return re.sub(rb"(PK\x01\x02.{4}|PK\x03\x04.{2})\x00", b"\\1\x01", GOOD, flags=re.DOTALL)


def doubled() -> bytes:
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as target, pytest.warns(UserWarning, match="Duplicate"):
        target.writestr("word/document.xml", b"<x/>")
    return out.getvalue()


DOCUMENT = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
DEEP = ("<w:tbl><w:tr><w:tc>" * 600 + "</w:tc></w:tr></w:tbl>" * 600).encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空"),
        (b"just text", "不是 Word 文件"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1", "RTF"),
        (OLE + bytes(600), r"旧版 \.doc"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (GOOD[: len(GOOD) // 2], "不完整或已损坏"),
        (encrypted(), "密码"),
        (doubled(), "同名部件"),
        (b.archive({"a.txt": b"x"}), "不是 Word 文件"),
        (b.archive({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (changed("[Content_Types].xml", b"wordprocessingml", b"spreadsheetml"), "Excel"),
        (changed("[Content_Types].xml", b"document.main+xml", b"document.macroEnabled.main+xml"), "宏"),
        (b.archive(b.entries_of(GOOD) | {"word/vbaProject.bin": b""}), "宏"),
        (replaced(DOCUMENT, b"<w:document"), "不是有效的 XML"),
        (replaced(DOCUMENT, ENTITIES), "DTD"),
        (replaced(DOCUMENT, b" " * package.HEAD + ENTITIES), "XML|DTD"),
        (changed(DOCUMENT, b"<w:body>", b"<w:body>" + DEEP), "嵌套|XML"),
        (changed(DOCUMENT, b"w:body", b"w:nobody"), "没有正文"),
        (b.docx(b.para()), "没有任何文字"),
        (b.docx(b.para("<w:r><w:drawing/></w:r>")), "只有图片"),
        (changed(DOCUMENT, "甲方".encode(), b"&#xD800;"), "XML"),
    ],
)
def test_one_sentence_names_the_fault_and_the_mend(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as caught:
        read(data)
    message = str(caught.value)
    assert message.endswith("。")
    assert message.count("。") == 1
    assert "：" in message


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="压缩炸弹"):
        read(b.archive(b.entries_of(GOOD) | {"word/media/x.xml": bytes(4 * 2**20)}))


def test_limits_of_size_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, sentence in (("MAX_ENTRIES", "个部件"), ("MAX_TOTAL", "展开后超过"), ("MAX_XML", "展开后超过")):
        with monkeypatch.context() as patch:
            patch.setattr(package, limit, 3)
            with pytest.raises(Unreadable, match=sentence):
                read(GOOD)


def fault_of(data: bytes) -> str:
    """What is said about the file; any other error than `Unreadable` fails the test."""
    try:
        read(data)
    except Unreadable as fault:
        return str(fault)
    return "可读。"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_damaged_archives_are_read_or_refused(place: int, noise: bytes) -> None:
    assert fault_of(GOOD[:place] + noise + GOOD[place + len(noise) :]).endswith("。")


XML = b.entries_of(GOOD)[DOCUMENT]
SNIPPETS = [
    b"<w:tbl>",
    b"</w:p>",
    b"<w:p>",
    b"<w:r/>",
    b"w:val",
    b'"',
    b"<w:fldChar/>",
    b"<w:sym/>",
    b"<w:tc/>",
    b"<!-- -->",
    b"<?x?>",
]


@settings(max_examples=150, deadline=None)
@given(st.integers(XML.index(b"<w:body>"), len(XML)), st.sampled_from(SNIPPETS), st.integers(0, 12))
def test_damaged_xml_is_read_or_refused(place: int, snippet: bytes, cut: int) -> None:
    assert fault_of(replaced(DOCUMENT, XML[:place] + snippet + XML[place + cut :])).endswith("。")

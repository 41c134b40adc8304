from __future__ import annotations

from collections.abc import Callable

import pytest

from mingyue.connectors import sniff
from mingyue.review.document import Unreadable

Make = Callable[..., bytes]
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        sniff.kind_of(data, name)
    message = str(refused.value)
    assert message.endswith("。")
    assert "\n" not in message
    return message


@pytest.mark.parametrize("name", ["合同.docx", "合同.doc", "合同.pdf", "合同.txt", "合同"])
def test_content_decides_and_not_the_extension(name: str, pdf: Make, ooxml: Make, ole: Make) -> None:
    assert sniff.kind_of(pdf([[(90, 700, "合同")]]), name) == "pdf"
    assert sniff.kind_of(ooxml(WORD), name) == "docx"
    assert sniff.kind_of(ole(["WordDocument"]), name) == "doc"
    assert sniff.kind_of(rb"{\rtf1 \'ba\'cf}", name) == "rtf"
    assert sniff.kind_of("第一条 <甲方> 付款".encode(), name) == "text"
    assert sniff.kind_of("合同".encode("gbk"), name) == "text"


def test_templates_and_open_documents_are_drafts(ooxml: Make, zipped: Make) -> None:
    assert sniff.kind_of(ooxml(WORD.replace("document.", "template.") + ".template"), "a.dotx") == "docx"
    assert sniff.kind_of(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "a.odt") == "odt"


def test_an_old_wps_file_is_told_by_its_name_only(ole: Make) -> None:
    assert sniff.kind_of(ole(["CONTENTS"]), "合同.WPS") == "wps"
    assert sniff.kind_of(ole(["WordDocument"]), "合同.wps") == "doc"
    assert "找不到正文" in refusal(ole(["CONTENTS"]), "合同.doc")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf \r\n", "空的"),
        (bytes(1000), "空的"),
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "图片"),
        (b"\x00\x00\x00\x18ftypheic....", "图片"),
        (b"Rar!\x1a\x07\x01\x00", "RAR 压缩包"),
        (b"MZ\x90\x00", "程序"),
        (b"<!DOCTYPE html><html><body>\xe5\x90\x88", "网页"),
        (b"\xef\xbb\xbf\r\n<html xmlns:o='urn'>", "网页"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
        (b"<?xml version='1.0'?><w:wordDocument xmlns:w='x'>", "XML 格式的 Word"),
        (b"\x01\x02\x00\x03" * 50, "扩展名是 .doc"),
    ],
)
def test_what_is_no_draft_is_named(data: bytes, what: str) -> None:
    assert what in refusal(data, "合同.doc")


def test_archives_and_other_office_files_are_named(ooxml: Make, zipped: Make, ole: Make) -> None:
    excel = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "Excel" in refusal(ooxml(excel), "合同.docx")
    assert "PowerPoint" in refusal(ooxml("vnd.openxmlformats-officedocument.presentationml.presentation"), "合同.docx")
    assert "ODS" in refusal(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "合同.docx")
    assert "OFD" in refusal(zipped({"OFD.xml": b""}), "合同.docx")
    assert "ZIP" in refusal(zipped({"合同.docx": b"x"}), "合同.docx")
    assert "Excel" in refusal(ole(["Workbook"]), "合同.doc")
    assert "Outlook" in refusal(ole(["__properties_version1.0"]), "合同.doc")


def test_a_word_file_with_an_embedded_sheet_is_a_word_file(ooxml: Make) -> None:
    assert sniff.kind_of(ooxml(WORD, **{"word/embeddings/sheet.xlsx": b"PK"}), "a.docx") == "docx"


def test_encrypted_files_are_refused(ole: Make, zipped: Make) -> None:
    assert "打开密码" in refusal(ole(["EncryptionInfo", "EncryptedPackage"]), "合同.docx")
    assert "打开密码" in refusal(ole(["Root Entry", "WordDocument"], fib_flags=0x0100), "合同.doc")
    manifest = b"<manifest:encryption-data/>"
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": manifest})
    assert "打开密码" in refusal(odt, "合同.odt")
    locked = bytearray(zipped({"a.txt": b"abc"}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "压缩密码" in refusal(bytes(locked), "合同.docx")


def test_macros_are_refused_by_type_and_by_part(ooxml: Make) -> None:
    assert "宏" in refusal(ooxml("vnd.ms-word.document.macroEnabled"), "合同.docm")
    assert "宏" in refusal(ooxml(WORD, **{"word/vbaProject.bin": b"x"}), "合同.docx")


def test_damaged_and_hostile_packages_are_refused(ooxml: Make, zipped: Make) -> None:
    whole = ooxml(WORD, **{"word/document.xml": bytes(range(256)) * 40})
    assert "不完整" in refusal(whole[: len(whole) // 2], "合同.docx")
    assert "不完整" in refusal(b"PK\x03\x04", "合同.docx")
    broken = bytearray(whole)
    broken[60:90] = b"\xff" * 30
    assert "损坏" in refusal(bytes(broken), "合同.docx")
    assert "部件超过" in refusal(b"PK" + b"PK\x01\x02" * 10_001, "合同.docx")
    assert "找不到正文部件" in refusal(zipped({"[Content_Types].xml": b" " * 20_000_000}), "合同.docx")


def test_size_is_refused_before_reading() -> None:
    sniff.check_size(sniff.MAX_FILE_BYTES)
    with pytest.raises(Unreadable, match="文件有 200 MB，超过上限 100 MB"):
        sniff.check_size(200_000_000)

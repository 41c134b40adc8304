"""What a file is, judged by its bytes; the name only breaks ties.

It only classifies: the caller hands the bytes to the reader of that kind. Everything that is not a readable draft is
refused here with one sentence, so that each reader meets only its own format.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from mingyue.connectors.sniff.ole import ole_names, word_is_encrypted
from mingyue.review.document import Unreadable

Kind = Literal["docx", "pdf", "text", "doc", "wps", "rtf", "odt"]

MAX_FILE_BYTES = 100_000_000
"""Largest file that is looked at. Contracts of hundreds of pages with pictures stay below a tenth of it."""

MAX_ZIP_ENTRIES = 10_000
"""Most parts of an OOXML or ODF package; a real draft has fewer than 200."""

_ASK_WORD = "请向供应商索取 Word（.docx）文件"
_SAVE_DOCX = "请用 Word 或 WPS 打开后另存为 .docx"

# First bytes of a file that is no draft: what it is, and the mend.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "图片（PNG）", "目前不支持文字识别（OCR），" + _ASK_WORD),
    (b"\xff\xd8\xff", "图片（JPEG）", "目前不支持文字识别（OCR），" + _ASK_WORD),
    (b"GIF8", "图片（GIF）", "目前不支持文字识别（OCR），" + _ASK_WORD),
    (b"II*\x00", "图片（TIFF，多为扫描件）", "目前不支持文字识别（OCR），" + _ASK_WORD),
    (b"MM\x00*", "图片（TIFF，多为扫描件）", "目前不支持文字识别（OCR），" + _ASK_WORD),
    (b"Rar!\x1a\x07", "RAR 压缩包", "请先解压，再检查其中的合同"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请先解压，再检查其中的合同"),
    (b"\x1f\x8b\x08", "gzip 压缩包", "请先解压，再检查其中的合同"),
    (b"MZ", "Windows 程序", "它不是合同，请不要打开它"),
    (b"\x7fELF", "Linux 程序", "它不是合同，请不要打开它"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OOXML_MAIN: tuple[tuple[bytes, str], ...] = (
    (b"wordprocessingml", "word"),
    (b"application/vnd.ms-word", "word"),
    (b"spreadsheetml", "Excel 表格"),
    (b"vnd.ms-excel", "Excel 表格"),
    (b"presentationml", "PowerPoint 演示文稿"),
    (b"vnd.ms-powerpoint", "PowerPoint 演示文稿"),
)
_ODF: dict[bytes, str] = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS 表格",
    b"application/vnd.oasis.opendocument.presentation": "ODP 演示文稿",
    b"application/vnd.oasis.opendocument.graphics": "ODG 图形",
}
_ODT = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_XML_WORD = re.compile(rb"<(?:w:wordDocument|pkg:package|office:document)\b")


def check_size(size: int) -> None:
    """Refuse a file of too many bytes; meant for the caller, before the file is read into memory."""
    if size > MAX_FILE_BYTES:
        limit, got = MAX_FILE_BYTES // 1_000_000, size / 1_000_000
        raise Unreadable(f"文件有 {got:.0f} MB，超过上限 {limit} MB：请压缩或删去其中的图片，只留合同正文后再试。")


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of draft these bytes hold.

    "docx", "pdf" and "text" have readers of their own; the other kinds go through the office converter first, which
    takes the kind as suffix. `name` (a file name) matters only where content cannot tell: old .wps files.
    Raises Unreadable for anything else: empty, encrypted, macro-bearing, an archive, a picture, another program's file.
    """
    check_size(len(data))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("文件是空的：请重新导出或索取合同文件。")
    for magic, what, mend in _MAGIC:
        if data.startswith(magic):
            raise _not_a_draft(what, mend)
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data, PurePath(name).suffix.lower())
    return _marked_kind(data, PurePath(name).suffix.lower())


def _not_a_draft(what: str, mend: str) -> Unreadable:
    return Unreadable(f"文件内容是{what}，不是可读取的合同：{mend}。")


def _marked_kind(data: bytes, suffix: str) -> Kind:
    """Formats whose mark may follow white space or a preamble; plain text is what is left."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        raise _not_a_draft("图片（照片）", "目前不支持文字识别（OCR），" + _ASK_WORD)
    if head.lstrip(b"\xef\xbb\xbf\r\n ").startswith(b"MIME-Version:"):
        raise _not_a_draft("网页存档（MHT）或邮件", _SAVE_DOCX)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        if _HTML.search(head):
            raise _not_a_draft("网页（HTML）", _SAVE_DOCX)
        if _XML_WORD.search(head):
            raise _not_a_draft("XML 格式的 Word 文档", _SAVE_DOCX)
    if (
        suffix in {".docx", ".doc", ".wps", ".pdf", ".odt"}
        and b"\x00" in head
        and head[:2] not in {b"\xff\xfe", b"\xfe\xff"}
    ):
        raise Unreadable(f"文件扩展名是 {suffix}，内容却不是这种格式，文件可能已损坏或未下载完整：请重新导出或索取。")
    return "text"


def _zip_kind(data: bytes) -> Kind:
    # Counted by signature first: listing them builds an object for each.
    if data.count(b"PK\x01\x02") > MAX_ZIP_ENTRIES:
        raise Unreadable(f"文件内的部件超过 {MAX_ZIP_ENTRIES} 个，不是正常的合同文件：请用 Word 或 WPS 另存一份再试。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _package_kind(package)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
    ) as error:
        raise Unreadable("文件不完整或已损坏（压缩结构无法打开）：请重新下载、导出或向供应商索取。") from error


def _package_kind(package: zipfile.ZipFile) -> Kind:
    entries = {info.filename: info for info in package.infolist()}
    if any(info.flag_bits & 1 for info in entries.values()):
        raise Unreadable("文件设有压缩密码：请去掉密码后再试。")
    if "[Content_Types].xml" in entries:
        return _ooxml_kind(_head_of(package, entries["[Content_Types].xml"]), entries)
    if "mimetype" in entries:
        return _odf_kind(_head_of(package, entries["mimetype"]).strip(), package, entries)
    if "OFD.xml" in entries:
        raise _not_a_draft("OFD 版式文件", _ASK_WORD + "或有文字层的 PDF")
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in entries):
        raise _not_a_draft("Pages 文稿", "请在 Pages 中导出为 Word（.docx）")
    raise _not_a_draft("ZIP 压缩包", "请先解压，再检查其中的合同")


def _head_of(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The first megabyte of a part: enough to tell the kind, whatever the part claims to hold."""
    try:
        with package.open(info) as part:
            return part.read(1_000_000)
    except Exception as error:  # a broken deflate stream raises zlib.error, lzma.LZMAError and others by method
        raise Unreadable("文件不完整或已损坏（内部数据解压失败）：请重新下载、导出或向供应商索取。") from error


def _ooxml_kind(types: bytes, entries: dict[str, zipfile.ZipInfo]) -> Kind:
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in entries):
        raise Unreadable("文件带有宏（.docm/.dotm 一类），为安全起见不予读取：请向供应商索取或另存为不含宏的 .docx。")
    # The main part decides: a Word file may embed sheets, whose types stand in the same list.
    main = b" ".join(re.findall(rb'ContentType\s*=\s*"([^"]*\.main\+xml)"', types)) or types
    what = next((label for mark, label in _OOXML_MAIN if mark in main), "")
    if what == "word":
        return "docx"
    if not what:
        raise Unreadable("文件不是完整的 Word 文档（找不到正文部件）：请用 Word 或 WPS 另存一份再试。")
    raise _not_a_draft(what, "请检查合同本身的 Word 或 PDF 文件")


def _odf_kind(mimetype: bytes, package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> Kind:
    if mimetype not in _ODT:
        raise _not_a_draft(_ODF.get(mimetype, "压缩格式的其他文件"), "请检查合同本身的 Word 或 PDF 文件")
    manifest = entries.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in _head_of(package, manifest):
        raise Unreadable("文件设有打开密码：请去掉密码后再试。")
    return "odt"


def _ole_kind(data: bytes, suffix: str) -> Kind:
    names = ole_names(data)
    if "EncryptedPackage" in names or word_is_encrypted(data, names):
        raise Unreadable("文件设有打开密码：请在 Word 中去掉密码（文件-信息-保护文档）后再试。")
    if "WordDocument" in names:
        return "doc"
    if names.keys() & {"Workbook", "Book"}:
        raise _not_a_draft("Excel 表格", "请检查合同本身的 Word 或 PDF 文件")
    if "PowerPoint Document" in names:
        raise _not_a_draft("PowerPoint 演示文稿", "请检查合同本身的 Word 或 PDF 文件")
    if "__properties_version1.0" in names:
        raise _not_a_draft("Outlook 邮件", "请另存其中的合同附件")
    if suffix == ".wps":
        return "wps"
    raise Unreadable("文件不是完整的 Word 文档（找不到正文），可能已损坏：请重新导出或索取。")

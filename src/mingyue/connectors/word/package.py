"""A .docx as a package of parts: opened with limits, read part by part, safe against hostile files."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Final

from lxml import etree

from mingyue.connectors.word.names import Element
from mingyue.review.document import Unreadable

MAX_ENTRIES: Final = 5_000
MAX_TOTAL: Final = 300 * 2**20
MAX_XML: Final = 32 * 2**20
MAX_RATIO: Final = 200
RATIO_FLOOR: Final = 2**20  # small parts may shrink a lot; only what grows beyond this is suspect

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRICT: Final = (  # the ISO strict dialect names the same things under other addresses
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_STRICT_HOST: Final = b"purl.oclc.org/ooxml"
HEAD: Final = 8192  # bytes in which the prolog and the names of the root element stand
_DTD: Final = "部件 {} 带有实体声明（DTD），出于安全不读取：请在 Word 里打开后另存为新的 .docx。"
_ZIP_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """The parts of one file. Raises `Unreadable` when it is not a whole, plain Word file within the limits."""

    __slots__ = ("archive", "main", "names")

    def __init__(self, data: bytes) -> None:
        _refuse_other_kinds(data)
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
        except _ZIP_FAULTS as fault:
            raise Unreadable(
                "文件不完整或已损坏，打不开压缩包：请重新获取原件，或在 Word 里打开并修复后另存为 .docx。"
            ) from fault
        infos = self.archive.infolist()
        _check_limits(infos)
        self.names = frozenset(info.filename for info in infos)
        if len(self.names) != len(infos):
            raise Unreadable("压缩包里有同名部件，可能被动过手脚：请在 Word 里打开后另存为新的 .docx。")
        self.main = self._main_part()

    def raw(self, name: str) -> bytes:
        """The bytes of a part. Raises `Unreadable` when it is missing, damaged or too large for an XML part."""
        if name not in self.names:
            raise Unreadable(f"文件里缺少部件 {name}，不是完整的 Word 文件：请在 Word 里打开并修复后另存为 .docx。")
        if self.archive.getinfo(name).file_size > MAX_XML:
            raise Unreadable(
                f"部件 {name} 展开后超过 {MAX_XML >> 20} MB，超出读取上限：请拆分文件，或只保留合同正文后再检查。"
            )
        try:
            return self.archive.read(name)
        except _ZIP_FAULTS as fault:
            raise Unreadable(
                f"文件已损坏，部件 {name} 解不开：请重新获取原件，或在 Word 里打开并修复后另存为 .docx。"
            ) from fault

    def xml(self, name: str) -> Element:
        """The root of a part's XML; no DTD, no entity, nothing fetched."""
        return parse(self.raw(name), name)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The part's relationships: id -> (last word of the type, target part); external targets are left out."""
        folder = posixpath.dirname(name)
        rels = relations_part(name)
        if rels not in self.names:
            return {}
        found = {}
        for node in self.xml(rels).iterchildren(_RELATIONSHIP):
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/")
                found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], target)
        return found

    def _main_part(self) -> str:
        types = self.raw("[Content_Types].xml") if "[Content_Types].xml" in self.names else b""
        if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in self.names):
            raise Unreadable("文件带有宏（.docm），出于安全不读取：请在 Word 里另存为不含宏的 .docx 再检查。")
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self.names and b"wordprocessingml" in types:
                return target
        raise Unreadable(f"这不是 Word 文件，{_guess(types, self.names)}：请换成 .docx 合同文件。")


def relations_part(name: str) -> str:
    """The part that holds the relationships of this part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def is_strict(data: bytes) -> bool:
    """Whether this part is written in the ISO strict dialect."""
    return _STRICT_HOST in data[:HEAD]


def parse(data: bytes, name: str) -> Element:
    """The root of XML bytes. Raises `Unreadable` on malformed XML and on any DTD."""
    head = data[:HEAD]
    if b"<!DOCTYPE" in head:
        raise Unreadable(_DTD.format(name))
    if is_strict(data):
        for strict, plain in STRICT:
            data = data.replace(strict, plain)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable(f"文件已损坏，部件 {name} 不是有效的 XML：请在 Word 里打开并修复后另存为 .docx。") from fault
    if root.getroottree().docinfo.internalDTD is not None:  # one that the first bytes did not show
        raise Unreadable(_DTD.format(name))
    return root


def _check_limits(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_ENTRIES:
        raise Unreadable(
            f"压缩包里有 {len(infos)} 个部件，超过上限 {MAX_ENTRIES}：请在 Word 里打开后另存为新的 .docx。"
        )
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("文件加了密码，无法读取：请先去掉打开密码再检查。")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise Unreadable(f"文件展开后超过 {MAX_TOTAL >> 20} MB，超出读取上限：请压缩图片或拆分文件后再检查。")
    for info in infos:
        if info.file_size > RATIO_FLOOR and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Unreadable(f"部件 {info.filename} 的压缩比异常（疑似压缩炸弹）：请向发件人重新索取原件。")


def _refuse_other_kinds(data: bytes) -> None:
    """Say what the file really is where its first bytes tell."""
    if not data:
        raise Unreadable("文件是空的（0 字节）：请重新获取原件。")
    head = data[:1024].lstrip()
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("文件加了密码，无法读取：请先去掉打开密码再检查。")
        raise Unreadable("这是旧版 .doc（或其他旧版 Office）格式，扩展名却是 .docx：请在 Word 里另存为 .docx 再检查。")
    if head.startswith(b"%PDF"):
        raise Unreadable("这是 PDF 文件，扩展名却是 .docx：请把扩展名改为 .pdf 再检查。")
    if head.startswith(b"{\\rtf"):
        raise Unreadable("这是 RTF 文件，扩展名却是 .docx：请在 Word 里另存为 .docx 再检查。")
    if not data.startswith(b"PK"):
        raise Unreadable("这不是 Word 文件（.docx）：请确认文件没有传错，或在 Word 里另存为 .docx 再检查。")


def _guess(types: bytes, names: frozenset[str]) -> str:
    if b"spreadsheetml" in types:
        return "看来是 Excel 表格"
    if b"presentationml" in types:
        return "看来是 PowerPoint 演示文稿"
    return "看来是 OpenDocument 文件" if "mimetype" in names else "只是一个压缩包"

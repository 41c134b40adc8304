"""Files that mean harm, made here: no such file lies in the repository."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="{part}" ContentType="{kind}"/></Types>'
_RELS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{part}"/></Relationships>'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
)
_DOCUMENT = '<?xml version="1.0"?>{head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
_BOOK = '<?xml version="1.0"?>{head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/><x>{text}</x></workbook>'


def _office(part: str, kind: str, body: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES.format(part=f"/{part}", kind=kind))
        package.writestr("_rels/.rels", _RELS.format(part=part))
        package.writestr(part, body)
    return out.getvalue()


def word(head: str = "", text: str = "合同") -> bytes:
    """A Word file with this in front of its text."""
    return _office("word/document.xml", _WORD, _DOCUMENT.format(head=head, text=text))


def book(head: str = "", text: str = "") -> bytes:
    """An Excel file with this in front of its sheets."""
    return _office("xl/workbook.xml", _SHEET, _BOOK.format(head=head, text=text))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_picture() -> bytes:
    """A PNG that says it is 100,000 by 100,000 pixels."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(bytes(100_000))) + _chunk(b"IEND", b"")


def nested_zip() -> bytes:
    """A ZIP of ZIPs of zeros."""
    inner = bytes(4 * 2**20)
    for _ in range(3):
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for number in range(4):
                package.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return inner


_SCRIPT = b"<script>alert(document.cookie)</script>"
_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
FILES: Mapping[str, bytes] = {
    "a page with the name of a contract.docx": b"<!doctype html><html>" + _SCRIPT,
    "outside entity.docx": word(_ENTITY, "&a;"),
    "ten billion laughs.docx": word(_LAUGHS, "&a9;"),
    "bomb.docx": word("", "甲" * 20_000_000),
    "outside entity.xlsx": book(_ENTITY, "&a;"),
    "ten billion laughs.xlsx": book(_LAUGHS, "&a9;"),
    "bomb.xlsx": book("", "a" * 120_000_000),
    "zips of zips.zip": nested_zip(),
    "script.pdf": _PDF,
    "page in a pdf.pdf": b"%PDF-1.7\n" + _SCRIPT,
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + _SCRIPT + b"</svg>",
    "page in a picture.gif": b"GIF89a/*" + _SCRIPT + b"*/=1;",
    "huge.png": huge_picture(),
    "aliases.yaml": b"a: &a [x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\n" + b"d: [*c, *c, *c, *c]\n" * 1,
    "object.yaml": b"!!python/object/apply:os.system ['touch /tmp/mingyue-was-here']\n",
    "formula.csv": b"=cmd|' /C calc'!A0,=HYPERLINK(\"http://evil.example\")\n",
    "nothing.docx": b"",
    "half of a zip.docx": word()[:90],
    "zeros.pdf": bytes(5000),
}

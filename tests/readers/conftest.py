"""Files made in memory for the reader tests: a PDF writer of forty lines, a zip, an OLE2 shell."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

Text = tuple[float, float, str]  # x, y in points from the lower left corner, and the line
SIZE = 12.0


def _content(lines: list[Text]) -> bytes:
    parts = (f"BT /F1 {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" for x, y, text in lines)
    return "\n".join(parts).encode()


def make_pdf(
    pages: list[list[Text]],
    *,
    catalog: str = "",
    trailer: str = "",
    streams: list[bytes] | None = None,
    deflate: str = "",
) -> bytes:
    """A PDF of A4 pages whose lines stand where told, every character one em (12 points) wide.

    catalog, trailer: more entries of those dictionaries; streams: finished page contents instead of `pages`; deflate: their filter.
    """
    contents = streams if streams is not None else [_content(page) for page in pages]
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R {catalog}>>".encode(),
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]/MediaBox[0 0 595 842]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/S/DW 1000/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    ]
    for index, content in enumerate(contents):
        page = f"<</Type/Page/Parent 2 0 R/Resources<</Font<</F1 3 0 R>>>>/Contents {6 + 2 * index} 0 R>>"
        head = f"<</Length {len(content)}{deflate}>>\nstream\n".encode()
        objects += [page.encode(), head + content + b"\nendstream"]
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def make_zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


def make_ooxml(main: str, **more: bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="application/{main}.main+xml"/></Types>'
    return make_zip({"[Content_Types].xml": types.encode()} | more)


def make_ole(names: list[str], fib_flags: int = 0) -> bytes:
    """The shell of an OLE2 file: header, one directory sector, one sector that starts like a Word stream."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + struct.pack("<H", 9)
    directory = b"".join(
        (encoded := (name + "\0").encode("utf-16-le")).ljust(64, b"\0")
        + struct.pack("<H", len(encoded))
        + bytes(50)
        + struct.pack("<I", 1)
        + bytes(8)
        for name in names
    )
    fib = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, fib_flags)
    return header.ljust(512, b"\0") + directory.ljust(512, b"\0") + fib.ljust(512, b"\0")


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    return make_pdf


@pytest.fixture
def zipped() -> Callable[[dict[str, bytes]], bytes]:
    return make_zip


@pytest.fixture
def ooxml() -> Callable[..., bytes]:
    return make_ooxml


@pytest.fixture
def ole() -> Callable[..., bytes]:
    return make_ole

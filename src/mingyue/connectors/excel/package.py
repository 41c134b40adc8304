"""A workbook as bytes: the same workbook gives the same bytes; a file from outside is looked at before it is opened."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from warnings import catch_warnings
from xml.etree.ElementTree import ParseError

from lxml.etree import LxmlError
from openpyxl import Workbook, load_workbook

from mingyue.connectors.excel.faults import TableError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOMENT = "2026-01-01T00:00:00Z"
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can tell
_OLE = b"\xd0\xcf\x11\xe0"
_MOST = 200 * 1024 * 1024  # unpacked bytes
# What the zip and spreadsheet libraries raise for damaged files, found by damaging some.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LxmlError,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def save(book: Workbook) -> bytes:
    """The file. The library writes the time of day into it: it is put out again."""
    raw, fixed = BytesIO(), BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _TIMES.sub(rb"\g<1>" + _MOMENT.encode(), data)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, data)
    return fixed.getvalue()


def load(data: bytes) -> dict[str, Worksheet]:
    """The sheets of a file by their titles, formulas unevaluated. Raises TableError with one sentence."""
    if data.startswith(_OLE):
        raise TableError("这是有打开密码的文件或者旧版 .xls：请取消密码，另存为 .xlsx 后再试。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
        if size <= _MOST:
            with catch_warnings(action="ignore"):  # of pictures, lists to choose from and the like that are left out
                book = load_workbook(BytesIO(data))
    except _BROKEN as error:
        raise TableError("这不是能读的 .xlsx 文件：请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。") from error
    if size > _MOST:
        raise TableError("文件解开后超过 200 MB：请删去不需要的工作表后再试。")
    return {sheet.title: sheet for sheet in book.worksheets}

"""A document of a page or two, and the picture of a signature in it, set by Typst in the look of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from mingyue.connectors.typeset.flow import laid, stated
from mingyue.connectors.typeset.setter import compiled, moment_of
from mingyue.drafting.report import Sheet
from mingyue.drafting.tree import printable

STAMP_SIZE: Final = (200, 38)
"""Points: width and height of the picture of a signature."""


def sheet_pdf(sheet: Sheet, *, created: datetime) -> bytes:
    """A report as PDF, with a place for the signature of each side. Raises as `pdf`."""
    moment = moment_of(created)
    data = {
        "created": stated(moment),
        "title": printable(sheet.title),
        "number": printable(sheet.number),
        "parts": laid(sheet.parts, 1),
        "signatures": [{"label": printable(label), "name": printable(name)} for label, name in sheet.signatures],
    }
    return compiled("sheet.typ", data, moment)


def stamp(lines: Sequence[str], *, created: datetime) -> bytes:
    """The picture of a signature: a page of STAMP_SIZE with these lines, the first larger. Raises as `pdf`."""
    moment = moment_of(created)
    width, height = STAMP_SIZE
    data = {"created": stated(moment), "width": width, "height": height, "lines": [printable(line) for line in lines]}
    return compiled("stamp.typ", data, moment)

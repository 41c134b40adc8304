"""A contract as a tree of parts, before any file format: what drafting makes and the Word and PDF writers set.

Numbers are not text: the writers number articles (第一条), clauses (1.) and items (（一）) automatically, in the order of the
tree. A line holds no line break.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

_BREAKS: Final = re.compile("[\t-\r\x85\u2028\u2029]+")
_UNPRINTABLE: Final = re.compile(  # what XML forbids, other controls, marks without width, switches of direction
    "[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Article:
    """第…条: a numbered heading; `key` is the clause family or annex part it belongs to."""

    title: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph under an article: level 1 is 1., level 2 （一）. `key` names the clause text it came from."""

    text: str
    level: Literal[1, 2] = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without a number: recitals, notes, lines of a form."""

    text: str
    align: Align = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head row that repeats on each page. widths: shares of the text width, one a column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    align: tuple[Align, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A two-column form to fill in: label and value; an empty value is left blank for the pen."""

    rows: tuple[tuple[str, str], ...]


Part = Article | Clause | Paragraph | Table | Form


@dataclass(frozen=True, slots=True)
class Annex:
    """附件: begins a page; numbered 附件一, 附件二 ... in order. Articles inside count on their own from 1."""

    title: str
    parts: tuple[Part, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One side of the signature block."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: title, contract number, the lines under it (label, value)."""

    title: str
    number: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole contract: cover, table of contents, opening, articles, signatures, annexes.

    header: the running head of each page after the cover; language tags and fonts are the writer's business.
    """

    cover: Cover
    opening: tuple[Part, ...]
    body: tuple[Part, ...]
    signatories: tuple[Signatory, ...]
    annexes: tuple[Annex, ...] = field(default_factory=tuple)
    header: str = ""


def printable(text: str) -> str:
    """The text as one line of print: breaks become spaces; characters that no page shows and no XML may hold are left out."""
    return _UNPRINTABLE.sub("", _BREAKS.sub(" ", text))

"""WordprocessingML of a new file, piece by piece, as text: runs, paragraphs, tables. Measures are twips, a twentieth of a point."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from mingyue.connectors.word.names import R_NS, W_NS
from mingyue.drafting.tree import printable

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES: Final = f'xmlns:w="{W_NS}" xmlns:r="{R_NS}"'
TEXT_WIDTH: Final = 8640  # 36 characters of 12 points
TEXT_HEIGHT: Final = 13_958
_HINT: Final = '<w:rFonts w:hint="eastAsia"/>'  # quotes and dashes take the Chinese font and its full width


def text(value: str) -> str:
    """A user's words as XML text or attribute value."""
    return escape(printable(value))


def tag(name: str, value: object) -> str:
    """An element with nothing but w:val."""
    return f'<w:{name} w:val="{value}"/>'


def run(value: str, look: str = "") -> str:
    """Words in one look; look: more children of w:rPr."""
    return f'<w:r><w:rPr>{_HINT}{look}</w:rPr><w:t xml:space="preserve">{text(value)}</w:t></w:r>'


def para(style: str, content: str = "", properties: str = "") -> str:
    """A paragraph; properties: children of w:pPr that follow w:pStyle, in the order of the schema."""
    return f"<w:p><w:pPr>{tag('pStyle', style)}{properties}</w:pPr>{content}</w:p>"


def bookmark(number: int, content: str) -> str:
    """Content that the table of contents points to."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{anchor(number)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def anchor(number: int) -> str:
    """The name of a bookmark, as Word itself names those of a table of contents."""
    return f"_Toc{100_000_000 + number}"


def field(instruction: str, shown: str) -> str:
    """A field with the result it shows until a word processor updates it."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}{instruct(instruction)}{marks[1]}{run(shown)}{marks[2]}"


def instruct(instruction: str) -> str:
    """The instruction of a field."""
    return f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'


def table(style: str, widths: Iterable[int], rows: Iterable[str]) -> str:
    """A table of fixed column widths in the middle of the text."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{tag("tblStyle", style)}<w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/>{tag("jc", "center")}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def row(cells: Iterable[str], *, head: bool = False, height: int = 0) -> str:
    """A row that no page break cuts; head: repeated on each page; height: the least."""
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str, width: int, *, shaded: bool = False, top: bool = False) -> str:
    """A cell; its text stands in the middle of its height, or at the top."""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if shaded else ""
    place = "" if top else tag("vAlign", "center")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}{place}</w:tcPr>{content}</w:tc>'

"""On which page a heading will stand: the lines of each paragraph counted, and the pages filled with them.

Word shows the numbers of a table of contents as the file has them until the reader updates it, so they should be right at once. All
lines have fixed heights and all Chinese characters one width, so counting comes close to what Word does. Measures are twips.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mingyue.connectors.word.compose_xml import TEXT_HEIGHT

# a character with what may not be parted from it: no line ends with an opening bracket or starts with a closing one
_UNIT: Final = re.compile("[（《“‘【〔]*(?:[!-\u1fff]+|.)[，。；：、）》”’！？】〕％]*")
_HANGING: Final = "，。；：、"  # one of these may stand in the margin at the end of a line
_LATIN_END: Final = 0x2000  # what comes before is set in the Latin font
# thousandths of the size, of Times New Roman
_WIDTHS: Final = {
    char: width
    for width, chars in {
        250: " .,",
        278: "ijlt/:;",
        333: "frI()-[]`!",
        389: "sJ",
        444: "ace?z",
        556: "FPS",
        611: "ELTZ",
        667: "BCR",
        722: "ADGHKNOQUVXYw",
        778: "m&",
        833: "%",
        889: "M",
        921: "@",
        944: "W",
    }.items()
    for char in chars
}
_USUAL: Final = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or table as set.

    heights: of its lines or rows, between which a page may end; keep: stands on the page where the next piece starts;
    fresh: starts a page; entry: its place in the table of contents, from 1; head: height of the row that each page repeats.
    """

    xml: str
    heights: tuple[int, ...]
    keep: bool = False
    fresh: bool = False
    entry: int = 0
    head: int = 0


def lines(text: str, size: int, width: int, first: int = 0) -> int:
    """How many lines a paragraph takes; size: of its characters in half-points; first: indent of the first line."""
    em, used, count, before = size * 10, first, 1, ""
    for unit in _UNIT.findall(text):
        space = _space(before, unit[0]) * em // 4
        length = sum(_width(char) for char in unit) * em // 1000
        hanging = em if unit[-1] in _HANGING else 0
        if used + space + length - hanging > width and unit != " ":
            count, used, space = count + 1, 0, 0
        used += space + length
        before = unit[-1]
    return count


def _width(char: str) -> int:
    return 1000 if ord(char) >= _LATIN_END else _WIDTHS.get(char, _USUAL)


def _space(left: str, right: str) -> bool:
    """Whether Word sets a quarter of a character between the two: between Chinese and Latin words or figures."""
    return bool(left) and left.isalnum() and right.isalnum() and (ord(left) < _LATIN_END) != (ord(right) < _LATIN_END)


def pages(pieces: Sequence[Piece], first: int) -> dict[int, int]:
    """The page of each entry of the table of contents, where the pieces start at the top of this page."""
    found: dict[int, int] = {}
    page, used = first, 0
    for index, piece in enumerate(pieces):
        if used and (piece.fresh or used + _together(pieces, index) > TEXT_HEIGHT):
            page, used = page + 1, 0
        if piece.entry:
            found[piece.entry] = page
        for height in piece.heights:
            if used and used + height > TEXT_HEIGHT:
                page, used = page + 1, piece.head
            used += height
    return found


def _together(pieces: Sequence[Piece], index: int) -> int:
    """The height that must fit on one page for this piece to start there."""
    total = 0
    for piece in pieces[index:]:
        if not piece.keep:
            return total + piece.heights[0]
        total += sum(piece.heights)
    return total

"""What a page of a draft looks like as values: lines of text with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GAP = re.compile(r"\S {4,}(?=\S)")

_CN = "一二三四五六七八九十百零〇0-9０-９"
# "第三条的约定" continues a sentence, "第三条 服务期限" starts a clause.
HEADED = re.compile(
    rf"第[{_CN}]+[章条節节款篇编部](?![第的约規规所之、，,。；;至和及或款项中规内])"
    rf"|[一二三四五六七八九十]+[、．.]|[（(][{_CN}]{{1,3}}[）)]|[{_CN}]{{1,3}}[）)]|[①-⑳]|附[件表录錄][\s{_CN}]*+(?![的、，中所])"
    r"|[★☆●■◆□☑√▪•]|(?:甲|乙|丙|买|卖|供|需)\s*方\s*[：:（(]"
)
NUMBERED = re.compile(r"\d{1,2}[、．.](?!\d)|\d{1,2}(?:[.．]\d{1,2})+(?!\d|[万元%％])")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. Places are points (1/72 inch) from the lower left corner of the upright page.

    em: width of a full-width character, the unit of every tolerance; cells: more than 1 for a table row.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    cells: int = 1

    @property
    def middle(self) -> float:
        """Height of the line's middle above the lower edge of the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number from 1, its width and height in points, its lines in reading order.

    This is the boundary behind which a page's text may come from anywhere: recognised text of a scanned page enters
    here as the same lines, and all mending after it stays as it is.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


def is_columns(line: Line) -> bool:
    """Whether the line is a table row: of several cells, or with two gaps or more of two full widths."""
    return line.cells > 1 or len(_GAP.findall(line.text)) > 1

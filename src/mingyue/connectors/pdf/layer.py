"""The text layer of one PDF page as lines in reading order."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from mingyue.connectors.pdf.glyphs import blank, readable, whole
from mingyue.connectors.pdf.lines import Line, Page
from mingyue.connectors.pdf.order import in_reading_order
from mingyue.review.document import Unreadable

MAX_PAGE_CHARS = 100_000
"""Most characters of one page; one set solid in 5 point type holds a fifth of it."""

_STRETCH = re.compile(r"[^\s][^\r\n]*")
_HANZI = re.compile("[\u3400-\u9fff]")
_STRAIGHT = 0.05
"""Quarter turns by which text may lean and still be taken as straight."""

Box = tuple[float, float, float, float]  # left, right, bottom, top


def text_page(page: pdfium.PdfPage, number: int) -> Page:
    """The page upright, with the lines of its text layer in reading order; no lines when it has none.

    Characters that the font does not map come out as U+FFFD; text across the reading direction (a watermark) is left
    out. Raises Unreadable for a page of more than MAX_PAGE_CHARS.
    """
    width, height = page.get_size() if page.get_rotation() % 180 == 0 else reversed(page.get_size())
    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        if count > MAX_PAGE_CHARS:
            raise Unreadable(
                f"PDF 第 {number} 页多达 {count} 个字，超过上限 {MAX_PAGE_CHARS} 个：请重新导出，或向供应商索取 Word（.docx）文件。"
            )
        text = _Text(layer.raw, count, width, height)
        size = (height, width) if text.turn % 2 else (width, height)
        return Page(number, *size, in_reading_order(text.lines()))
    finally:
        layer.close()


class _Text:
    """The characters of one page; asks the library for as few boxes as lines need, since each is a call."""

    def __init__(self, raw: Any, count: int, width: float, height: float) -> None:  # noqa: ANN401 - an opaque handle of the library
        self._raw, self._width, self._height = raw, width, height
        self._rect = pdfium_c.FS_RECTF()
        self._at = ctypes.byref(self._rect)
        unicode_of = pdfium_c.FPDFText_GetUnicode
        self._chars = readable([unicode_of(raw, index) for index in range(count)])
        # Every line without its break and without blanks at either side.
        spans = (match.span() for match in _STRETCH.finditer(self._chars))
        self._stretches = [(start, start + len(self._chars[start:end].rstrip())) for start, end in spans]
        self.turn = self._common_turn()

    def lines(self) -> list[Line]:
        """The lines in the order of the file."""
        upright = (stretch for stretch in self._stretches if self._turn_of(stretch[0]) == self.turn)
        return [self._line(start, end) for stretch in upright for start, end in self._on_one_height(*stretch)]

    def _turn_of(self, index: int) -> int:
        """Direction of a character in quarter turns; -1 for a slanted one."""
        quarters = pdfium_c.FPDFText_GetCharAngle(self._raw, index) / (math.pi / 2)
        return round(quarters) % 4 if abs(quarters - round(quarters)) < _STRAIGHT else -1

    def _common_turn(self) -> int:
        weight: Counter[int] = Counter()
        for start, end in self._stretches:
            weight[self._turn_of(start)] += end - start
        del weight[-1]
        return weight.most_common(1)[0][0] if weight else 0

    def _box(self, index: int) -> Box:
        """The place of a character on the page turned upright."""
        pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, self._at)
        rect, width, height = self._rect, self._width, self._height
        if self.turn == 1:
            return rect.bottom, rect.top, width - rect.right, width - rect.left
        if self.turn == 2:
            return width - rect.right, width - rect.left, height - rect.top, height - rect.bottom
        if self.turn == 3:
            return height - rect.top, height - rect.bottom, rect.left, rect.right
        return rect.left, rect.right, rect.bottom, rect.top

    def _on_one_height(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretch cut where the library took a line break for a space (lists of contents, narrow columns)."""
        parts = []
        space = self._chars.find(" ", start, end)
        while space > 0:
            if self._breaks(space):
                parts.append((start, space))
                start = space + 1
            space = self._chars.find(" ", space + 1, end)
        return [*parts, (start, end)]

    def _breaks(self, space: int) -> bool:
        _, _, bottom, top = self._box(space - 1)
        _, _, next_bottom, next_top = self._box(space + 1)
        return not (bottom < (next_bottom + next_top) / 2 < top or next_bottom < (bottom + top) / 2 < next_top)

    def _line(self, start: int, end: int) -> Line:
        left, _, bottom, top = self._box(start)
        right = self._box(end - 1)[1]
        em = self._em(start, end)
        return Line(whole(self._spaced(start, end, em)).strip(), left, max(left, right), bottom, top, em)

    def _em(self, start: int, end: int) -> float:
        hanzi = _HANZI.search(self._chars, start, end)
        left, right, bottom, top = self._box(hanzi.start() if hanzi else start)
        return max(1.0, right - left if hanzi else (top - bottom) * 0.75)

    def _spaced(self, start: int, end: int, em: float) -> str:
        """The line's text; a gap that the library shows as one space becomes as many as it is wide, or none."""
        chars = self._chars
        pieces: list[str] = []
        space = chars.find(" ", start, end)
        while space > 0:
            gap = self._box(space + 1)[0] - self._box(space - 1)[1]
            pieces += (chars[start:space], blank(gap / em, chars[space - 1], chars[space + 1]))
            start = space + 1
            space = chars.find(" ", start, end)
        return "".join([*pieces, chars[start:end]])

"""Where on a page a signature is shown: beside words that stand there."""

from __future__ import annotations

from threading import Lock
from typing import Final, NamedTuple

import pypdfium2 as pdfium

_ONE_AT_A_TIME: Final = Lock()  # PDFium keeps state of its own: two threads in it crash the process

_NEXT_LINE: Final = 2.5
"""So many letters' heights further down, at most, the next line of a paragraph stands."""


class Box(NamedTuple):
    """page: from 0; the sides in points from the lower left corner."""

    page: int
    left: int
    bottom: int
    right: int
    top: int


def below(pdf: bytes, words: str, *, width: int, height: int) -> Box | None:
    """The room right under the paragraph that begins with these words, where they stand last; None where they stand nowhere."""
    with _ONE_AT_A_TIME:
        document = pdfium.PdfDocument(pdf)
        try:
            for number in reversed(range(len(document))):
                found = _on_page(document[number], words, width)
                if found is not None:
                    left, bottom = round(found[0]), round(found[1]) - 3
                    return Box(number, left, bottom - height, left + width, bottom)
        finally:
            document.close()
    return None


def _on_page(page: pdfium.PdfPage, words: str, width: int) -> tuple[float, float] | None:
    """Where the words that stand last on the page begin, and how low the lines go that follow close below, a width wide."""
    text = page.get_textpage()
    at = text.get_text_range().replace("\r\n", "\n").rfind(words)
    if at < 0:
        return None
    search, last = text.search(words), None
    while (found := search.get_next()) is not None:
        last = found
    if last is None:
        return None
    left, bottom, _, top = text.get_charbox(last[0])
    reach = _NEXT_LINE * (top - bottom)
    for index in range(last[0] + 1, text.count_chars()):
        start, low, _, _ = text.get_charbox(index)
        if left - 1 <= start < left + width and bottom - reach <= low < bottom:
            bottom = low
    return left, bottom

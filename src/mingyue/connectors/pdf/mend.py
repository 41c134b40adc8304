"""Printed lines put back together into the paragraphs they were broken from."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from mingyue.connectors.pdf.glyphs import HYPHEN
from mingyue.connectors.pdf.lines import HEADED, NUMBERED, Line, Page, is_columns

_BROKEN_WORD = re.compile(f"(?<=[a-z]){HYPHEN}(?=[a-z])")
_TERMINAL = tuple("。！？；;：:.!?”）)")
_CLOSED = tuple("。！？；;：:!?")
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d+$")
_LEAST_EDGE = 0.55
"""Share of the page's width that full lines reach at least; a page of short lines has no broken ones."""
_FULL_SLACK_EM = 1.2
_LONG_EM = 24
_LABEL = re.compile(r"[^，。；]{1,10}[：:]")
_INDENT_EM = 1.2
_DEEPEST_EM = 4.5


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph and the page where it starts."""

    page: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as running text: no space between Chinese characters, one between words."""
        texts = [line.text for line in self.lines]
        pieces = [texts[0], *(_joint(before, after) + after for before, after in pairwise(texts))]
        return _BROKEN_WORD.sub("", "".join(pieces)).replace(HYPHEN, "-")

    @property
    def is_row(self) -> bool:
        """Whether it is a table row of several cells."""
        return is_columns(self.lines[0])


def paragraphs(pages: list[Page]) -> list[Paragraph]:
    """The paragraphs of the pages in order; one that runs over a page's end stays one."""
    found: list[Paragraph] = []
    edges = _right_edges(pages)
    before = 0.0
    for page, edge in zip(pages, edges, strict=True):
        pitch = _pitch(page.lines)
        for index, line in enumerate(page.lines):
            right = edge if index else before
            if (
                found
                and _continues(found[-1], line, right)
                and not (index and _apart(found[-1].lines[-1], line, pitch))
            ):
                found[-1].lines.append(line)
            else:
                found.append(Paragraph(page.number, [line]))
        before = edge if page.lines else before
    return found


def _right_edges(pages: list[Page]) -> list[float]:
    """Per page, where full lines end: as on the other pages of its width, or further out by its own lines."""
    own = [_right_edge(page.lines) for page in pages]
    by_width: dict[int, list[float]] = defaultdict(list)
    for page, edge in zip(pages, own, strict=True):
        if edge is not None:
            by_width[round(page.width)].append(edge)
    usual = {width: median(edges) for width, edges in by_width.items()}
    return [
        max(edge or 0.0, usual.get(round(page.width), 0.0), _LEAST_EDGE * page.width)
        for page, edge in zip(pages, own, strict=True)
    ]


def _right_edge(lines: tuple[Line, ...]) -> float | None:
    """The furthest right that three lines of a page reach within one full width; None without such lines."""
    rights = sorted((line.right for line in lines), reverse=True)
    slack = median(line.em for line in lines) if lines else 0.0
    return next((right for right, third in zip(rights, rights[2:], strict=False) if third > right - slack), None)


def _pitch(lines: tuple[Line, ...]) -> float:
    """The usual distance from line to line on a page, 0 when it has too few to tell."""
    steps = [above.middle - line.middle for above, line in pairwise(lines) if above.middle > line.middle]
    return median(steps) if len(steps) > 2 else 0.0


def _apart(above: Line, line: Line, pitch: float) -> bool:
    return bool(pitch) and above.middle - line.middle > 1.5 * pitch


def _continues(paragraph: Paragraph, line: Line, right_edge: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    last, first = paragraph.lines[-1], paragraph.lines[0]
    if is_columns(last) or is_columns(line) or _LEADER.search(last.text):
        return False
    if not 0.85 < line.em / last.em < 1.18 or not _is_full(last, line, right_edge):
        return False
    ended = last.text.endswith(_TERMINAL)
    if HEADED.match(line.text) or (NUMBERED.match(line.text) and ended):
        return False
    # After a full stop at the very end of a line only the left edge tells: set out or set in against the first line.
    shifted = abs(first.left - line.left) > _INDENT_EM * line.em
    return _aligned(paragraph, line) and (shifted or not last.text.endswith(_CLOSED))


def _is_full(last: Line, line: Line, right_edge: float) -> bool:
    """Whether the first word of the next line would not have fitted on this one.

    Inside a table cell the edge is not known: there a long line that breaks off within a sentence counts as full.
    """
    word = re.match(r"[!-~]+", line.text)
    need = len(word[0]) * 0.5 if word else 1.0
    if last.right + (need + _FULL_SLACK_EM) * last.em > right_edge:
        return True
    long = last.right - last.left > _LONG_EM * last.em and last.right > line.right - last.em
    return long and not last.text.endswith(_TERMINAL) and not _LABEL.match(line.text)


def _aligned(paragraph: Paragraph, line: Line) -> bool:
    """Whether the line starts where the paragraph's further lines start."""
    first, em = paragraph.lines[0], line.em
    if len(paragraph.lines) > 1:
        return abs(line.left - paragraph.lines[-1].left) < _INDENT_EM * em
    shift = line.left - first.left
    if shift > _INDENT_EM * em:  # set in deeper than its first line: a hanging number, or a paragraph of its own
        return shift < _DEEPEST_EM * em and bool(HEADED.match(first.text) or NUMBERED.match(first.text))
    return shift > -_DEEPEST_EM * em


def _joint(before: str, after: str) -> str:
    """What stands between two lines of a paragraph: a space between words, nothing after a hyphen or beside 汉字."""
    left, right = before[-1], after[0]
    return " " if left.isascii() and (left.isalpha() or left in ",;:.)") and right.isascii() and right.isalpha() else ""

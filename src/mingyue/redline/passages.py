"""From a quote to the stretch a person would strike out: without its number, its heading, in one paragraph or cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingyue.redline.layout import Layout
from mingyue.review.document import Block, Document, Span
from mingyue.review.outline import is_topic

_CELL = re.compile(r" \| ?|(?<=\|) ")
_LABEL = re.compile(r"([^，。；：:|\n]{2,14}?)(?:[：:][ \u3000\t]*|[ \u3000\t]+)(?=\S{6})")
_OWN_LABEL = re.compile(r"[^，。；：]{2,14}：")
_PARTY = re.compile(r"[甲乙丙双对各我买卖供需托]方|[应须可]|有权|不得|您|我们")
_STOPS = "。；;！？!?"
_STOP = re.compile(f"[{_STOPS}]")
_OWN_CELL = 0.7  # of a quote that runs over several cells, to be about that cell alone


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] of the draft inside one block.

    whole: nothing but a number stands beside it in its line; opens: it begins its line or cell.
    """

    start: int
    end: int
    block: Block
    whole: bool
    opens: bool


def stretches(layout: Layout, span: Span) -> list[Stretch]:
    """The parts of a quote, one a line, without blanks, numbers and headings in front."""
    document = layout.scan.reading.document
    found = []
    at = span.start
    while at < span.end:
        line_end = document.text.find("\n", at, span.end)
        end = span.end if line_end < 0 else line_end
        block = document.block_at(at)
        part = _stretch(layout, block, at, end) if block else None
        if part:
            found.append(part)
        at = end + 1
    return found


def _stretch(layout: Layout, block: Block, start: int, end: int) -> Stretch | None:
    text = layout.scan.reading.document.text
    begin = content_start(layout, block)
    start, end = max(start, begin), min(end, block.end)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if start >= end:
        return None
    if block.kind == "row":
        start, end = _cell(text, start, end)
    else:
        end = _sentence_end(text, start, end, block.end)
    whole = start == begin and not text[end : block.end].strip(_STOPS + " \u3000\t")
    return Stretch(start, end, block, whole, start == begin or block.kind == "row")


def _sentence_end(text: str, start: int, end: int, limit: int) -> int:
    """Where a quote ends: one of several sentences does not stop inside the last of them."""
    if text[end - 1] in _STOPS or not _STOP.search(text, start, end):
        return end
    following = _STOP.search(text, end, limit)
    return following.start() if following else end + len(text[end:limit].rstrip())


def behind_label(document: Document, stretch: Stretch, new: str) -> int:
    """Where the words of a stretch begin that a new text replaces: a label (付款方式：) stays unless it brings its own."""
    label = _LABEL.match(document.text, stretch.start, stretch.end) if stretch.opens else None
    if label is None or _PARTY.search(label[1]) or _OWN_LABEL.match(new):
        return stretch.start
    return label.end() if label[0].rstrip()[-1] in "：:" or is_topic(label[1]) else stretch.start


def content_start(layout: Layout, block: Block) -> int:
    """Where the words of a line begin, behind its number, shown or typed."""
    text = layout.scan.reading.document.text
    start = block.start + len(block.number)
    if not block.number and block.end > block.start:
        outline, reading = layout.scan.outline, layout.scan.reading
        index = outline.at(layout.place(block))
        node = outline.nodes[index] if index >= 0 else None
        if node and node.marker and layout.block(node.start) is block:
            shown = layout.scan.text.index(node.marker, node.start) + len(node.marker)
            start = reading.source(shown - 1, shown)[1]
    return start + len(text[start : block.end]) - len(text[start : block.end].lstrip())


def _cell(text: str, start: int, end: int) -> tuple[int, int]:
    """The cell that makes up most of a quote, else the quote."""
    at, cells = start, []
    for joint in [*_CELL.finditer(text, start, end), None]:
        stop = joint.start() if joint else end
        cells.append((at, stop))
        at = joint.end() if joint else end
    widest = max(cells, key=lambda cell: cell[1] - cell[0])
    return widest if widest[1] - widest[0] >= _OWN_CELL * (end - start) else (start, end)


def in_one_cell(document: Document, stretch: Stretch) -> bool:
    """Whether a stretch can be rewritten as one text."""
    return stretch.block.kind != "row" or not _CELL.search(document.text, stretch.start, stretch.end)


def is_heading(layout: Layout, stretch: Stretch) -> bool:
    """Whether the stretch is the heading of a clause, not its words."""
    nodes = layout.scan.outline.nodes
    index = layout.scan.outline.at(layout.scan.reading.offset(stretch.start))
    if index < 0 or not nodes[index].title or not stretch.whole:
        return False
    if layout.scan.reading.document.text[stretch.start : stretch.end].endswith(("：", ":")):
        return is_topic(nodes[index].title)
    has_items = index + 1 < len(nodes) and nodes[index + 1].depth > nodes[index].depth
    return has_items or nodes[index].style in {"heading", "chapter"} or is_topic(nodes[index].title)


def punctuated(document: Document, stretch: Stretch, text: str) -> str:
    """The new text with the closing mark that fits what follows: never two, never none."""
    old, following = document.text[stretch.start : stretch.end], document.text[stretch.end : stretch.end + 1]
    bare = text.rstrip(_STOPS)
    if old[-1] in _STOPS:
        return bare + old[-1]
    if following in set(_STOPS) or following in {"，", "、", "）"} or stretch.block.kind == "row":
        return bare
    return text

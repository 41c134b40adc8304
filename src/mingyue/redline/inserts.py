"""Where a missing clause goes, and how it looks there: the next item of its article, or an article of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mingyue.redline import markers
from mingyue.redline.layout import Layout
from mingyue.redline.revision import Revision
from mingyue.review.document import Block
from mingyue.review.finding import FAMILY_TITLES, WHOLE
from mingyue.review.numbers import NUMERAL

_ITEM_STYLES = frozenset({"pcn", "pnum", "num", "hnum", "cn", "circle", "alpha"})
_REFERENCE = re.compile(rf"(?<=[^\n》法典例定释])第\s*({NUMERAL}{{1,5}}|\d{{1,3}})\s*条")
_INDENT = 12
_BLANKS = re.compile(r"[\s\u3000]*")
_INTRODUCES = re.compile(r"：$|如下|下列|以下(?!简?称)")
_VENDOR = re.compile(r"乙方(?:（[^）]*）)?：")
_PARTICULAR = re.compile(r"[^，。；：]{2,14}：")


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which line new clauses go.

    marker: what the line's clause is numbered with, as shown; lead, gap: spaces before and after it as typed; automatic:
    the line itself carries an automatic number of this list; last: nothing of the same list follows.
    """

    block: Block
    marker: str
    lead: str = ""
    gap: str = ""
    automatic: bool = False
    last: bool = True


def into(layout: Layout, article: int) -> Place | None:
    """The end of an article, None where no paragraph can stand there (it is one table)."""
    lines, last = _before_table(layout.blocks(article))
    if not lines:
        return None
    listed = _items(layout, article, lines[-1].end)
    if listed:
        return _numbered(layout, listed[-1], lines[-1], last=last)
    return Place(lines[-1], "", _lead(layout, lines[-1])) if last else None


def _items(layout: Layout, article: int, end: int) -> list[int]:
    """The numbered clauses of an article; none when its numbers only list what one sentence introduces (包括：)."""
    nodes, text = layout.scan.outline.nodes, layout.scan.text
    found = []
    for index in range(article + 1, len(nodes)):
        node = nodes[index]
        if node.depth <= nodes[article].depth or node.start >= layout.end or layout.source(node.start) >= end:
            break
        if node.parent == article and node.style not in {"", "heading", "toc", "annex"}:
            found.append(index)
    before = nodes[found[0] - 1] if found else None
    return [] if before and _INTRODUCES.search(text[before.start : before.line_end].rstrip()) else found


def _lead(layout: Layout, block: Block) -> str:
    """The blanks that indent a line; a form's empty line is no indent."""
    lead = _BLANKS.match(layout.scan.reading.document.text, block.start, block.end)[0]  # type: ignore[index]
    return lead if len(lead) <= _INDENT else ""


def beside_vendor(layout: Layout) -> Place | None:
    """Behind the vendor's particulars at the head of the contract, None where they stand in a table or nowhere."""
    nodes = layout.scan.outline.nodes
    stop = nodes[layout.articles[0]].start if layout.articles else layout.end
    lines = [b for b in layout.scan.reading.document.blocks if b.kind == "body" and b.start < layout.source(stop)]
    shown = [layout.scan.text[slice(*layout.scan.reading.paragraph_at(layout.place(b)))] for b in lines]
    at = max((i for i, line in enumerate(shown) if _VENDOR.match(line)), default=-1)
    if at < 0:
        return None
    while at + 1 < len(lines) and _PARTICULAR.match(shown[at + 1]):
        at += 1
    return Place(lines[at], "", _lead(layout, lines[at]))


def behind(layout: Layout, article: int) -> Place | None:
    """The place for a new article: behind this one, or behind the next one that does not end in a table."""
    at = layout.articles.index(article)
    for index in (*layout.articles[at:], *reversed(layout.articles[:at])):
        lines, last = _before_table(layout.blocks(index))
        if lines and last:
            return _numbered(layout, index, lines[-1], last=False)
    return None


def _before_table(lines: Sequence[Block]) -> tuple[Sequence[Block], bool]:
    """The lines a paragraph may follow, without a table at the end and the words that lead to it."""
    body = len(lines)
    while body and lines[body - 1].kind == "row":
        body -= 1
    return (lines, True) if body == len(lines) else (lines[: max(body - 1, 0)], False)


def _numbered(layout: Layout, index: int, block: Block, *, last: bool) -> Place:
    """A place behind a clause, with the number of the clause as the draft shows it."""
    node, own = layout.node(index), layout.block(layout.node(index).start)
    if own is None or not node.marker:
        return Place(block, "", last=last)
    text = layout.scan.reading.document.text
    if own.number:
        return Place(block, own.number, gap=" ", automatic=own is block, last=last)
    raw = text[own.start : own.end]
    lead = _BLANKS.match(raw)[0]  # type: ignore[index]  # it matches the empty string
    reading = layout.scan.reading
    shown = layout.scan.text.index(node.marker, node.start) + len(node.marker)
    end = reading.source(shown - 1, shown)[1] - own.start
    gap = _BLANKS.match(raw, end)[0]  # type: ignore[index]
    return Place(block, raw[len(lead) : end], lead, gap, last=last)


def items(place: Place, texts: Sequence[str], comment: str) -> Revision:
    """New items of a list, numbered on from its last one."""
    if not place.marker:
        return _insert(place, [place.lead + text for text in texts], comment)
    if place.automatic and place.last:
        return Revision("insert", place.block.end, place.block.end, "\n".join(texts), comment)
    lines, marker, taken = [], place.marker, ""
    for text in texts:
        following = markers.after(marker) if place.last else markers.between(place.marker, taken)
        taken, marker = f"{taken}\n{following}", following or marker
        lines.append(f"{place.lead}{following}{place.gap}{text}")
    return _insert(place, lines, comment)


def articles(layout: Layout, place: Place, groups: Sequence[tuple[str, Sequence[str]]], comment: str) -> Revision:
    """New articles behind an article, one for each family with its texts; no number of the draft moves."""
    flat = [text for _, texts in groups for text in texts]
    if place.automatic and len(flat) == len(groups) and not _referred(layout, place):
        return Revision("insert", place.block.end, place.block.end, "\n".join(flat), comment)
    taken, lines = layout.scan.reading.document.text, []
    for family, texts in groups:
        marker = markers.between(place.marker, taken) if place.marker else ""
        taken += f"\n{marker}"
        gap = place.gap or (" " if marker.endswith("条") else "")
        head = f"{place.lead}{marker}{gap}"
        lines.append(head + ("其他约定" if family == WHOLE else FAMILY_TITLES[family]))
        item = _item_marker(layout) if len(texts) > 1 else ""
        for text in texts:
            lines.append(_lead(layout, place.block) + item + text)
            item = markers.after(item) if item else ""
    return _insert(place, lines, comment)


def _insert(place: Place, lines: Sequence[str], comment: str) -> Revision:
    """Paragraphs with typed numbers or none: the automatic number of the line in front is not carried on."""
    end = place.block.end
    return Revision("insert", end, end, "\n".join(lines), comment, numbered=not place.block.number)


def _item_marker(layout: Layout) -> str:
    """How items are numbered inside the draft's articles, beginning with the first."""
    for index, node in enumerate(layout.scan.outline.nodes):
        if node.style in _ITEM_STYLES and node.parent in layout.articles:
            place = _numbered(layout, index, layout.block(node.start), last=True)  # type: ignore[arg-type]
            return markers.first(place.marker) + (place.gap if place.gap.strip("\t") else "")
    return "（一）"


def _referred(layout: Layout, place: Place) -> bool:
    """Whether the text speaks of an article behind this place by a typed number."""
    number = markers.value(place.marker)
    text = layout.scan.reading.document.text
    return any(markers.value(match[0]) > number for match in _REFERENCE.finditer(text))


def one(earlier: Revision, later: Revision) -> Revision:
    """Two insertions behind one line as one, without automatic numbers where either types its own."""
    comment = f"{earlier.comment}\n{later.comment}"
    text = f"{earlier.text}\n{later.text}"
    return replace(earlier, text=text, comment=comment, numbered=earlier.numbered and later.numbered)

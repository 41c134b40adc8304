"""The walk over one story (body, header, note, text box): what a person sees, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.lines import JOINT, Lines
from mingyue.connectors.word.numbering import Numbering
from mingyue.connectors.word.runs import Runs
from mingyue.connectors.word.styles import Style, Styles

_UNSEEN_ROW: Final = (n.DEL, n.MOVE_FROM)
_STATED: Final = frozenset({n.NUMPR, n.OUTLINE, n.SECTPR})
_MARKING: Final = frozenset({n.DEL, n.MOVE_FROM, n.VANISH})
# what the walk over a paragraph looks at, apart from its texts
_TELLING: Final = (
    n.P, n.T, *_STATED, *_MARKING, n.TAB, n.PTAB, n.BR, n.CR, n.SYM, n.NO_BREAK_HYPHEN, n.RUBY, n.FLD_CHAR, n.INSTR,
    n.INS, n.MOVE_TO, n.SDT, n.HYPERLINK, n.FLD_SIMPLE, n.SMART_TAG, n.CUSTOM_XML, n.DIR, n.BDO, n.ALTERNATE, n.MATH,
    n.MATH_PARA, n.DRAWING, n.PICT, n.OBJECT, n.FOOTNOTE_REF, n.ENDNOTE_REF,
)  # fmt: skip
_BODY_TEXT: Final = 9  # the outline level that means none


class Story:
    """Walks the block level: paragraphs with their numbers, table rows, containers around them."""

    __slots__ = (
        "_marked",
        "_numbering",
        "_paragraph_no",
        "_pending",
        "_stated",
        "_styles",
        "_table_no",
        "fixed",
        "lines",
        "runs",
    )

    def __init__(self, lines: Lines, runs: Runs, styles: Styles, numbering: Numbering) -> None:
        self.lines = lines
        self.runs = runs
        self.fixed = ""  # the anchor of everything in a story other than the body
        self._styles = styles
        self._numbering = numbering
        self._pending: list[n.Element] = []  # paragraphs whose mark is deleted or hidden: they run into the next one
        self._stated: dict[n.Element | None, list[n.Element]] = {}  # by w:pPr
        self._marked: set[n.Element | None] = set()  # w:pPr that may say that the mark of the paragraph does not show
        self._paragraph_no = self._table_no = 0

    def walk(self, root: n.Element) -> None:
        """Read all blocks of a story."""
        self._survey(root)
        self._blocks(root)
        self._flush()

    def _survey(self, root: n.Element) -> None:
        """What is rare, and the texts of paragraphs that hold nothing else: one pass in C over all of the story."""
        self._stated, self._marked = {}, set()
        plain = self.runs.plain = {}
        texts: list[n.Element] | None = None
        paragraph: n.Element | None = None
        for item in root.iter(*_TELLING):
            tag = item.tag
            if tag == n.T:
                run = item.getparent()
                holder = run if run is None else run.getparent()
                if holder is paragraph and texts is not None:
                    texts.append(item)
                else:
                    plain.pop(holder, None)
            elif tag == n.P:
                paragraph, texts = item, []
                plain[item] = texts
            elif tag in _STATED:
                self._stated.setdefault(item.getparent(), []).append(item)
            else:
                plain.pop(paragraph, None)
                texts = None
                if tag in _MARKING:
                    run = item.getparent()
                    self._marked.add(run if run is None else run.getparent())

    def _blocks(self, parent: n.Element) -> None:
        for node in parent:
            tag = node.tag
            if tag == n.P:
                self._paragraph(node)
            elif tag == n.TBL:
                self._flush()
                self._table(node)
            elif tag in n.TRANSPARENT:
                self._blocks(n.content(node))
            elif tag == n.SECTPR:
                self.runs.sections.append(node)

    # paragraphs

    def _paragraph(self, node: n.Element) -> None:
        runs = self.runs
        style_id, num_id, ilvl, outline, state = self._styles.default, None, None, None, ""
        properties = node[0] if len(node) else None
        if properties is not None and properties.tag != n.PPR:
            properties = None
        if properties is not None and len(properties):
            first = properties[0]
            if first.tag == n.PSTYLE:
                style_id = first.get(n.VAL, "")
            for item in self._stated.get(properties, ()):
                if item.tag == n.NUMPR:
                    stated = {part.tag: part.get(n.VAL) for part in item}
                    num_id, ilvl = stated.get(n.NUM_ID), n.number(stated.get(n.ILVL))
                elif item.tag == n.OUTLINE:
                    outline = n.number(item.get(n.VAL))
                else:
                    runs.sections.append(item)
            if properties in self._marked:
                state = runs.mark_state(properties)
        runs.style = style_id
        if state == "deleted":
            self._pending.append(node)
            return
        style = self._styles.get(style_id)
        place = self._numbering.place(style, num_id, ilvl) if num_id or style.num_id else None
        number, gap = self._numbering.label(*place) if place else ("", "")
        if state == "hidden":  # Word counts it all the same: hidden numbered paragraphs are used to move a list on
            self._pending.append(node)
        else:
            self._line(node, number, gap, _level(style, outline, place))

    def _line(self, node: n.Element, number: str, gap: str, level: int | None) -> None:
        lines = self.lines
        if self.runs.in_row:
            mark = lines.mark()
            if lines.size > self.runs.cell_start:
                lines.show(" ")
            start = lines.size
            self._fill(node, number, gap)
            if lines.size == start:
                lines.rewind(mark)
                lines.paragraphs.append((lines.size, lines.size, node))
            return
        self._paragraph_no += 1
        lines.begin(self.fixed or f"p{self._paragraph_no}", number, level)
        self._fill(node, number, gap)
        lines.end()

    def _fill(self, node: n.Element, number: str, gap: str) -> None:
        lines = self.lines
        start = lines.size
        if number:
            lines.show(number + gap)
        filled = lines.size
        if self._pending:
            for part in self._pending:
                self.runs.paragraph(part)
                lines.paragraphs.append((start, lines.size, part))
                start = lines.size
            self._pending.clear()
        self.runs.paragraph(node)
        if gap and number and lines.size == filled:  # a number alone on its line ends without a space
            lines.parts[-1] = number
            lines.size -= len(gap)
            start = min(start, lines.size)
        lines.paragraphs.append((start, lines.size, node))

    def _flush(self) -> None:
        """Paragraphs that should run into a next one, but none follows."""
        if self._pending:
            last = self._pending.pop()
            mark, count = self.lines.mark(), self._paragraph_no
            self._line(last, "", "", None)
            if not self.lines.since(mark).strip("\n"):
                self.lines.rewind(mark)
                self._paragraph_no = count

    # tables

    def _table(self, table: n.Element) -> None:
        if self.runs.in_row:  # a table inside a cell reads as more text of that cell
            for row in _flat(table, n.TR):
                for cell in _flat(row, n.TC):
                    self._blocks(cell)
                    self._flush()
            return
        self._table_no += 1
        kind = self.lines.kind
        self.lines.kind = "row" if kind == "body" else kind
        self.runs.in_row = True
        for number, row in enumerate((row for row in _flat(table, n.TR) if not _is_deleted(row)), 1):
            self.lines.begin(self.fixed or f"t{self._table_no}r{number}")
            self._row(row)
            self.lines.end()
        self.runs.in_row = False
        self.lines.kind = kind

    def _row(self, row: n.Element) -> None:
        first = True
        for cell in _flat(row, n.TC):
            merged = _merge(cell)
            if merged == "away":
                continue
            if not first:
                self.lines.show(JOINT)
            first = False
            self.runs.cell_start = self.lines.size
            if merged != "below":
                self._blocks(cell)
                self._flush()


def _level(style: Style, outline: int | None, place: tuple[str, int] | None) -> int | None:
    """Outline level of the paragraph, else of its style, else the level of its list."""
    stated = style.outline if outline is None else outline
    if stated is not None and 0 <= stated < _BODY_TEXT:
        return stated
    return place[1] if place else None


def _flat(parent: n.Element, tag: str) -> Iterator[n.Element]:
    """Children of this name, also those inside content controls and the like."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in n.TRANSPARENT:
            yield from _flat(n.content(node), tag)


def _is_deleted(row: n.Element) -> bool:
    properties = n.child(row, n.TRPR)
    return properties is not None and any(True for _ in properties.iterchildren(*_UNSEEN_ROW))


def _merge(cell: n.Element) -> str:
    """Answer "below": continues the cell above; "away": part of the cell to its left, or deleted; "": its own cell."""
    properties = n.child(cell, n.TCPR)
    for item in () if properties is None else properties.iterchildren(n.V_MERGE, n.H_MERGE, n.CELL_DEL):
        if item.tag == n.CELL_DEL or (item.tag == n.H_MERGE and item.get(n.VAL, "continue") == "continue"):
            return "away"
        if item.tag == n.V_MERGE and item.get(n.VAL, "continue") == "continue":
            return "below"
    return ""

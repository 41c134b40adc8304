"""Revisions applied to the parsed parts of a file as tracked changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from mingyue.connectors.word import names as n
from mingyue.connectors.word.carving import (
    carve,
    carve_all,
    delete_runs,
    place_after,
    place_before,
    split_text,
    visible,
)
from mingyue.connectors.word.codes import closed_codes
from mingyue.connectors.word.lines import Paragraph, Places
from mingyue.connectors.word.marks import Marks, look_of, mark_is, plain_look
from mingyue.connectors.word.paragraphs import add_paragraphs, can_lose_mark, follower, has_picture
from mingyue.redline.revision import Revision
from mingyue.review.document import Document


@dataclass(frozen=True, slots=True)
class Anchor:
    """The first and the last node that a revision touched; new: it stands in new paragraphs, which a rejection removes."""

    first: n.Element
    last: n.Element
    new: bool = False


class Editor:
    """Applies revisions from the last one in the text to the first, so that the places of the others stay true."""

    __slots__ = ("_document", "_ends", "_joined", "_marks", "_paragraphs", "_pieces", "_starts")

    def __init__(self, document: Document, places: Places, marks: Marks) -> None:
        self._document = document
        self._marks = marks
        self._pieces = places.pieces
        self._starts = [piece[0] for piece in places.pieces]
        self._paragraphs = places.paragraphs
        self._ends = [paragraph[1] for paragraph in places.paragraphs]
        # paragraphs that run into the next one since another author deleted their marks
        self._joined = frozenset(node for _, _, node in places.paragraphs if mark_is(node, n.DEL, n.MOVE_FROM))

    def apply(self, revision: Revision) -> Anchor:
        """Put one revision into the tree; give where its comment belongs."""
        if revision.action == "insert":
            return self._insert(revision)
        if revision.action == "replace" and not self._touches(revision.start, revision.end):
            return self._add(revision)
        nodes = self._select(revision.start, revision.end)
        if revision.action == "comment":
            return self._anchor(carve_all(self._marks, nodes), revision.start)
        return self._change(revision, nodes)

    # whole paragraphs

    def _insert(self, revision: Revision) -> Anchor:
        _, _, paragraph = self._paragraph_at(revision.start)
        while paragraph in self._joined and (following := follower(paragraph)) is not None:
            paragraph = following
        numbered = self._stays_numbered(revision)
        new = add_paragraphs(self._marks, paragraph, revision.text.split("\n"), numbered=numbered)
        return Anchor(new[0], new[-1], new=True)

    # stretches of text

    def _change(self, revision: Revision, nodes: list[n.Element]) -> Anchor:
        """Delete the nodes, and put the new text, if any, behind the first stretch of them."""
        start, end = revision.start, revision.end
        text = revision.text if revision.action == "replace" else ""
        losing = self._marks_lost(start, end, keep_one=bool(text))
        look = _look_among(nodes)
        wrappers = delete_runs(self._marks, carve_all(self._marks, nodes))
        anchor = self._anchor(wrappers, start)
        if text:
            head, rest = self._lines(end, text)
            added = self._marks.insertion(head, look)
            if wrappers and _holder(wrappers[0]) is self._paragraph_at(start)[2]:
                place_after(self._marks, wrappers[0], added)
                anchor = Anchor(wrappers[0], wrappers[-1] if len(wrappers) > 1 else added)
            else:
                self._place_at(start, added)
                anchor = Anchor(added, wrappers[-1] if wrappers else added)
            self._add_rest(end, rest, numbered=self._stays_numbered(revision))
        for paragraph in losing:
            self._marks.mark_paragraph(paragraph, "del")
        return anchor

    def _add(self, revision: Revision) -> Anchor:
        """Put text at a point where nothing is taken away."""
        head, rest = self._lines(revision.end, revision.text)
        node = self._marks.insertion(head, None)
        self._place_at(revision.end, node)
        self._add_rest(revision.end, rest, numbered=self._stays_numbered(revision))
        return Anchor(node, node)

    def _lines(self, end: int, text: str) -> tuple[str, list[str]]:
        """What of a new text stays in the paragraph, and what becomes paragraphs: at the end of one each line does."""
        if "\n" not in text or end != self._paragraph_at(end)[1]:
            return text, []
        head, *rest = text.split("\n")
        return head, rest

    def _add_rest(self, end: int, lines: list[str], *, numbered: bool) -> None:
        if lines:
            add_paragraphs(self._marks, self._paragraph_at(end)[2], lines, numbered=numbered)

    def _stays_numbered(self, revision: Revision) -> bool:
        """Whether new paragraphs take over the numbering as it is; there is nothing to switch off where there is none."""
        block = self._document.block_at(revision.end)
        return revision.numbered or (block is not None and block.kind == "body" and not block.number)

    def _place_at(self, offset: int, node: n.Element) -> None:
        """Put a w:ins of ours at this offset; its run looks like the text there."""
        _, _, paragraph = self._paragraph_at(offset)
        left = bisect_left(self._starts, offset) - 1
        right = left + 1
        if left >= 0 and _holder(self._pieces[left][2]) is paragraph:
            start, _, piece = self._pieces[left]
            if piece.tag == n.T and offset - start < len(visible(piece)):
                split_text(piece, offset - start)
            run = carve(self._marks, _run(piece), {piece})[0]
            place_after(self._marks, run, node)
            look = look_of(run)
        elif right < len(self._pieces) and _holder(self._pieces[right][2]) is paragraph:
            run = carve(self._marks, _run(self._pieces[right][2]), {self._pieces[right][2]})[0]
            place_before(self._marks, run, node)
            look = look_of(run)
        else:
            paragraph.append(node)
            mark = n.child(n.child(paragraph, n.PPR), n.RPR)
            look = None if mark is None else plain_look(mark)
        if look is not None and len(look) and n.child(node[0], n.RPR) is None:
            node[0].insert(0, look)

    # finding

    def _touches(self, start: int, end: int) -> bool:
        """Whether the range holds anything that can be taken away: mapped text, or a paragraph's mark."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self._pieces[first][1] <= start:
            first += 1
        mapped = first < len(self._pieces) and self._pieces[first][0] < end
        return mapped or bool(self._inner(start, end))

    def _select(self, start: int, end: int) -> list[n.Element]:
        """The children of runs that show exactly this range, cut out where they hold more; fields closed in it."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        nodes = []
        while index < len(self._pieces) and self._pieces[index][0] < end:
            piece_start, piece_end, node = self._pieces[index]
            index += 1
            if piece_end <= start:
                continue
            if node.tag == n.T:
                if end - piece_start < len(visible(node)):
                    split_text(node, end - piece_start)
                if start > piece_start:
                    node = split_text(node, start - piece_start)
            nodes.append(node)
        return closed_codes(nodes)

    def _paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds this offset, its end included."""
        index = min(bisect_left(self._ends, offset), len(self._ends) - 1)
        while self._paragraphs[index][1] == offset and self._paragraphs[index][2] in self._joined:
            if index + 1 == len(self._paragraphs) or self._paragraphs[index + 1][0] != offset:
                break
            index += 1  # it runs into the next
        return self._paragraphs[index]

    def _inner(self, start: int, end: int) -> list[Paragraph]:
        """The paragraphs whose marks lie in the range."""
        return list(self._paragraphs[bisect_left(self._ends, start) : bisect_left(self._ends, end)])

    def _marks_lost(self, start: int, end: int, *, keep_one: bool) -> list[n.Element]:
        """The paragraphs whose marks go with the range.

        Where paragraphs become one, the first keeps its properties if it can: not its mark goes, but those behind it.
        A range that covers its last paragraph to the end and leaves nothing in front takes that mark, too, unless a
        text replaces it (`keep_one`).
        """
        inner = self._inner(start, end)
        last = self._paragraph_at(end)
        begins_whole = not self._is_before(start, (inner[0] if inner else last)[2])
        losing = [node for _, _, node in inner if can_lose_mark(node)]
        if last[1] == end and last[0] < end and can_lose_mark(last[2]):
            if begins_whole and not keep_one and not has_picture(last[2]):
                losing.append(last[2])
            elif losing:
                losing = [*losing[1:], last[2]]
        return losing

    def _is_before(self, start: int, paragraph: n.Element) -> bool:
        """Whether the paragraph shows text in front of this offset."""
        left = bisect_left(self._starts, start) - 1
        return left >= 0 and _holder(self._pieces[left][2]) is paragraph

    def _anchor(self, nodes: list[n.Element], offset: int) -> Anchor:
        """An anchor on these nodes; on the whole paragraph where there are none."""
        if nodes:
            return Anchor(nodes[0], nodes[-1])
        paragraph = self._paragraph_at(offset)[2]
        return Anchor(paragraph, paragraph)


def _holder(node: n.Element) -> n.Element:
    return next(node.iterancestors(n.P))


def _run(node: n.Element) -> n.Element:
    return next(node.iterancestors(n.R))


def _look_among(nodes: list[n.Element]) -> n.Element | None:
    """The formatting of the first text among these nodes."""
    text = next((node for node in nodes if node.tag == n.T), nodes[0] if nodes else None)
    return None if text is None else look_of(_run(text))

"""Whole paragraphs in a redline: new ones that look like their neighbour, deleted marks."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from mingyue.connectors.word import names as n
from mingyue.connectors.word.carving import visible
from mingyue.connectors.word.marks import Marks, element, look_of, mark_is, plain_look, put_marks

# what may stand between two paragraphs that run into each other once the first one's mark is gone
_MILESTONES: Final = frozenset(
    n.w(name)
    for name in (
        "bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd",
        "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    )
)  # fmt: skip
_CHANGE: Final = n.w("pPrChange")
_NOT_COPIED: Final = (n.SECTPR, n.RPR, _CHANGE, n.w("pageBreakBefore"), n.w("framePr"))
# w:numPr stands in front of everything in a w:pPr except these
_BEFORE_NUMBERING: Final = frozenset(
    n.w(name) for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)


def follower(paragraph: n.Element) -> n.Element | None:
    """The paragraph that this one runs into when its mark goes; None in front of a table and at the end of a story."""
    node = paragraph.getnext()
    while node is not None and node.tag in _MILESTONES:
        node = node.getnext()
    return node if node is not None and node.tag == n.P else None


def can_lose_mark(paragraph: n.Element) -> bool:
    """Whether the mark may be deleted: a paragraph follows, no section ends here, nobody deleted it already."""
    section = n.child(n.child(paragraph, n.PPR), n.SECTPR)
    return section is None and follower(paragraph) is not None and not mark_is(paragraph, n.DEL, n.MOVE_FROM)


def has_picture(paragraph: n.Element) -> bool:
    """Whether it shows something that is no text, and would lose its place with the paragraph."""
    return next(paragraph.iter(n.DRAWING, n.PICT, n.OBJECT, n.MATH), None) is not None


def add_paragraphs(marks: Marks, after: n.Element, lines: list[str], *, numbered: bool) -> list[n.Element]:
    """Put tracked new paragraphs behind this one, which they resemble; give them.

    As when one types on at its end: its mark becomes a new one, and the last new paragraph gets the old mark. Where the
    new ones differ from it, or it has a new mark of ours already, they bring marks of their own, if a paragraph follows.
    """
    look = _look(after)
    new = [_paragraph(marks, line, after, look, numbered=numbered) for line in lines]
    section = n.child(n.child(after, n.PPR), n.SECTPR)
    apart = marks.has_new_mark(after) or not _is_alike(new[-1], after)
    if apart and section is None and follower(after) is not None:
        for paragraph in new:
            marks.mark_paragraph(paragraph, "ins")
    else:
        _take_over_mark(marks, after, new, section)
    for paragraph in reversed(new):
        after.addnext(paragraph)
    return new


def _is_alike(new: n.Element, model: n.Element) -> bool:
    """Whether the new paragraph has the properties of the model, those of its mark apart."""
    pair = [n.child(node, n.PPR) for node in (new, model)]
    bare = [element("pPr") if node is None else _without(node, (n.RPR, n.SECTPR, _CHANGE)) for node in pair]
    return etree.tostring(bare[0], method="c14n") == etree.tostring(bare[1], method="c14n")


def _take_over_mark(marks: Marks, after: n.Element, new: list[n.Element], section: n.Element | None) -> None:
    """Give the old mark to the last new paragraph: its properties are the old ones, what differs is a tracked change."""
    own = n.child(after, n.PPR)
    taken = marks.take_marks_of_others(after)
    kept = element("pPr") if own is None else marks.clone(own)
    if own is not None and section is not None:
        own.remove(section)
    last = new[-1]
    wanted = n.child(last, n.PPR)
    if wanted is not None:
        last.remove(wanted)
    properties = _with_change(marks, kept, wanted)
    if len(properties):
        last.insert(0, properties)
    put_marks(last, taken)
    marks.mark_paragraph(after, "ins")
    for paragraph in new[:-1]:
        marks.mark_paragraph(paragraph, "ins")


def _with_change(marks: Marks, kept: n.Element, wanted: n.Element | None) -> n.Element:
    """The kept properties, turned into the wanted ones by a tracked change where they differ and nobody changed them."""
    base = _without(kept, (n.RPR, n.SECTPR, _CHANGE))
    goal = element("pPr") if wanted is None else _without(wanted, (n.RPR,))
    if etree.tostring(base, method="c14n") == etree.tostring(goal, method="c14n") or n.child(kept, _CHANGE) is not None:
        return kept
    goal.extend(list(kept.iterchildren(n.RPR, n.SECTPR)))
    change = marks.make("pPrChange")
    change.append(base)
    goal.append(change)
    return goal


def _paragraph(marks: Marks, line: str, model: n.Element, look: n.Element | None, *, numbered: bool) -> n.Element:
    paragraph = element("p")
    properties = _copied(model)
    if not numbered:
        _switch_numbering_off(properties)
    if look is not None and len(look):
        properties.append(deepcopy(look))
    if len(properties):
        paragraph.append(properties)
    if line:
        paragraph.append(marks.insertion(line, look))
    return paragraph


def _copied(model: n.Element) -> n.Element:
    """The properties of a paragraph that a new one beside it shares."""
    own = n.child(model, n.PPR)
    return element("pPr") if own is None else _without(own, _NOT_COPIED)


def _without(properties: n.Element, tags: tuple[str, ...]) -> n.Element:
    """A copy of properties that lacks these."""
    copy = deepcopy(properties)
    copy.tail = None
    for item in list(copy.iterchildren(*tags)):
        copy.remove(item)
    return copy


def _switch_numbering_off(properties: n.Element) -> None:
    for item in list(properties.iterchildren(n.NUMPR)):
        properties.remove(item)
    numbering = element("numPr")
    numbering.append(element("ilvl", val="0"))
    numbering.append(element("numId", val="0"))
    place = sum(1 for item in properties if item.tag in _BEFORE_NUMBERING)
    properties.insert(place, numbering)


def _look(paragraph: n.Element) -> n.Element | None:
    """The formatting of most of the paragraph's text; of its mark where it has no text."""
    runs = [run for run in paragraph.iter(n.R) if next(run.iterancestors(n.P)) is paragraph]
    longest = max(runs, key=lambda run: sum(len(visible(text)) for text in run.iterchildren(n.T)), default=None)
    if longest is not None and n.child(longest, n.T) is not None:
        return look_of(longest)
    mark = n.child(n.child(paragraph, n.PPR), n.RPR)
    return None if mark is None else plain_look(mark)

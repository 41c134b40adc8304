"""Tracked-change elements of one author: w:ins, w:del, marks of paragraphs; and copies of formatting."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from itertools import count
from typing import Final

from lxml import etree

from mingyue.connectors.word import names as n
from mingyue.connectors.word.symbols import is_symbol_font

DATE: Final = "%Y-%m-%dT%H:%M:%SZ"
_MARKS: Final = (n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO)
_PRESERVE: Final = "preserve"


def element(name: str, **attributes: str) -> n.Element:
    """A new WordprocessingML element; attribute names are of the same namespace."""
    node = etree.Element(n.w(name), nsmap={"w": n.W_NS})
    for key, text in attributes.items():
        node.set(n.w(key), text)
    return node


class Marks:
    """Makes the marks of one author at one moment, each with an id that the file does not use yet."""

    __slots__ = ("author", "date", "ids")

    def __init__(self, author: str, date: datetime, used: frozenset[int]) -> None:
        self.author = author
        self.date = date.strftime(DATE)
        self.ids = (number for number in count(1) if number not in used)

    def make(self, name: str) -> n.Element:
        """An empty w:ins, w:del, w:pPrChange ..."""
        return element(name, id=str(next(self.ids)), author=self.author, date=self.date)

    def clone(self, node: n.Element) -> n.Element:
        """A deep copy in which marks of other authors have ids of their own."""
        copy = deepcopy(node)
        copy.tail = None
        for inner in copy.iter():
            if inner.get(n.ID) is not None and inner.get(n.w("author")) is not None:
                inner.set(n.ID, str(next(self.ids)))
        return copy

    def insertion(self, text: str, look: n.Element | None) -> n.Element:
        """A w:ins with one run of this text; look: the w:rPr to copy."""
        node = self.make("ins")
        node.append(text_run(text, look))
        return node

    def mark_paragraph(self, paragraph: n.Element, name: str) -> None:
        """Mark the paragraph's own mark as inserted ("ins") or deleted ("del")."""
        mark = _mark_properties(_properties(paragraph))
        place = sum(1 for item in mark if item.tag == n.INS)  # w:ins stands before w:del, both before all else
        mark.insert(place, self.make(name))

    def has_new_mark(self, paragraph: n.Element) -> bool:
        """Whether the paragraph's mark is an insertion of ours."""
        return any(item.tag == n.INS and self.is_ours(item) for item in _marks_of(paragraph))

    def take_marks_of_others(self, paragraph: n.Element) -> list[n.Element]:
        """Take the marks of other authors off the paragraph's mark and give them."""
        taken = [item for item in _marks_of(paragraph) if not self.is_ours(item)]
        for item in taken:
            if (holder := item.getparent()) is not None:
                holder.remove(item)
        return taken

    def is_ours(self, mark: n.Element) -> bool:
        """Whether this author made the mark at this moment."""
        return (mark.get(n.w("author")), mark.get(n.w("date"))) == (self.author, self.date)


def text_run(text: str, look: n.Element | None) -> n.Element:
    """A run that shows the text; tabs and newlines as Word spells them."""
    run = element("r")
    if look is not None and len(look):
        run.append(deepcopy(look))
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            run.append(element("br"))
        for cell_number, cell in enumerate(line.split("\t")):
            if cell_number:
                run.append(element("tab"))
            if cell:
                node = element("t")
                node.text = cell
                node.set(n.XML_SPACE, _PRESERVE)
                run.append(node)
    return run


def look_of(run: n.Element | None) -> n.Element | None:
    """The formatting of a run for new text beside it: a copy of its w:rPr without marks, hiding and symbol fonts."""
    own = n.child(run, n.RPR)
    return None if own is None else plain_look(own)


def plain_look(properties: n.Element) -> n.Element:
    """A copy of a w:rPr that is fit for new text."""
    look = deepcopy(properties)
    look.tail = None
    for item in list(look.iterchildren(*_MARKS, n.VANISH, n.w("rPrChange"), n.FONTS)):
        if item.tag != n.FONTS or any(is_symbol_font(str(font)) for font in item.attrib.values()):
            look.remove(item)
    return look


def mark_is(paragraph: n.Element, *tags: str) -> bool:
    """Whether the paragraph's mark carries one of these marks."""
    return any(item.tag in tags for item in _marks_of(paragraph))


def _marks_of(paragraph: n.Element) -> list[n.Element]:
    mark = n.child(n.child(paragraph, n.PPR), n.RPR)
    return [] if mark is None else list(mark.iterchildren(*_MARKS))


def put_marks(paragraph: n.Element, marks: list[n.Element]) -> None:
    """Put marks that `unmark` took on the mark of another paragraph."""
    if marks:
        mark = _mark_properties(_properties(paragraph))
        for place, item in enumerate(marks):
            mark.insert(place, item)


def _properties(paragraph: n.Element) -> n.Element:
    own = n.child(paragraph, n.PPR)
    if own is None:
        own = element("pPr")
        paragraph.insert(0, own)
    return own


def _mark_properties(properties: n.Element) -> n.Element:
    own = n.child(properties, n.RPR)
    if own is None:
        own = element("rPr")
        # only the section and an earlier change of the properties stand behind it
        behind = sum(1 for item in properties if item.tag in {n.SECTPR, n.w("pPrChange")})
        properties.insert(len(properties) - behind, own)
    return own

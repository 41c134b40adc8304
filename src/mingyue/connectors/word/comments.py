"""Word comments: the part that holds them, and their anchors in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from mingyue.connectors.word import names as n
from mingyue.connectors.word.editor import Anchor
from mingyue.connectors.word.marks import Marks, element, text_run
from mingyue.connectors.word.package import Package, relations_part

_TYPES: Final = "[Content_Types].xml"
_TYPES_NS: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS_NS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Word allows comments in the body alone; elsewhere they go to the body, and say what they are about
_ELSEWHERE: Final = {
    n.w("hdr"): "页眉",
    n.w("ftr"): "页脚",
    n.w("footnotes"): "脚注",
    n.w("endnotes"): "尾注",
    n.w("document"): "文本框",
}
_QUOTED: Final = 30  # characters of the quote in such a comment


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to add: its text, the quote it is about, and what the revision touched."""

    text: str
    quote: str
    anchor: Anchor


class Comments:
    """Adds comments to the body of a file; `changed` collects the parts that this alters."""

    __slots__ = ("_body", "_ids", "_marks", "_package", "_part", "_root")

    def __init__(self, package: Package, body: n.Element, marks: Marks) -> None:
        self._package = package
        self._body = body
        self._marks = marks
        existing = [part for kind, part in package.relations(package.main).values() if kind == "comments"]
        self._part = existing[0] if existing and existing[0] in package.names else ""
        self._root = package.xml(self._part) if self._part else element("comments")
        used = [n.number(node.get(n.ID), 0) or 0 for node in self._root]
        self._ids = max(used, default=-1) + 1

    def add(self, remark: Remark) -> None:
        """Write one comment and anchor it."""
        identity = str(self._ids)
        self._ids += 1
        host = self._host(remark.anchor.first)
        text = remark.text
        if host is None:
            self._fasten(remark.anchor, identity)
        else:
            place = _ELSEWHERE.get(str(remark.anchor.first.getroottree().getroot().tag), "")
            quote = remark.quote[:_QUOTED] + ("…" if len(remark.quote) > _QUOTED else "")
            text = f"〔针对{place}「{quote}」〕{text}" if quote else f"〔针对{place}〕{text}"
            self._fasten(Anchor(host, host), identity)
        self._root.append(self._comment(identity, text))

    def changed(self) -> dict[str, n.Element]:
        """The parts to write, by name: the comments, and the lists that name a new part of them."""
        if self._part:
            return {self._part: self._root}
        folder = self._package.main.rpartition("/")[0]
        taken = {name.lower() for name in self._package.names}
        names = (f"{folder}/comments{suffix}.xml".lstrip("/") for suffix in ("", *range(1, len(taken) + 2)))
        self._part = next(name for name in names if name.lower() not in taken)
        return {self._part: self._root, _TYPES: self._types(), relations_part(self._package.main): self._relations()}

    def _types(self) -> n.Element:
        root = self._package.xml(_TYPES)
        etree.SubElement(root, f"{_TYPES_NS}Override", PartName=f"/{self._part}", ContentType=_CONTENT_TYPE)
        return root

    def _relations(self) -> n.Element:
        name = relations_part(self._package.main)
        root = self._package.xml(name) if name in self._package.names else etree.Element(f"{{{_RELS_NS}}}Relationships")
        taken = {node.get("Id") for node in root}
        identity = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        attributes = {"Id": identity, "Type": f"{n.R_NS}/comments", "Target": self._part.rpartition("/")[2]}
        etree.SubElement(root, f"{{{_RELS_NS}}}Relationship", attributes)
        return root

    def _comment(self, identity: str, text: str) -> n.Element:
        marks = self._marks
        comment = element("comment", id=identity, author=marks.author, date=marks.date, initials=marks.author[:2])
        for line in text.split("\n"):
            paragraph = element("p")
            paragraph.append(text_run(line, None))
            comment.append(paragraph)
        reference = element("r")
        reference.append(element("annotationRef"))
        comment[0].insert(0, reference)
        return comment

    def _host(self, node: n.Element) -> n.Element | None:
        """The body paragraph that takes the comment when the place itself cannot; None when it can."""
        root = node.getroottree().getroot()
        if root is self._body:
            around = [box for box in node.iterancestors(n.P) if next(box.iterancestors(n.TXBX), None) is None]
            inside = next(node.iterancestors(n.TXBX), None) is not None
            return around[-1] if inside and around else None
        reference = {n.w("footnotes"): n.FOOTNOTE_REF, n.w("endnotes"): n.ENDNOTE_REF}.get(str(root.tag))
        if reference is not None:
            note = next(node.iterancestors(n.w("footnote"), n.w("endnote"))).get(n.ID)
            found = next(mark for mark in self._body.iter(reference) if mark.get(n.ID) == note)
            return next(found.iterancestors(n.P))
        return next(self._body.iter(n.P))

    def _fasten(self, anchor: Anchor, identity: str) -> None:
        """Put the ends of the comment's range and its sign into the text."""
        start, end = element("commentRangeStart", id=identity), element("commentRangeEnd", id=identity)
        sign = element("r")
        sign.append(element("commentReference", id=identity))
        if anchor.new:  # a rejected paragraph takes the sign along
            mark = self._marks.make("ins")
            mark.append(sign)
            sign = mark
        first, last = _in_paragraph(anchor.first), _in_paragraph(anchor.last)
        if first.tag == n.P:
            first.insert(1 if n.child(first, n.PPR) is not None else 0, start)
        else:
            first.addprevious(start)
        if last.tag == n.P:
            last.extend([end, sign])
        else:
            last.addnext(sign)
            last.addnext(end)


def _in_paragraph(node: n.Element) -> n.Element:
    """The child of a paragraph that holds the node; a paragraph is given as it is."""
    while node.tag != n.P and (parent := node.getparent()) is not None and parent.tag != n.P:
        node = parent
    return node

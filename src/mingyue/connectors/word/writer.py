"""A draft with our revisions in it, as tracked changes and comments; everything else of the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from mingyue.connectors.word import names as n
from mingyue.connectors.word.archive import rewrite
from mingyue.connectors.word.comments import Comments, Remark
from mingyue.connectors.word.editor import Editor
from mingyue.connectors.word.marks import Marks
from mingyue.connectors.word.package import STRICT, Package, is_strict
from mingyue.connectors.word.reader import read_package
from mingyue.redline.revision import Revision, in_order

_DECLARATION: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]*\?>\s*")
_NEW_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_IDS: Final = re.compile(rb':id="(\d{1,10})"')


def write(data: bytes, revisions: Sequence[Revision], author: str, date: datetime) -> bytes:
    """The .docx with the revisions as tracked changes and comments of this author at this moment.

    Accepting these marks gives the revised text, rejecting them the text as it was; marks and comments of earlier
    reviewers stay. Parts that no revision touches are copied byte for byte; without revisions the file is unchanged.

    Raises `Unreadable` when the file cannot be read, ValueError when revisions overlap or lie outside its text.
    """
    package = Package(data)
    document, places = read_package(package)
    ordered = in_order(tuple(revisions), len(document.text))
    if not ordered:
        return data
    marks = Marks(author, date, _used_ids(package))
    editor = Editor(document, places, marks)
    remarks, touched = [], set()
    for revision in reversed(ordered):
        anchor = editor.apply(revision)
        touched.add(anchor.first.getroottree().getroot())
        if revision.comment:
            remarks.append(Remark(revision.comment, document.text[revision.start : revision.end], anchor))
    for root in touched:
        _renew_fallbacks(marks, root)
    body = places.roots[package.main]
    changed: dict[str, n.Element] = {}
    if remarks:
        comments = Comments(package, body, marks)
        for remark in reversed(remarks):
            comments.add(remark)
        changed = {**comments.changed(), package.main: body}
    changed |= {name: root for name, root in places.roots.items() if root in touched}
    return rewrite(data, package.archive, {name: spell(package, name, root) for name, root in changed.items()})


def _renew_fallbacks(marks: Marks, root: n.Element) -> None:
    """A text box stands twice in the file, once for older programs: both must say the same."""
    for alternate in root.iter(n.ALTERNATE):
        choice, fallback = n.child(alternate, n.CHOICE), n.child(alternate, n.FALLBACK)
        if choice is None or fallback is None:
            continue
        for box, older in zip(choice.iter(n.TXBX), fallback.iter(n.TXBX), strict=False):
            if any(marks.is_ours(mark) for mark in box.iter(n.INS, n.DEL)):
                older[:] = [marks.clone(node) for node in box]


def _used_ids(package: Package) -> frozenset[int]:
    """All ids in the file's XML, whatever they belong to: ours must meet none of them."""
    parts = (
        name for name in package.names if name.startswith(package.main.rpartition("/")[0]) and name.endswith(".xml")
    )
    return frozenset(int(number) for name in parts for number in _IDS.findall(package.raw(name)))


def spell(package: Package, name: str, root: n.Element) -> bytes:
    """The bytes of a part: its own XML declaration, its own dialect."""
    raw = package.raw(name) if name in package.names else b""
    declaration = _DECLARATION.match(raw)
    head = declaration[0] if declaration and b"utf-8" in declaration[0].lower() else _NEW_DECLARATION
    body = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
    if is_strict(package.raw(package.main)):
        for strict, plain in STRICT:
            body = body.replace(plain, strict)
    return head + body

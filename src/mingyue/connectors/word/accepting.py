"""A clean copy: every tracked change of a file accepted, as Word's own command does it. Comments stay."""

from __future__ import annotations

from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.archive import rewrite
from mingyue.connectors.word.package import Package
from mingyue.connectors.word.paragraphs import follower
from mingyue.connectors.word.writer import spell

_FORMER: Final = tuple(
    n.w(f"{name}Change")
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
)
_MOVES: Final = tuple(n.w(f"move{way}Range{end}") for way in ("From", "To") for end in ("Start", "End"))
_CELL_MARKS: Final = (n.w("cellIns"), n.w("cellMerge"))


def accept(data: bytes) -> bytes:
    """The .docx without tracked changes, its text as the reader reads it. Raises `Unreadable`."""
    package = Package(data)
    folder = package.main.rpartition("/")[0]
    changed: dict[str, bytes] = {}
    for name in package.names:
        if name.startswith(folder) and name.endswith(".xml") and b":author=" in package.raw(name):
            root = package.xml(name)
            if _settle(root):
                changed[name] = spell(package, name, root)
    return rewrite(data, package.archive, changed) if changed else data


def _settle(root: n.Element) -> bool:
    """Accepts what the part holds; says whether there was anything."""
    marks = list(root.iter(*n.ADDED, *n.REMOVED, *_FORMER, *_MOVES, *_CELL_MARKS, n.CELL_DEL))
    joined = [mark for mark in marks if mark.tag in n.REMOVED and _owner(mark, n.PPR) is not None]
    paragraphs = [paragraph for mark in joined if (paragraph := _owner(mark, n.PPR)) is not None]
    for mark in marks:
        row, cell = _owner(mark, n.TRPR), _owner(mark, n.TCPR)
        if mark.tag in n.REMOVED and row is not None:
            _remove(row, empty=n.TBL)
        elif mark.tag == n.CELL_DEL and cell is not None:
            _remove(cell, empty=n.TR)
        elif mark.tag in n.ADDED:
            _unwrap(mark)
        else:
            _remove(mark)
    for paragraph in paragraphs:
        _join(paragraph)
    return bool(marks)


def _owner(mark: n.Element, properties: str) -> n.Element | None:
    """What the mark speaks of when it stands among properties of this kind: a paragraph (its end), a row, a cell."""
    holder = mark.getparent()
    if properties == n.PPR:
        if holder is None or holder.tag != n.RPR:
            return None
        holder = holder.getparent()
    return holder.getparent() if holder is not None and holder.tag == properties else None


def _remove(node: n.Element, *, empty: str = "") -> None:
    """Takes a node out, and what held it too where that is of the kind `empty` and holds no other like it."""
    holder = node.getparent()
    if holder is None:
        return
    holder.remove(node)
    if holder.tag == empty and next(holder.iterchildren(node.tag), None) is None:
        _remove(holder, empty=n.TBL if empty == n.TR else "")


def _unwrap(mark: n.Element) -> None:
    holder = mark.getparent()
    if holder is not None:
        at = holder.index(mark)
        holder[at : at + 1] = list(mark)


def _join(paragraph: n.Element) -> None:
    """Runs a paragraph whose end was deleted into the next, whose properties stay; in front of a table an empty one goes."""
    following, holder = follower(paragraph), paragraph.getparent()
    content = [node for node in paragraph if node.tag != n.PPR]
    if holder is None:
        return
    if following is None:
        if not any(node.tag in {n.R, *n.TRANSPARENT} for node in content) and paragraph.getnext() is not None:
            holder.remove(paragraph)
        return
    at = 0 if n.child(following, n.PPR) is None else 1
    following[at:at] = content
    holder.remove(paragraph)

"""Cutting runs so that a stretch of text stands in runs of its own, formatting kept."""

from __future__ import annotations

from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.marks import Marks, element

_DELETED: Final = {n.T: n.w("delText"), n.INSTR: n.w("delInstrText")}
_OTHERS_MARKS: Final = frozenset({n.INS, n.MOVE_TO})
_MARKS: Final = _OTHERS_MARKS | {n.DEL}


def visible(node: n.Element) -> str:
    """The text of a w:t as Word shows it: outer blanks count only where they are to be preserved."""
    text = node.text or ""
    return text if node.get(n.XML_SPACE) == "preserve" else text.strip(" \t\r\n")


def split_text(node: n.Element, at: int) -> n.Element:
    """Cut a w:t after `at` shown characters: the head stays in it, the rest goes into a new w:t right behind."""
    text = visible(node)
    rest = element("t")
    rest.text, node.text = text[at:], text[:at]
    for half in (node, rest):
        half.set(n.XML_SPACE, "preserve")
    node.addnext(rest)
    return rest


def carve(marks: Marks, run: n.Element, chosen: set[n.Element]) -> list[n.Element]:
    """Cut a run into runs that hold only chosen or only other children; give those with chosen ones, in order."""
    look = n.child(run, n.RPR)
    groups: list[tuple[bool, list[n.Element]]] = []
    for node in run:
        if node is look:
            continue
        is_chosen = node in chosen
        if not groups or groups[-1][0] != is_chosen:
            groups.append((is_chosen, []))
        groups[-1][1].append(node)
    found = [run] if groups and groups[0][0] else []
    last = run
    for is_chosen, nodes in groups[1:]:
        piece = element("r")
        if look is not None:
            piece.append(marks.clone(look))
        piece.extend(nodes)
        last.addnext(piece)
        last = piece
        if is_chosen:
            found.append(piece)
    return found


def carve_all(marks: Marks, nodes: list[n.Element]) -> list[n.Element]:
    """The runs that hold exactly these children of runs, in reading order."""
    chosen = set(nodes)
    runs = dict.fromkeys(parent for node in nodes if (parent := node.getparent()) is not None)
    return [piece for run in runs for piece in carve(marks, run, chosen)]


def delete_runs(marks: Marks, runs: list[n.Element]) -> list[n.Element]:
    """Put runs into w:del, neighbours into one; give these elements in order."""
    wrappers: list[n.Element] = []
    for run in runs:
        if not wrappers or wrappers[-1].getnext() is not run:
            wrapper = marks.make("del")
            run.addprevious(wrapper)
            wrappers.append(wrapper)
        wrappers[-1].append(run)
        for node in run:
            if node.tag in _DELETED:
                node.tag = _DELETED[str(node.tag)]
    return wrappers


def place_after(marks: Marks, anchor: n.Element, node: n.Element) -> None:
    """Put a mark of ours behind the anchor; the insertion of another author that holds the anchor is cut there."""
    while (parent := anchor.getparent()) is not None and parent.tag in _OTHERS_MARKS:
        following = list(anchor.itersiblings())
        if following:
            rest = element(str(parent.tag).rpartition("}")[2])
            for key, text in parent.attrib.items():
                rest.set(key, text)
            rest.set(n.ID, str(next(marks.ids)))
            rest.extend(following)
            parent.addnext(rest)
        anchor = parent
    anchor.addnext(node)


def place_before(marks: Marks, anchor: n.Element, node: n.Element) -> None:
    """Put a mark of ours in front of the anchor, outside of any other mark."""
    parent = anchor.getparent()
    if parent is None or parent.tag not in _MARKS:
        anchor.addprevious(node)
    elif (previous := anchor.getprevious()) is not None and parent.tag != n.DEL:
        place_after(marks, previous, node)
    else:
        place_before(marks, parent, node)

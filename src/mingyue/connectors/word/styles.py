"""What a style says about numbering, outline level and hidden text, its ancestors included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mingyue.connectors.word import names as n

_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """The part of a style that the reader needs; None where neither it nor an ancestor says anything.

    chain: its id and the ids of its ancestors, nearest first.
    """

    chain: tuple[str, ...] = ()
    num_id: str | None = None
    ilvl: int | None = None
    outline: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a file; each resolved once."""

    __slots__ = ("_nodes", "_resolved", "any_hidden", "default")

    def __init__(self, root: n.Element | None) -> None:
        self._nodes: dict[str, n.Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default = ""
        self.any_hidden = root is not None and next(root.iter(n.VANISH), None) is not None
        for node in () if root is None else root.iterchildren(n.w("style")):
            identity = node.get(n.STYLE_ID, "")
            self._nodes[identity] = node
            if node.get(n.TYPE) == "paragraph" and node.get(n.w("default"), "0") not in n.OFF:
                self.default = identity

    def get(self, identity: str) -> Style:
        """The style of this id, or an empty one when the file does not define it."""
        found = self._resolved.get(identity)
        if found is None:
            found = self._resolved[identity] = self._resolve(identity)
        return found

    def numbering(self, identity: str) -> str | None:
        """The w:numId that a numbering style points to."""
        return self.get(identity).num_id

    def _resolve(self, identity: str) -> Style:
        chain: list[str] = []
        style = Style()
        while identity in self._nodes and identity not in chain:
            chain.append(identity)
            style = _merge(style, _own(self._nodes[identity]))
            identity = n.value(self._nodes[identity], n.w("basedOn")) or ""
        return Style(tuple(chain), style.num_id, style.ilvl, style.outline, style.hidden)


def _merge(near: Style, far: Style) -> Style:
    return Style(
        (),
        far.num_id if near.num_id is None else near.num_id,
        far.ilvl if near.ilvl is None else near.ilvl,
        far.outline if near.outline is None else near.outline,
        far.hidden if near.hidden is None else near.hidden,
    )


def _own(node: n.Element) -> Style:
    properties = n.child(node, n.PPR)
    num = n.child(properties, n.NUMPR)
    vanish = n.child(n.child(node, n.RPR), n.VANISH)
    outline = n.number(n.value(properties, n.OUTLINE))
    if outline is None and (heading := _HEADING.fullmatch(n.value(node, n.w("name")) or "")):
        outline = int(heading[1]) - 1
    hidden = None if vanish is None else n.is_on(vanish)
    return Style((), n.value(num, n.NUM_ID), n.number(n.value(num, n.ILVL)), outline, hidden)

"""Automatic numbering: the text that Word puts in front of a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.numerals import shown
from mingyue.connectors.word.styles import Style, Styles
from mingyue.connectors.word.symbols import sign

LEVELS: Final = 9
_SLOT: Final = re.compile(r"%([1-9])")
_LARGEST: Final = 32_767  # what Word itself takes as a number of a list


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    text: literal strings, and the index of each level whose figure stands between them.
    restart: the 1-based level after which it starts again, 0 never, None after any higher one.
    """

    start: int
    fmt: str
    text: tuple[str | int, ...]
    suffix: str
    legal: bool
    restart: int | None
    font: str | None
    style: str | None


_PLAIN: Final = Level(1, "decimal", (), "tab", legal=False, restart=None, font=None, style=None)


class _List:
    """A w:num: its levels, the counters it shares with all w:num of the same abstract list, its start overrides."""

    __slots__ = ("counters", "levels", "overrides")

    def __init__(self, levels: dict[int, Level], counters: list[int | None], overrides: dict[int, int]) -> None:
        self.levels = levels
        self.counters = counters
        self.overrides = overrides


class Numbering:
    """The running lists of one file; `label` must be called for the paragraphs in reading order."""

    __slots__ = ("_abstract", "_counters", "_lists", "_nums", "_styles")

    def __init__(self, root: n.Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        nodes = [] if root is None else list(root)
        self._abstract = {node.get(n.w("abstractNumId"), ""): node for node in nodes if node.tag == n.w("abstractNum")}
        self._nums = {node.get(n.NUM_ID, ""): node for node in nodes if node.tag == n.w("num")}

    def place(self, style: Style, num_id: str | None, ilvl: int | None) -> tuple[str, int] | None:
        """List and level of a paragraph from its own w:numPr (None where silent) and its style; None: not numbered."""
        identity = style.num_id if num_id is None else num_id
        if identity is None or identity == "0":
            return None
        if ilvl is None:
            ilvl = style.ilvl or 0
            if num_id is None and (found := self._list(identity)) is not None:
                linked = [
                    level for level, at in found.levels.items() if at.style is not None and at.style in style.chain
                ]
                ilvl = max(linked, key=lambda at: -style.chain.index(found.levels[at].style or ""), default=ilvl)
        return identity, min(max(ilvl, 0), LEVELS - 1)

    def label(self, num_id: str, ilvl: int) -> tuple[str, str]:
        """Count one paragraph of this list and level; give its number and what stands between number and text."""
        running = self._list(num_id)
        if running is None:
            return "", ""
        level = running.levels.get(ilvl, _PLAIN)
        self._count(running, ilvl, level)
        if level.fmt == "bullet":
            return _bullet(level), _gap(level)
        pieces = [
            piece if isinstance(piece, str) else _figure(running, piece, legal=level.legal) for piece in level.text
        ]
        text = "".join(pieces)
        return text, _gap(level) if text else ""

    def _count(self, running: _List, ilvl: int, level: Level) -> None:
        counters = running.counters
        override = running.overrides.pop(ilvl, None)
        current = counters[ilvl]
        if override is not None:
            counters[ilvl] = override
        else:
            counters[ilvl] = level.start if current is None else min(current + 1, _LARGEST)
        for higher in range(ilvl):  # a level that no paragraph has used yet shows its start and counts as used
            if counters[higher] is None:
                counters[higher] = running.levels.get(higher, _PLAIN).start
        for deeper in range(ilvl + 1, LEVELS):
            if counters[deeper] is not None:
                restart = running.levels.get(deeper, _PLAIN).restart
                if restart is None or ilvl < restart:
                    counters[deeper] = None

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._make(num_id)
        return self._lists[num_id]

    def _make(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract_id, abstract = self._definition(num)
        if num is None or abstract is None:
            return None
        levels = dict(_level(node) for node in abstract.iterchildren(n.w("lvl")))
        overrides: dict[int, int] = {}
        for override in num.iterchildren(n.w("lvlOverride")):
            ilvl = n.number(override.get(n.ILVL), 0) or 0
            if (own := n.child(override, n.w("lvl"))) is not None:
                levels[ilvl] = _level(own)[1]
            if (start := n.number(n.value(override, n.w("startOverride")))) is not None:
                overrides[ilvl] = start
                levels[ilvl] = replace(levels.get(ilvl, _PLAIN), start=start)
        counters = self._counters.setdefault(abstract_id, [None] * LEVELS)
        return _List(levels, counters, overrides)

    def _definition(self, num: n.Element | None) -> tuple[str, n.Element | None]:
        """The abstract list behind a w:num; where it only points to a numbering style, the one behind that."""
        identity = n.value(num, n.w("abstractNumId")) or ""
        abstract = self._abstract.get(identity)
        link = n.value(abstract, n.w("numStyleLink"))
        if link is not None and (real := self._nums.get(self._styles.numbering(link) or "")) is not None:
            identity = n.value(real, n.w("abstractNumId")) or ""
            abstract = self._abstract.get(identity)
        return identity, abstract


def _level(node: n.Element) -> tuple[int, Level]:
    fonts = n.child(n.child(node, n.RPR), n.FONTS)
    return n.number(node.get(n.ILVL), 0) or 0, Level(
        start=n.number(n.value(node, n.w("start")), 0) or 0,
        fmt=_format(node),
        text=_split(n.value(node, n.w("lvlText")) or ""),
        suffix=n.value(node, n.w("suff")) or "tab",
        legal=n.is_on(n.child(node, n.w("isLgl"))),
        restart=n.number(n.value(node, n.w("lvlRestart"))),
        font=None if fonts is None else fonts.get(n.w("ascii")) or fonts.get(n.w("hAnsi")),
        style=n.value(node, n.PSTYLE),
    )


def _format(node: n.Element) -> str:
    """w:numFmt; a custom format stands in an alternative, beside a plain one for older programs."""
    plain = n.value(node, n.w("numFmt"))
    if plain is None:
        plain = n.value(n.child(n.child(node, n.ALTERNATE), n.FALLBACK), n.w("numFmt"))
    return plain or "decimal"


def _figure(running: _List, at: int, *, legal: bool) -> str:
    """What the counter of this level shows."""
    level, value = running.levels.get(at, _PLAIN), running.counters[at]
    return shown(level.start if value is None else value, "decimal" if legal else level.fmt)


def _bullet(level: Level) -> str:
    """The bullet as it looks; a sign of an unknown symbol font shows as a dot."""
    text = "".join(piece for piece in level.text if isinstance(piece, str))[:4]
    return "".join(sign(ord(char), level.font, "•" if "\ue000" <= char <= "\uf8ff" else char) for char in text)


def _split(text: str) -> tuple[str | int, ...]:
    """第%1条 -> ("第", 0, "条")."""
    pieces = _SLOT.split(text)
    return tuple(int(piece) - 1 if index % 2 else piece for index, piece in enumerate(pieces) if piece)


def _gap(level: Level) -> str:
    return "" if level.suffix == "nothing" else " "

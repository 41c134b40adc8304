"""Complex fields: the result shows, the instruction does not; form fields without a result show their state."""

from __future__ import annotations

import re
from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.numerals import shown

_ENCLOSED: Final = re.compile(r"\s*EQ\s+\\o\s*(?:\\a[clr])?\s*\(\s*(.)\s*[,;，；]\s*(.{1,2}?)\s*\)\s*", re.IGNORECASE)
_TICKS: Final = frozenset("√✓✔×xX☑■vV")
_BOXES: Final = frozenset("□▢口☐")
_CIRCLES: Final = frozenset("○〇◯")


class Fields:
    """The fields that are open at a point of the walk."""

    __slots__ = ("_codes", "_instructing", "muted")

    def __init__(self) -> None:
        self._instructing: list[bool] = []
        self._codes: list[list[str]] = []
        self.muted = 0  # how many of the open fields are still in their instruction

    def step(self, node: n.Element) -> str:
        """Pass a w:fldChar; give the text that shows in its place ("" nearly always)."""
        kind = node.get(n.w("fldCharType"))
        text = ""
        if kind == "begin":
            text = "" if self.muted else form_field(node)
            self._instructing.append(True)
            self._codes.append([])
            self.muted += 1
        elif kind == "separate" and self._instructing and self._instructing[-1]:
            self._instructing[-1] = False
            self.muted -= 1
        elif kind == "end" and self._instructing:
            code = "".join(self._codes.pop())
            if self._instructing.pop():
                self.muted -= 1
                text = "" if self.muted else _enclosed(code)
        return text

    def instruct(self, text: str) -> None:
        """Pass a w:instrText."""
        if self._codes:
            self._codes[-1].append(text)

    def end_paragraph(self) -> None:
        """An instruction does not outlive its paragraph: a field without an end must not swallow the rest of the file."""
        self._instructing = [False] * len(self._instructing)
        self.muted = 0


def form_field(node: n.Element) -> str:
    """What a legacy form field shows that has no result of its own: a ticked or empty box, the chosen entry."""
    data = n.child(node, n.FFDATA)
    if (box := n.child(data, n.w("checkBox"))) is not None:
        state = n.child(box, n.w("checked"))
        return "☑" if n.is_on(n.child(box, n.w("default")) if state is None else state) else "□"
    if (choices := n.child(data, n.w("ddList"))) is not None:
        entries = [entry.get(n.VAL, "") for entry in choices.iterchildren(n.w("listEntry"))]
        index = n.number(n.value(choices, n.w("result")) or n.value(choices, n.w("default")), 0) or 0
        return entries[index] if 0 <= index < len(entries) else ""
    return ""


def _enclosed(code: str) -> str:
    r"""A sign drawn over another, which has no result: EQ \o\ac(□,√) shows ☑, EQ \o\ac(○,3) shows ③."""
    found = _ENCLOSED.fullmatch(code)
    if found is None:
        return ""
    outer, inner = found.groups()
    if outer in _BOXES:
        return "☑" if inner in _TICKS else inner
    return shown(int(inner), "decimalEnclosedCircle") if outer in _CIRCLES and inner.isdecimal() else inner

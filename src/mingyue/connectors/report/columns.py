"""Text laid out on a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category, east_asian_width

_HANGING = frozenset("，。；：、！？）》〉」』】”’…％%,.;:!?)]}")
_OPENING = "（《〈「『【“‘([{"


def width(text: str) -> int:
    """Columns of a text."""
    if text.isascii():
        return len(text)
    return sum(0 if category(c) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def clean(text: str) -> str:
    """Text without control characters: what was recorded must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """A text filled with spaces to so many columns; right: spaces before it."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def shorten(text: str, columns: int) -> str:
    """A text on one line of at most so many columns; what is left out shows as an ellipsis."""
    flat = " ".join(clean(text).split())
    if width(flat) <= columns:
        return flat
    kept, used = [], 1
    for character in flat:
        used += width(character)
        if used > columns:
            break
        kept.append(character)
    return "".join(kept) + "…"


def lines(text: str, columns: int, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of at most so many columns, indented, the first with its own indent where one is given.

    Latin words stay whole, a mark of punctuation never begins a line.
    """
    room = columns - width(indent) - 2  # two columns are left for a hanging mark
    found = [line for paragraph in clean(text).split("\n") for line in _lines(paragraph.strip(), room)]
    return [(indent if number or first is None else first) + line for number, line in enumerate(found)]


def wrap(text: str, columns: int, indent: str = "") -> str:
    """The same lines as one text."""
    return "\n".join(lines(text, columns, indent))


def _lines(paragraph: str, room: int) -> Iterator[str]:
    line, used = "", 0
    for token in re.findall(rf"[!-~]{{1,{room}}}|.", paragraph):
        size = width(token)
        hangs = token in _HANGING and used + size <= room + 2
        if line and used + size > room and not hangs:
            kept = line.rstrip(_OPENING) or line
            yield kept.rstrip()
            line = line[len(kept) :]
            used = width(line)
        if line or not token.isspace():
            line, used = line + token, used + size
    yield line.rstrip()


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines with aligned columns, two spaces apart; `right`: columns set to the right."""
    sizes = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            pad(cell, size, right=index in right) for index, (cell, size) in enumerate(zip(row, sizes, strict=True))
        ).rstrip()
        for row in rows
    ]

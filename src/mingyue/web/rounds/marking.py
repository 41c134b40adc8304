"""The text of a draft as HTML: every finding's quote is marked, overlapping ones inside one another, everything else escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text (end exclusive) that finding `number` quotes."""

    number: int
    start: int
    end: int
    severity: str
    title: str


def html(text: str, marks: Iterable[Mark], headings: Iterable[int] = ()) -> SafeString:
    """One <p> for each line; a <mark> for each finding in each line it touches, the first with the id "m<number>".

    A mark is a link to its finding ("#f<number>"): where several lie upon one another, to the shortest. headings: numbers of lines.
    """
    heads = frozenset(headings)
    found = sorted((mark for mark in marks if mark.start < mark.end), key=lambda mark: (mark.start, -mark.end))
    lines: list[str] = []
    seen: set[int] = set()
    over_here: list[Mark] = []
    start = taken = 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line)
        while taken < len(found) and found[taken].start < end:
            over_here.append(found[taken])
            taken += 1
        over_here = [mark for mark in over_here if mark.end > start]
        body = "".join(_segment(text[a:b], over, seen) for a, b, over in _segments(start, end, over_here))
        lines.append(f'<p class="head-line">{body}</p>' if number in heads else f"<p>{body}</p>")
        start = end + 1
    return mark_safe("\n".join(lines))  # noqa: S308 - every piece of the text went through escape()


def _segments(start: int, end: int, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The line cut where a mark begins or ends, each piece with the marks over it, the longest first."""
    if not marks:
        yield start, end, []
        return
    cuts = {start, end, *(max(start, mark.start) for mark in marks), *(min(end, mark.end) for mark in marks)}
    ordered = sorted(cuts)
    for a, b in pairwise(ordered):
        over = [mark for mark in marks if mark.start <= a and b <= mark.end]
        yield a, b, sorted(over, key=lambda mark: (mark.start - mark.end, mark.number))


def _segment(words: str, over: Sequence[Mark], seen: set[int]) -> str:
    if not over:
        return escape(words)
    nearest = over[-1]
    inner = f'<a href="?f={nearest.number}#f{nearest.number}" title="{escape(nearest.title)}">{escape(words)}</a>'
    for mark in reversed(over):
        identity = "" if mark.number in seen else f' id="m{mark.number}"'
        seen.add(mark.number)
        inner = f'<mark{identity} class="{mark.severity}" data-finding="{mark.number}">{inner}</mark>'
    return inner

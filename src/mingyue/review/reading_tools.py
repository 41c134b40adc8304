"""What several family readers share: turning hits into readings and facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import Pattern
from mingyue.review.scan import Hit, Scan

_SPANS = 6


def full_or_partial(scan: Scan, full: bool, hits: Sequence[Hit]) -> FamilyReading:  # noqa: FBT001 - reads as a sentence
    """A family that is there, with the sentences that show it, in the order of the text."""
    places = sorted({(hit.scope_start, hit.scope_end) for hit in hits})[:_SPANS]
    return FamilyReading("full" if full else "partial", tuple(scan.span(*place) for place in places))


def first_fact(
    scan: Scan,
    name: str,
    wanted: Pattern,
    value: Callable[[re.Match[str]], object | None],
    *,
    unless: Sequence[Pattern] = (),
) -> Mapping[str, Fact]:
    """The first match that has a value, as a fact."""
    for hit in scan.hits(wanted, unless=unless):
        read = value(hit.match)
        if read is not None:
            return {name: Fact(read, scan.span(hit.start, hit.end))}
    return {}


def found(scan: Scan, patterns: Sequence[Pattern], *, unless: Sequence[Pattern] = ()) -> list[Hit]:
    """The first hit of each pattern that has one."""
    return [hit for wanted in patterns if (hit := scan.first(wanted, unless=unless))]

"""The same finding in two rounds: one rule, and words that are much alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

ALIKE = 0.6
"""Share of common characters from which two quotes count as one passage."""
_LOOKED_AT = 300  # characters of a quote; a whole article need not be compared to its end


def pairs(before: Iterable[tuple[int, str, str]], after: Iterable[tuple[int, str, str]]) -> Mapping[int, int]:
    """For each key of the later round the key of the earlier one, where the finding is still there; each is used once.

    before, after: (key, rule, quote); an empty quote is an absence, which is like another absence alone.
    """
    old: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, rule, quote in before:
        old[rule].append((key, quote[:_LOOKED_AT]))
    likely = [
        (-likeness, new_key, old_key)
        for new_key, rule, quote in after
        for old_key, other in old[rule]
        if (likeness := _likeness(quote[:_LOOKED_AT], other)) >= ALIKE
    ]
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, new_key, old_key in sorted(likely):
        if new_key not in found and old_key not in used:
            found[new_key] = old_key
            used.add(old_key)
    return found


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0

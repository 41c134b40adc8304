"""Patterns over the reading text, written so that a lawyer can read them.

Plain regular expressions plus two marks that real contract language does not hold:

- `…`   up to 24 characters of the same sentence
- `……`  up to 80 characters of the same line, sentence ends included

甲方 is the buyer and 乙方 the vendor; `＿` is a blank left open. Look-around is allowed but switches the prefilter off
for that pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import re2

_GAP, _WIDE_GAP = r"[^。；\n]{0,24}", r"[^\n]{0,80}"
_NEGATIVE = re.compile(r"\(\?<?!(?:[^()\\]|\\.|\([^()]*\))*\)")
_LOOSE = (_GAP, r"[^\n]*"), (_WIDE_GAP, r"[^\n]*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; `source` is what its author wrote, `index` its place in the prefilter (-1: always run)."""

    source: str
    regex: re.Pattern[str]
    index: int


class _Prefilter:
    """All patterns in one RE2 set: one pass over a text tells which can match at all."""

    def __init__(self) -> None:
        self.sources: list[str] = []
        self._set: re2.Set | None = None

    def add(self, expanded: str) -> int:
        """Registers a pattern in its loosest form; -1 when RE2 cannot express it."""
        for gap, loose in _LOOSE:
            expanded = expanded.replace(gap, loose)
        expanded = _NEGATIVE.sub("", expanded)
        try:
            re2.compile(expanded, _options())
        except re2.error:
            return -1
        self.sources.append(expanded)
        self._set = None
        return len(self.sources) - 1

    def matching(self, text: str) -> frozenset[int]:
        """Indexes of the patterns that may match somewhere in a text."""
        if self._set is None:
            self._set = re2.Set.SearchSet(_options())
            for source in self.sources:
                self._set.Add(source)
            self._set.Compile()
        return frozenset(self._set.Match(text))


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = 256 << 20
    options.log_errors = False
    return options


_PREFILTER = _Prefilter()


def expand(source: str) -> str:
    """The regular expression an author's pattern stands for."""
    return source.replace("……", _WIDE_GAP).replace("…", _GAP)


@cache
def pattern(source: str) -> Pattern:
    """Compiles a pattern once. Raises re.error when it is no regular expression."""
    expanded = expand(source)
    regex = re.compile(expanded)
    return Pattern(source, regex, _PREFILTER.add(expanded))


@dataclass(frozen=True, slots=True)
class Matcher:
    """Runs patterns over one text, skipping those that cannot match."""

    text: str
    possible: frozenset[int]
    known: int

    @classmethod
    def over(cls, text: str) -> Matcher:
        """One prefilter pass over a text."""
        return cls(text, _PREFILTER.matching(text), len(_PREFILTER.sources))

    def finditer(self, wanted: Pattern) -> Iterator[re.Match[str]]:
        """All matches, in order."""
        if 0 <= wanted.index < self.known and wanted.index not in self.possible:
            return iter(())
        return wanted.regex.finditer(self.text)

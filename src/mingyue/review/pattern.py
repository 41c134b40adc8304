"""Patterns over the reading text, written so that a lawyer can read them.

Plain regular expressions plus two marks that real contract language does not hold:

- `…`   up to 24 characters of the same sentence
- `……`  up to 80 characters of the same line, sentence ends included

甲方 is the buyer and 乙方 the vendor; `＿` is a blank left open. A pattern stays within one line of the reading text
unless it names the line break itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from ahocorasick_rs import AhoCorasick

from mingyue.review.literals import Group, required

_GAP, _WIDE_GAP = r"[^。；\n]{0,24}", r"[^\n]{0,80}"


@dataclass(frozen=True)
class Pattern:
    """A pattern: what its author wrote, and what a line must hold for it to match. Compiled when it is first used.

    needs: groups of word numbers, one word of each group; last_word: the highest of them, -1 without any.
    """

    source: str
    needs: tuple[tuple[int, ...], ...]
    last_word: int
    one_line: bool

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled; most patterns find nothing to look at in a draft and are never needed."""
        return re.compile(expand(self.source))


class _Words:
    """All words that patterns need, in one automaton: one pass over a text finds the lines that hold each."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self._automaton: AhoCorasick | None = None

    def numbers(self, group: Group) -> tuple[int, ...]:
        """The numbers of a group's words, registered when new."""
        for word in sorted(group - self.index.keys()):
            self.index[word] = len(self.index)
            self._automaton = None
        return tuple(self.index[word] for word in group)

    def lines(self, text: str, ends: list[int]) -> list[int]:
        """For each word by its number, the lines that hold it, as the bits of an integer."""
        if self._automaton is None:
            self._automaton = AhoCorasick(list(self.index))
        met = [0] * len(self.index)
        line, bit = 0, 1
        for word, _, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            while end > ends[line]:
                line += 1
                bit <<= 1
            met[word] |= bit
        return met


_WORDS = _Words()


def expand(source: str) -> str:
    """The regular expression an author's pattern stands for."""
    return source.replace("……", _WIDE_GAP).replace("…", _GAP)


@cache
def pattern(source: str) -> Pattern:
    """Compiles a pattern once. Raises re.error when it is no regular expression."""
    groups, one_line = required(expand(source))
    needs = tuple(_WORDS.numbers(group) for group in groups)
    return Pattern(source, needs, max((word for group in needs for word in group), default=-1), one_line)


@dataclass(frozen=True)
class Matcher:
    """Runs patterns over one text, looking only at lines that hold the words a pattern needs."""

    text: str

    @cached_property
    def _lines(self) -> list[tuple[int, int]]:
        found, start = [], 0
        while (end := self.text.find("\n", start)) >= 0:
            found.append((start, end))
            start = end + 1
        return [*found, (start, len(self.text))]

    @cached_property
    def _met(self) -> list[int]:
        """The lines that hold each word known when the text was read."""
        return _WORDS.lines(self.text, [end for _, end in self._lines])

    @cached_property
    def _groups(self) -> dict[tuple[int, ...], int]:
        """The lines that hold a word of a group, for groups met so far."""
        return {}

    def _candidates(self, wanted: Pattern) -> int:
        """The lines a pattern can match in, as bits; -1 for all."""
        met, lines = self._met, -1
        if wanted.last_word >= len(met):
            return lines
        for group in wanted.needs:
            held = self._groups.get(group)
            if held is None:
                held = 0
                for word in group:
                    held |= met[word]
                self._groups[group] = held
            if wanted.one_line:
                lines &= held
            if not held or not lines:
                return 0
        return lines

    def finditer(self, wanted: Pattern) -> Iterator[re.Match[str]]:
        """All matches, in order."""
        if not wanted.one_line:
            return wanted.regex.finditer(self.text) if self._candidates(wanted) else iter(())
        find = wanted.regex.finditer
        return chain.from_iterable(find(self.text, start, end) for start, end in self.lines(wanted))

    def lines(self, wanted: Pattern) -> list[tuple[int, int]]:
        """The lines a pattern can match in, as offsets."""
        bits = self._candidates(wanted)
        if bits == -1:
            return self._lines
        found = []
        while bits:
            lowest = bits & -bits
            found.append(self._lines[lowest.bit_length() - 1])
            bits ^= lowest
        return found

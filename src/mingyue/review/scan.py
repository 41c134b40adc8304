"""One pass over one draft: the reading text with its outline, and questions asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mingyue.review.chapters import contract_chapter
from mingyue.review.document import Document, Span
from mingyue.review.outline import Outline, build
from mingyue.review.parties import Roles, identify, positioned
from mingyue.review.pattern import Matcher, Pattern
from mingyue.review.reading import Reading, read

Scope = Literal["sentence", "paragraph", "clause", "article"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A match and the stretch of reading text it was judged in; `groups` are the pattern's named groups."""

    start: int
    end: int
    scope_start: int
    scope_end: int
    match: re.Match[str]

    @property
    def groups(self) -> dict[str, str | None]:
        """Named groups of the match."""
        return self.match.groupdict()


@dataclass(frozen=True, eq=False)
class Scan:
    """A draft, read: text, parties, outline. `part` names the chapter when the contract is one of a longer file."""

    reading: Reading
    roles: Roles
    outline: Outline
    part: str = ""

    @classmethod
    def of(cls, document: Document) -> Scan:
        """Reads a draft."""
        plain = read(document)
        chapter = contract_chapter(plain.text)
        part = ""
        if chapter:
            part = plain.text[chapter[0] : plain.text.index("\n", chapter[0])]
            plain = plain.cut(*chapter)
        roles = identify(plain)
        reading = positioned(plain, roles)
        return cls(reading, roles, build(reading), part)

    @property
    def text(self) -> str:
        """The reading text."""
        return self.reading.text

    @cached_property
    def matcher(self) -> Matcher:
        """Patterns over the reading text."""
        return Matcher(self.text)

    def scope(self, offset: int, scope: Scope) -> tuple[int, int]:
        """Start and end of the sentence, paragraph or clause that holds an offset."""
        if scope == "sentence":
            return self.reading.sentence_at(offset)
        if scope == "paragraph":
            return self.reading.paragraph_at(offset)
        node = self.outline.at(offset)
        if node < 0:
            return self.reading.paragraph_at(offset)
        if scope == "article":
            return self._article(node)
        return self.outline.nodes[node].start, self.outline.nodes[node].end

    def _article(self, index: int) -> tuple[int, int]:
        path = [n for n in self.outline.path(index) if n.style not in {"chapter", "part", "annex"}]
        top = path[-1] if path else self.outline.nodes[index]
        return top.start, top.end

    def hits(self, wanted: Pattern, *, unless: Sequence[Pattern] = (), scope: Scope = "sentence") -> Iterator[Hit]:
        """Matches whose scope holds none of the excluding patterns."""
        for match in self.matcher.finditer(wanted):
            start, end = self.scope(match.start(), scope)
            if match.end() > end:  # the match runs into a later sentence: take that one whole
                end = max(match.end(), self.scope(match.end() - 1, scope)[1])
            if not any(p.regex.search(self.text, start, end) for p in unless):
                yield Hit(match.start(), match.end(), start, end, match)

    def sentences(self, wanted: Pattern) -> Iterator[tuple[int, int]]:
        """Start and end of every sentence in which a pattern matches; only lines that may hold it are looked at."""
        for line in self.matcher.lines(wanted):
            for start, end in self.reading.sentences_in(*line):
                if wanted.regex.search(self.text[start:end]):
                    yield start, end

    def first(self, wanted: Pattern, *, unless: Sequence[Pattern] = (), scope: Scope = "sentence") -> Hit | None:
        """The first such match."""
        return next(self.hits(wanted, unless=unless, scope=scope), None)

    def has(self, wanted: Pattern, *, unless: Sequence[Pattern] = ()) -> bool:
        """Whether there is such a match."""
        return self.first(wanted, unless=unless) is not None

    def under(self, offset: int, titles: Pattern) -> bool:
        """Whether an offset stands under a heading that matches."""
        return any(titles.regex.search(title) for title in self.outline.headings(offset))

    def sections(self, titles: Pattern) -> list[tuple[int, int]]:
        """Clauses whose heading matches, outermost first, as offsets."""
        found: list[tuple[int, int]] = []
        for node in self.outline.nodes:
            if node.title and titles.regex.search(node.title) and not (found and node.start < found[-1][1]):
                found.append((node.start, node.end))
        return found

    def span(self, start: int, end: int) -> Span:
        """The draft's own words."""
        return self.reading.span(start, end)

    def quote(self, hit: Hit) -> Span:
        """The draft's own words for the scope of a hit."""
        return self.span(hit.scope_start, hit.scope_end)

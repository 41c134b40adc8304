"""The reading text: the draft as a pattern sees it, with a way back to the draft's own characters.

Real drafts write the same words in many ways: full-width digits, traditional characters, Markdown stars, blanks inside
words, broken lines, 买方 for 甲方. The reading text irons this out once, so that patterns stay readable:

- the buyer is always 甲方, the vendor always 乙方, both together 双方, whatever the draft calls them;
- no spaces, no Markdown marks, no stray full stops inside words, no line breaks inside a paragraph;
- half-width digits and Latin letters, full-width punctuation, simplified characters, "%" and "‰";
- every blank left open (____, 【 】, XXX, {{...}}, [填写...], long spaces) is one character, `BLANK`.

Offsets go back through `Reading.span`; every quote is the draft's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from mingyue.review.characters import simplified
from mingyue.review.document import Document, Span

BLANK = "＿"

_MARKS = re.compile(
    r"""(?=[\s{}\[\]$【（）_＿\-XxＸ×…%,，.．*`\\\#])(?:
      (?P<fill>\{\{[^{}\n]*\}\}|\$\{[^{}\n]*\}|\[填写[^\]\n]*\]|【\s*】|\[\s*\]|（\s{2,}）|[_＿](?:[ \t]*[_＿])+|(?<![-|])-{6,}(?![-|])|[XxＸ×]{3,}(?![A-Za-z])
        |(?<![A-Za-z])[XxＸ]{1,2}(?=[年月日份元天%])|(?<=[：为])\s*…{2,})
    | (?P<code>(?<=[零一二三四五六七八九十百])（\d{1,4}）(?=个|日|天|年|月|%|元|份|次|周|小|工)|(?<=\d)（[零一二三四五六七八九十百]{1,5}）(?=个|日|天|年|月|%|元|份|次|周|小|工)
        |（(?=\d{1,3}）(?:年|个|日|天|%))|(?:(?<=（\d)|(?<=（\d\d)|(?<=（\d\d\d))）(?=年|个|日|天|%)
        |\[(?=\d{1,3}(?:\.\d+)?\](?:个|日|天|年|月|%|周|元|小))|(?:(?<=\[\d)|(?<=\[\d\d)|(?<=\[\d\d\d)|(?<=\[\d\.\d))\](?=个|日|天|年|月|%|周|元|小)|\{%[^%\n]*%\}|\$(?=[\d.]+\s?\\?%)|(?<=%)\s?\$|\\(?=%)|(?<![_\w])_(?=[\d一二三四五六七八九十]+%?_)|(?<=[%\d])_(?!_)
        )
    | (?P<mill>%\s?[0oO](?![0-9A-Za-z.]))
    | (?P<comma>(?<=\d)[ ](?=\d{3}(?:\.\d\d|元|[ ]\d{3}))|(?<=\d),(?=\d{3})|(?<=\d)，(?=\d{3}(?!\d)))
    | (?P<dot>(?<=[\u4e00-\u9fff）])(?<![零一二三四五六七八九十])[.．](?=[\u4e00-\u9fff]))
    | (?P<line>[ \t\u3000]*\n[ \t\u3000]*(?:\#{1,6}[ ]+|>[ ]+)?(?:[-*•·●◆■▪][ \t\u3000]+|`[ ]`)?)
    | (?P<bold>\*{1,3}|`[ ]`|(?<=\d)\\(?=[.．)）])|`)
    | (?P<head>\A[ \t]*\#{1,6}[ ]+)
    | (?P<gap>[ \t\u3000]+))
    """,
    re.VERBOSE,
)
_BEFORE_BLANK = "：为第由在以按归于与至期自过价额共计￥¥并就行方"
_AFTER_BLANK = "年月日天元份%方条种名个期小工。；，、）仲人项"
_LINE_STARTS = re.compile(
    r"[ \t\u3000]*(?:第[0-9一二三四五六七八九十百零○]+[章条节款部编]|[一二三四五六七八九十百]+[、．.）]|[（(][0-9一二三四五六七八九十]+[）)]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})*[、．.)）：\s]|[0-9]{1,2}(?:\.[0-9]{1,2})+|[①-⑳]|[a-zA-Z][)）.、]|[-*•·●◆■▪#|>]|附件|[^\s：:，。；]{1,12}[：:])"
)
_SENTENCE = re.compile(
    r"[^。；！？\n]{1,800}[^，、。；！？\n]{0,80}"
)  # longer ones are no sentences; bounded for speed
_ENDS = "。；：！？;:!?|》”"


class _Pieces:
    """The reading text in pieces, in order: where each starts, the stretch of the source it stands for, and whether it is
    a copy of it one to one. Four lists, since a long draft has thousands.
    """

    __slots__ = ("same", "source_ends", "source_starts", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.source_starts: list[int] = []
        self.source_ends: list[int] = []
        self.same: list[bool] = []

    def add(self, start: int, source_start: int, source_end: int, *, same: bool) -> None:
        self.starts.append(start)
        self.source_starts.append(source_start)
        self.source_ends.append(source_end)
        self.same.append(same)


class _Builder:
    """Collects pieces of the reading text in order."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.pieces = _Pieces()
        self.length = 0

    def add(self, text: str, source_start: int, source_end: int, *, same: bool) -> None:
        if text:
            self.pieces.add(self.length, source_start, source_end, same=same)
            self.out.append(text)
            self.length += len(text)


@dataclass(frozen=True)
class Reading:
    """The reading text of a document; `before` is the reading it was made from, which its pieces then refer to."""

    document: Document
    text: str
    pieces: _Pieces
    before: Reading | None = None

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the draft for a stretch of the reading text."""
        pieces, final = self.pieces, max(start, end - 1)
        if not pieces.starts:
            return 0, 0
        first, last = (max(0, bisect_right(pieces.starts, at) - 1) for at in (start, final))
        begin = pieces.source_starts[first] + (start - pieces.starts[first] if pieces.same[first] else 0)
        finish = pieces.source_ends[last]
        if pieces.same[last]:
            finish = pieces.source_starts[last] + final - pieces.starts[last] + 1
        if self.before is not None:
            return self.before.source(begin, finish)
        return min(begin, len(self.document.text)), max(begin, finish)

    def offset(self, source: int) -> int:
        """The place in the reading text of an offset in the draft."""
        pieces = self.pieces
        at = source if self.before is None else self.before.offset(source)
        index = max(0, bisect_right(pieces.source_starts, at) - 1)
        end = pieces.starts[index + 1] if index + 1 < len(pieces.starts) else len(self.text)
        return min(pieces.starts[index] + (at - pieces.source_starts[index] if pieces.same[index] else 0), end - 1)

    def span(self, start: int, end: int) -> Span:
        """The draft's own words for a stretch of the reading text."""
        return self.document.span(*self.source(start, end))

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of every sentence: text between 。；！？ and line ends, without them."""
        return tuple((m.start(), m.end()) for m in _SENTENCE.finditer(self.text))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset."""
        index = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[index] if index >= 0 else (offset, offset)

    def sentences_in(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The sentences between two offsets."""
        return self.sentences[bisect_left(self._sentence_starts, start) : bisect_left(self._sentence_starts, end)]

    def paragraph_at(self, offset: int) -> tuple[int, int]:
        """The line that holds an offset."""
        end = self.text.find("\n", offset)
        return self.text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(self.text)

    def cut(self, start: int, end: int) -> Reading:
        """The reading of a part of the text alone."""
        builder = _Builder()
        builder.add(self.text[start:end], start, end, same=True)
        return Reading(self.document, self.text[start:end], builder.pieces, self)

    def replaced(self, pattern: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> Reading:
        """The same reading with each match of a pattern written another way."""
        builder, at = _Builder(), 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            builder.add(self.text[at:start], at, start, same=True)
            builder.add(word(match), start, end, same=False)
            at = end
        if at == 0:
            return self
        builder.add(self.text[at:], at, len(self.text), same=True)
        return Reading(self.document, "".join(builder.out), builder.pieces, self)


def _wrap_width(lines: Iterable[str]) -> int:
    """The width at which a plain text was wrapped, 0 when its lines are whole paragraphs."""
    lengths = sorted(len(line.replace(" ", "").replace("\u3000", "")) for line in lines if line.strip())
    if len(lengths) < 20:
        return 0
    width = lengths[int(len(lengths) * 0.93)]
    return width if 20 <= width <= 60 else 0


def _joins(text: str, at: int, end: int, width: int) -> bool:
    """Whether the line break at `at` (line ends there, next line starts at `end`) splits a sentence."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start:at].rstrip()
    if (
        not line
        or (line[-1] in _ENDS and text[end : end + 1] not in {"。", "；"})
        or end >= len(text)
        or text[end] == "\n"
    ):
        return False
    solid = len("".join(line.split()))
    next_line = text[end : text.find("\n", end) if text.find("\n", end) >= 0 else len(text)]
    if text[end] in "。；，、）":
        return True
    if "|" in line or _LINE_STARTS.match(text, at + 1):
        return False
    if line[-1] in "，、（" and next_line.strip():
        return True
    if not next_line.strip():
        return False
    return solid >= 60 or (width > 0 and solid >= 0.6 * width)


def _gap(text: str, match: re.Match[str]) -> str:
    """A run of spaces: a blank of a form, or nothing."""
    size = match.end() - match.start()
    before = text[match.start() - 1] if match.start() else "\n"
    after = text[match.end()] if match.end() < len(text) else "\n"
    if size >= 4 and (before in _BEFORE_BLANK or after in "年月日%") and after in _AFTER_BLANK + "\n（":
        return BLANK
    if size >= 2 and ((before in "第￥¥" and after in "种条元。；，（\n") or before + after in {"年月", "月日"}):
        return BLANK
    if size >= 8 and before not in "为是" and "\u4e00" <= before <= "\u9fff" and "\u4e00" <= after <= "\u9fff":
        return BLANK
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def _soft_breaks(document: Document) -> frozenset[int]:
    """Line breaks inside a paragraph of a Word file."""
    if document.source != "docx":
        return frozenset()
    return frozenset(one.end for one, two in pairwise(document.blocks) if one.anchor == two.anchor)


def read(document: Document) -> Reading:
    """The reading text of a draft, parties still under the draft's own names."""
    text = simplified(document.text)
    width = _wrap_width(text.split("\n")) if document.source == "text" else 0
    soft = _soft_breaks(document)
    builder, at = _Builder(), 0
    for match in _MARKS.finditer(text):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "line" and end - start == 1 and document.source != "text" and start not in soft:
            continue  # a plain line break stays as it is
        if start > at:
            builder.add(text[at:start], at, start, same=True)
        if kind == "fill":
            builder.add(BLANK, start, end, same=False)
        elif kind == "mill":
            builder.add("‰", start, end, same=False)
        elif kind == "gap":
            builder.add(_gap(text, match), start, end, same=False)
        elif kind == "line":
            newline = text.index("\n", start)
            folded = newline in soft
            broken = (document.source == "text" or folded) and _joins(text, newline, end, 1 if folded else width)
            if not broken:
                lead = BLANK if _open_end(text, start, newline) else ""
                builder.add(lead + "\n", start, end, same=False)
        at = end
    builder.add(text[at:], at, len(text), same=True)
    return Reading(document, "".join(builder.out), builder.pieces)


def _open_end(text: str, start: int, newline: int) -> bool:
    """Whether a line of a form trails off into blanks after its colon."""
    return newline - start >= 4 and start > 0 and text[start - 1] in "：为"

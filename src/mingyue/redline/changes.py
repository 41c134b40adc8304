"""Findings that quote the draft, as changes of the quoted words; several on one place become one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mingyue.redline.layout import Layout
from mingyue.redline.passages import Stretch, behind_label, content_start, in_one_cell, punctuated, stretches
from mingyue.redline.phrases import edits, overlap, resumption
from mingyue.redline.revision import Revision
from mingyue.redline.wording import Wording
from mingyue.review.document import Block
from mingyue.review.finding import SEVERITIES, Finding

_EMPTIED = "（本项删除，序号保留）"
_MARKS = "。；;"
_SENTENCE = re.compile(r"[^。；;！？]{6,}[。；;！？]\s*\Z")
_CASES = re.compile("情形|情况|之一|条件|事由")
_SAID_AGAIN = 0.5  # of a sentence's pairs of characters found in the new text, to be what it says again
_SWALLOW = 3  # times its own length: what a text may replace when the quote runs over several paragraphs


@dataclass(slots=True)
class _Region:
    """A stretch of the draft that is spoken for: its revisions, the findings it answers, their texts."""

    start: int
    end: int
    revisions: list[Revision]
    notes: list[tuple[Finding, str]] = field(default_factory=list)
    text: str = ""


class Changes:
    """Collects changes, the gravest finding first; a stretch belongs to the first that asks for it."""

    __slots__ = ("_document", "_layout", "_regions", "_spoken", "_wording")

    def __init__(self, layout: Layout, wording: Wording) -> None:
        self._layout = layout
        self._document = layout.scan.reading.document
        self._wording = wording
        self._regions: list[_Region] = []
        self._spoken: list[tuple[int, int]] = []

    def add(self, findings: Iterable[Finding]) -> None:
        """Changes for findings with a quote, comments for those that only say something."""
        found = list(findings)
        texts = Counter(finding.fix.text for finding in found if finding.fix)
        ordered = sorted(found, key=lambda finding: _urgency(finding, texts))
        self._spoken += [(finding.span.start, finding.span.end) for finding in ordered if finding.span]
        for finding in ordered:
            parts = stretches(self._layout, finding.span) if finding.span else []
            if parts:
                self._claim(finding, parts)
            elif finding.span:  # a number alone: there is nothing to rewrite
                self.remark(finding, finding.span.start, finding.span.end)

    def remark(self, finding: Finding, start: int, end: int, advice: str = "") -> None:
        """A comment on a stretch, joined to what stands there already."""
        region = self._over(start, end)
        if region is None:
            region = _Region(start, end, [Revision("comment", start, end)])
            self._regions.append(region)
        region.notes.append((finding, "" if advice == region.text else advice))

    def revisions(self) -> Iterator[Revision]:
        """All changes; the first of a region carries its comments."""
        for region in self._regions:
            first, *others = region.revisions
            yield replace(first, comment=comments(self._wording, region.notes))
            yield from others

    def _claim(self, finding: Finding, parts: Sequence[Stretch]) -> None:
        start, end = parts[0].start, parts[-1].end
        action = finding.fix.action if finding.fix else "comment"
        texts = self._wording.paragraphs(finding.fix.text) if finding.fix else []
        advice = "" if action == "delete" else "".join(texts)
        if action == "comment" or self._over(start, end):
            self.remark(finding, parts[0].start, parts[0].end, advice)
            return
        told = next((region for region in self._regions if advice and region.text == advice), None)
        if told and (
            len(parts) > 1 or finding.family == "fees_payment"
        ):  # what is left would not stand: a lawyer decides
            self.remark(finding, start, end, advice)
            return
        if action == "delete" or told:  # the same text stands in the contract by now
            changed = self._deleted(parts)
        else:
            parts = [self._widened(parts[0], advice)] if len(parts) == 1 else parts
            changed = self._replaced(parts, texts)
        orphans = self._orphans(parts[-1], advice)
        changed += [Revision("delete", block.start, block.end) for block in orphans or () if changed]
        start = min([parts[0].start, *(revision.start for revision in changed)])
        end = max([parts[-1].end, *(revision.end for revision in changed)])
        if not changed or orphans is None or self._over(start, end):
            self.remark(finding, parts[0].start, parts[0].end, advice)
        else:
            self._regions.append(_Region(start, end, changed, [(finding, "")], advice))

    def _orphans(self, part: Stretch, advice: str) -> list[Block] | None:
        """The items of a list whose introduction goes; None where they would be lost or stand there without it.

        Cases (有下列情形之一的：) fall with the rule they belong to; prices, stages and tasks do not.
        """
        old = self._document.text[part.start : part.end]
        items = self._layout.listed(part.start) if old.endswith(("：", ":")) and not advice.endswith("：") else []
        return None if items and (not _CASES.search(old) or any(block.kind == "row" for block in items)) else items

    def _widened(self, part: Stretch, new: str) -> Stretch:
        """The stretch with the sentences in front of it that the new text says again."""
        first = content_start(self._layout, part.block)
        while sentence := _SENTENCE.search(self._document.text, first, part.start):
            start = sentence.start()
            if overlap(sentence[0], new) < _SAID_AGAIN or self._over(start, part.start):
                break
            part = replace(part, start=start, opens=start == first)
        return part

    def _over(self, start: int, end: int) -> _Region | None:
        return next((region for region in self._regions if region.start < end and start < region.end), None)

    def _deleted(self, parts: Sequence[Stretch]) -> list[Revision]:
        """The words go; a clause with a number keeps it, so that no other clause moves."""
        text = self._document.text
        changed = []
        for part in parts:
            numbered = part.block.number or text[part.block.start : part.start].strip()
            if part.whole and numbered:
                end = part.start + len(text[part.start : part.end].rstrip(_MARKS))
                changed.append(Revision("replace", part.start, end, _EMPTIED))
            elif part.whole:
                changed.append(Revision("delete", part.block.start, part.block.end))
            elif _ends_line(text, part):
                changed.append(Revision("delete", part.start - (text[part.start - 1] in _MARKS), part.end))
            else:
                changed.append(Revision("delete", part.start, part.end + (text[part.end] in _MARKS)))
        return changed

    def _replaced(self, parts: Sequence[Stretch], texts: Sequence[str]) -> list[Revision]:
        """The words become the text; nothing where one text cannot stand for all that was quoted."""
        if not texts or not all(in_one_cell(self._document, part) for part in parts):
            return []
        if len(parts) == len(texts):
            return [change for part, text in zip(parts, texts, strict=True) for change in self._rewritten(part, text)]
        if len(parts) == 1:
            return self._lengthened(parts[0], texts)
        if sum(part.end - part.start for part in parts) > _SWALLOW * sum(map(len, texts)):
            return []
        rest = [Revision("delete", part.block.start, part.block.end) for part in parts[1:] if part.whole]
        return [*self._rewritten(parts[0], "".join(texts)), *rest] if len(rest) == len(parts) - 1 else []

    def _lengthened(self, part: Stretch, texts: Sequence[str]) -> list[Revision]:
        """One paragraph becomes several where it ends, else one longer one."""
        rest = self._document.text[part.end : part.block.end]
        if part.block.kind == "row" or rest.strip() not in {"", "。"}:
            return self._rewritten(part, "".join(texts))
        start = behind_label(self._document, part, texts[0])
        return [Revision("replace", start, part.block.end, "\n".join(texts), numbered=not part.block.number)]

    def _rewritten(self, part: Stretch, text: str) -> list[Revision]:
        text = punctuated(self._document, part, text)
        start = behind_label(self._document, part, text)
        before = self._document.text[start : part.end]
        if sum(begin < part.end and part.start < end for begin, end in self._spoken) == 1:
            start += resumption(before, text)
        return [
            Revision("replace", start + edit.start, start + edit.end, edit.text)
            for edit in edits(self._document.text[start : part.end], text)
        ]


def _ends_line(text: str, part: Stretch) -> bool:
    """Whether only the closing mark of its line follows a stretch."""
    return not text[part.end : part.block.end].strip(_MARKS)


def comments(wording: Wording, notes: Iterable[tuple[Finding, str]]) -> str:
    """The comments of several findings as one, the gravest first."""
    ordered = sorted(notes, key=lambda note: SEVERITIES.index(note[0].severity))
    return "\n".join(dict.fromkeys(wording.comment(finding, advice=advice) for finding, advice in ordered))


def _urgency(finding: Finding, texts: Counter[str]) -> tuple[bool, int, int, int, float, int, str]:
    """Changes before remarks, the gravest first, then the narrower quote, then the text that fits this place best."""
    span, fix = finding.span, finding.fix
    size = span.end - span.start if span else 0
    only_said = fix is None or fix.action == "comment"
    repeated = texts[fix.text] if fix else 0
    apart = -overlap(span.quote, fix.text) if span and fix else 0.0
    start = span.start if span else 0
    return only_said, SEVERITIES.index(finding.severity), size, repeated, apart, start, finding.rule

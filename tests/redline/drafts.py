"""Small drafts and reviews, written by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mingyue.review.document import Block, Document
from mingyue.review.finding import FAMILIES, FamilyReading, Finding, Fix, Party, Review, Waiver

if TYPE_CHECKING:
    from collections.abc import Sequence

Line = str | tuple[str, str]
PARTIES = (Party("甲方", "buyer"), Party("乙方", "vendor"))


def draft(*lines: Line) -> Document:
    """A Word draft; a line as (number, words) has an automatic number; one with bars is a row; "^1 ..." is a footnote."""
    texts, blocks, at = [], [], 0
    for index, line in enumerate(lines, 1):
        number, words = ("", line) if isinstance(line, str) else line
        kind = "footnote" if words.startswith("^") else "row" if " | " in words else "body"
        text = f"{number} {words}" if number else words
        blocks.append(Block(at, at + len(text), f"p{index}", kind, number))
        texts.append(text)
        at += len(text) + 1
    return Document("\n".join(texts), tuple(blocks), "docx")


def finding(
    document: Document,
    quote: str | None,
    fix: str | None,
    action: str = "replace",
    *,
    severity: str = "high",
    family: str = "breach_dispute",
    title: str = "标题",
    waived: Waiver | None = None,
) -> Finding:
    """A finding on the first place that reads like the quote; None: an absence."""
    span = None
    if quote is not None:
        start = document.text.index(quote)
        span = document.span(start, start + len(quote))
    made = Fix(action, fix) if fix is not None else None
    return Finding(f"{family}/x", "other", family, severity, title, span, ("民法典:585",), made, "理由文字。", waived)


def review(document: Document, *findings: Finding, parties: Sequence[Party] = PARTIES) -> Review:
    """The review that holds these findings."""
    clauses = {family: FamilyReading("absent") for family in FAMILIES}
    return Review(document, "saas", tuple(parties), clauses, {}, findings, date(2026, 11, 23))

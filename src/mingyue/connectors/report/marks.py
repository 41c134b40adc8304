"""The text of a draft cut where highlights begin and end, so that overlapping ones can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingyue.connectors.report.view import Card, FactRow
from mingyue.review.document import Document, Span

Mark = Card | FactRow


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch within one line: the marks that cover it, gravest first, and those that begin with it."""

    text: str
    cards: tuple[Card, ...]
    facts: tuple[FactRow, ...]
    begins: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; kind and anchor are those of its block."""

    anchor: str
    kind: str
    heading: bool
    pieces: tuple[Piece, ...]


def lines(document: Document, marks: Sequence[Mark]) -> Iterator[Line]:
    """Every line of the text with its pieces, in order."""
    spans = [(mark, span) for mark in marks if (span := _span(mark)) and span.end > span.start]
    cuts = sorted({offset for _, span in spans for offset in (span.start, span.end)})
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark, span in spans:
        opening.setdefault(span.start, []).append(mark)
        closing.setdefault(span.end, []).append(mark)
    active: list[Mark] = []
    pending: list[Mark] = []
    turn, start = 0, 0
    for text in document.text.split("\n"):
        end, at, pieces = start + len(text), start, []
        while True:
            while turn < len(cuts) and cuts[turn] <= at:
                active = [mark for mark in active if mark not in closing.get(cuts[turn], ())]
                active += opening.get(cuts[turn], ())
                pending += opening.get(cuts[turn], ())
                turn += 1
            stop = min(cuts[turn], end) if turn < len(cuts) else end
            if stop <= at:
                break
            pieces.append(_piece(document.text[at:stop], active, pending))
            pending, at = [], stop
        block = document.block_at(start)
        heading = bool(block and block.level == 0 and len(text) <= 40 and not text.endswith(tuple("。；：，、")))
        yield Line(block.anchor if block else "", block.kind if block else "body", heading, tuple(pieces))
        start = end + 1


def _span(mark: Mark) -> Span | None:
    return mark.finding.span if isinstance(mark, Card) else mark.span


def _piece(text: str, active: Sequence[Mark], begins: Sequence[Mark]) -> Piece:
    cards = sorted((mark for mark in active if isinstance(mark, Card)), key=lambda card: card.number)
    facts = tuple(mark for mark in active if isinstance(mark, FactRow))
    return Piece(text, tuple(sorted(cards, key=_gravity)), facts, tuple(begins))


def _gravity(card: Card) -> tuple[bool, int]:
    return card.finding.waived is not None, ("high", "medium", "low").index(card.finding.severity)

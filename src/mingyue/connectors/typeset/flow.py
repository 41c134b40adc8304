"""A contract as plain data for the page layout: parts in order, each with its number worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from mingyue.drafting.tree import Annex, Article, Clause, Draft, Form, Paragraph, Part, Table, printable

_TEXT_WIDTH: Final = 432  # points
_LABEL_SHARE: Final = 26  # of a form, in hundredths
_LATIN: Final = re.compile(r"[!-~]+")
_BODY_SIZE, _FEW_SIZE, _MANY_SIZE = 12.0, 10.5, 9.0  # points: of the text, of tables with few and with many columns
_FEW_COLUMNS: Final = 5
_WIDE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZmw@%&")
_PADDING: Final = 7  # points, of a cell
_ROW_LIMIT: Final = (
    10  # characters for each hundredth of the width: a row with a longer cell may run over the end of a page
)

Data = dict[str, Any]


def flow(draft: Draft, created: datetime) -> Data:
    """What the layout needs to know, as JSON can hold it."""
    cover = draft.cover
    return {
        "created": stated(created),
        "cover": {
            "title": printable(cover.title),
            "number": printable(cover.number),
            "lines": [[printable(label), _open(value)] for label, value in cover.lines],
        },
        "header": printable(draft.header),
        "entries": bool(draft.annexes) or any(isinstance(part, Article) for part in (*draft.opening, *draft.body)),
        "opening": laid(draft.opening, 1),
        "body": laid(draft.body, 1),
        "signatories": [{"label": printable(side.label), "name": printable(side.name)} for side in draft.signatories],
        "annexes": [_annex(annex) for annex in draft.annexes],
    }


def _annex(annex: Annex) -> Data:
    title = printable(annex.title)
    return {"title": title if title.startswith("《") else f"《{title}》", "parts": laid(annex.parts, 2)}


def stated(created: datetime) -> Data:
    """A moment as the layouts take it."""
    return {name: getattr(created, name) for name in ("year", "month", "day", "hour", "minute", "second")}


def laid(parts: Iterable[Part], level: int) -> list[Data]:
    """Parts with their numbers; level: of the headings of articles."""
    article = clause = item = 0
    found: list[Data] = []
    for part in parts:
        match part:
            case Article():
                article, clause, item = article + 1, 0, 0
                found.append({"kind": "article", "level": level, "number": article, "title": printable(part.title)})
            case Clause(level=1):
                clause, item = clause + 1, 0
                number = f"{clause}."
                found.append({"kind": "clause", "number": number, "text": _open(part.text)})
            case Clause():
                item += 1
                found.append({"kind": "item", "number": item, "text": _open(part.text)})
            case Paragraph():
                found.append({"kind": "paragraph", "text": _open(part.text), "align": part.align, "bold": part.bold})
            case Table():
                found.append(_table(part))
            case Form():
                shares = (_LABEL_SHARE, 100 - _LABEL_SHARE)
                found.append({"kind": "form", "rows": [_row(row, shares, _FEW_SIZE) for row in part.rows]})
    return found


def _table(part: Table) -> Data:
    shares = [100 * width // sum(part.widths) for width in part.widths]
    size = _FEW_SIZE if len(part.head) <= _FEW_COLUMNS else _MANY_SIZE
    return {
        "kind": "table",
        "size": size,
        "head": _row(part.head, shares, size),
        "rows": [_row(row, shares, size) for row in part.rows],
        "widths": list(part.widths),
        "align": list(part.align) or ["left"] * len(part.widths),
    }


def _row(texts: Sequence[str], shares: Sequence[int], size: float) -> list[Data]:
    """The cells of a row, all to be parted or none: one that is not would push the others off the page."""
    long = any(len(text) > _ROW_LIMIT * share for text, share in zip(texts, shares, strict=True))
    return [
        {"text": _open(text, _TEXT_WIDTH * share // 100 - _PADDING, size), "long": long}
        for text, share in zip(texts, shares, strict=True)
    ]


def _open(text: str, width: int = _TEXT_WIDTH, size: float = _BODY_SIZE) -> str:
    """The text, with a chance to break after each letter of a word that is wider than its line; points."""

    def opened(word: re.Match[str]) -> str:
        ems = sum(0.7 if letter in _WIDE else 0.55 for letter in word[0])
        return word[0] if ems * size <= width else "\u200b".join(word[0])

    return _LATIN.sub(opened, printable(text))

"""A contract as a list of lines with the numbers that stand before them, for a screen: the file writers number by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mingyue.drafting.tree import Article, Clause, Draft, Form, Paragraph, Part, Table, printable

LineKind = Literal["article", "clause", "item", "text", "strong", "table", "form", "annex"]
OPENING = "opening"
"""Key of the lines before the first article: the parties and why they contract."""
_DIGITS = "零一二三四五六七八九"
_OPENED_BY = frozenset({"parties", "whole_contract"})  # whose fields the opening says


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a contract. number: 第一条, 1., （一）, 附件一 or nothing; key: its clause family, or family/clause, or
    OPENING; empty: the signatures. rows: of a table (`head` above them) or a form (label and value).
    """

    kind: LineKind
    text: str = ""
    number: str = ""
    key: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def numbered(draft: Draft) -> tuple[TextLine, ...]:
    """The whole contract after its cover, in order."""
    lines = [*_part_lines(draft.opening, OPENING), *_part_lines(draft.body, "")]
    lines += [TextLine("strong", f"{side.label}（盖章）：{side.name}") for side in draft.signatories]
    for count, annex in enumerate(draft.annexes, 1):
        lines.append(TextLine("annex", annex.title, f"附件{chinese(count)}", annex.key))
        lines += _part_lines(annex.parts, annex.key)
    return tuple(lines)


def of_family(lines: Iterable[TextLine], family: str) -> tuple[TextLine, ...]:
    """The lines of one clause family, those of its annexes among them, and the opening where that says its fields."""
    wanted = {family, OPENING} if family in _OPENED_BY else {family}
    return tuple(line for line in lines if line.key.partition("/")[0] in wanted)


def _part_lines(parts: Sequence[Part], key: str) -> Iterator[TextLine]:
    """The lines under one count of articles. key: of the lines above the first article."""
    article = clause = item = 0
    for part in parts:
        match part:
            case Article():
                article, clause, item, key = article + 1, 0, 0, part.key or key
                yield TextLine("article", part.title, f"第{chinese(article)}条", key)
            case Clause(level=1):
                clause, item = clause + 1, 0
                yield TextLine("clause", part.text, f"{clause}.", part.key or key)
            case Clause():
                item += 1
                yield TextLine("item", part.text, f"（{chinese(item)}）", part.key or key)
            case _:
                yield replace(_plain(part), key=key)


def _plain(part: Paragraph | Table | Form) -> TextLine:
    if isinstance(part, Paragraph):
        return TextLine("strong" if part.bold else "text", printable(part.text))
    return (
        TextLine("form", rows=part.rows)
        if isinstance(part, Form)
        else TextLine("table", head=part.head, rows=part.rows)
    )


def chinese(number: int) -> str:
    """1 to 99 as 一, 十, 十二, 九十九; figures beyond."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones else "")

"""An explanation for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from mingyue.connectors.report.columns import lines, pad, width
from mingyue.connectors.report.statement.ask import explain
from mingyue.connectors.report.statement.explain import Explanation, Labels
from mingyue.ledger.position import Position


def why(position: Position, identity: str, *, labels: Labels, columns: int = 100) -> str:
    """Why something of the ledger is as it is, in lines of so many columns.

    labels: what the law says under a citation. Raises UnknownIdError with one sentence that lists near ids.
    """
    return "\n".join(_lines(explain(position, identity, labels=labels), columns)) + "\n"


def _lines(told: Explanation, columns: int) -> Iterator[str]:
    yield from lines(f"{told.sort} {told.id}：{told.title}", columns)
    size = max((width(name) for name, _ in told.facts), default=0)
    for name, said in told.facts:
        yield from lines(said, columns, " " * (size + 4), f"  {pad(name, size)}  ")
    yield from _part("算式", told.formula, columns)
    if told.clause:
        quotes = [f"原文「{quote.text}」{f'（{quote.place}）' if quote.place else ''}" for quote in told.quotes]
        yield from _part("条款", [told.clause, *quotes], columns)
    yield from _part("事件", [_event(told, number) for number in range(len(told.events))], columns)
    yield from _part("依据", [basis.label + (f"：{basis.text}" if basis.text else "") for basis in told.basis], columns)


def _event(told: Explanation, number: int) -> str:
    event = told.events[number]
    evidence = f"，证据 {event.evidence} 份" if event.evidence else ""
    said = f"：{event.content}" if event.content else ""
    return f"{event.id}  {event.day}  {event.kind}{said}（{event.by} 记录{evidence}）"


def _part(name: str, entries: tuple[str, ...] | list[str], columns: int) -> Iterator[str]:
    if entries:
        yield ""
        yield name
        for entry in entries:
            yield from lines(entry, columns, "    ", "  ")

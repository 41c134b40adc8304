"""A position as people and other programs read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from mingyue.law import load
from mingyue.ledger.position import Position

if TYPE_CHECKING:
    from mingyue.connectors.report.statement.explain import Basis, Explanation
    from mingyue.ledger.tables import Kind, Row

Form = Literal["text", "json", "xlsx", "csv", "html", "ics", "ocds"]
FORMS: tuple[Form, ...] = ("text", "json", "xlsx", "csv", "html", "ics", "ocds")
OCID_PREFIX = "ocds-mingyue"
"""Of buyers who have registered none; who publishes registers a prefix first."""


def statement(position: Position, *, columns: int = 100, colour: bool = False) -> str:
    """The ledger for the terminal."""
    from mingyue.connectors.report.statement.text import text

    return text(position, columns=columns, colour=colour)


def why(position: Position, identity: str, *, columns: int = 100) -> str:
    """How one thing of a position came about: formula, clause, events, legal basis. Raises UserError for an unknown id."""
    from mingyue.connectors.report.statement.why import why as explained

    return explained(position, identity, labels=_labels(position), columns=columns)


def explain(position: Position, identity: str) -> Explanation:
    """The same as values, for a page. Raises UserError for an unknown id."""
    from mingyue.connectors.report.statement.ask import explain as explained

    return explained(position, identity, labels=_labels(position))


def read_position(body: Mapping[str, Any]) -> Position:
    """A position of the object that `export` in the form "json" wrote. Raises ValueError for another shape."""
    from mingyue.ledger.as_json import from_json

    return from_json(body)


def export(position: Position, form: Form, *, made: datetime) -> bytes | Mapping[str, bytes]:
    """A position as a file; csv: several, by name. made: the time that the file states, with its zone.

    The same position and time give the same bytes. Raises UserError for what the form cannot hold.
    """
    if form == "text":
        return statement(position).encode()
    if form == "json":
        from mingyue.ledger.as_json import as_json

        return _json(as_json(position))
    if form == "html":
        from mingyue.connectors.report.statement.html import html

        return html(position, labels=_labels(position)).encode()
    if form == "ics":
        from mingyue.connectors import ics

        return ics.calendar(position, stamp=made)
    if form == "ocds":
        from mingyue.connectors import ocds

        released = ocds.release(position, ocid_prefix=OCID_PREFIX, published=made)
        return _json(ocds.package([released], publisher=position.signed.parties.buyer.name, published=made))
    return _tables(position, form)


def export_table(
    title: str, columns: Iterable[tuple[str, Kind]], rows: Iterable[Row], form: Literal["xlsx", "csv"]
) -> bytes:
    """One table as a workbook or a comma-separated file, safe from formulas. columns: heading and kind of each.

    Raises UserError, which names the cell, for what the form cannot hold.
    """
    from mingyue.connectors import excel
    from mingyue.ledger.tables import Column, Table

    heads = tuple(Column(str(number), head, kind) for number, (head, kind) in enumerate(columns))
    table = Table("table", title, heads, tuple(rows))
    return excel.write([table]) if form == "xlsx" else excel.write_csv(table)


def _tables(position: Position, form: Form) -> bytes | Mapping[str, bytes]:
    from mingyue.connectors import excel
    from mingyue.ledger.tables import tables

    found = tables(position)
    if form == "xlsx":
        return excel.write(found.values())
    return {f"{table.title}.csv": excel.write_csv(table) for table in found.values()}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _labels(position: Position) -> Callable[[str], Basis]:
    """What the law says on the day of the position."""
    from mingyue.connectors.report.statement.explain import Basis

    law = load()

    def told(citation: str) -> Basis:
        found = law.resolve(citation, position.as_of)
        return Basis(law.label(citation, position.as_of), found.article.text if found else "")

    return told

"""A position as one self-contained page: no script, no outside file, printable on A4."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from mingyue import __version__
from mingyue.connectors.report.statement.explain import Labels, items, of
from mingyue.connectors.report.statement.picture import picture
from mingyue.connectors.report.statement.text import heading
from mingyue.connectors.report.statement.view import payment_note, right_state, view
from mingyue.ledger import words
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Position
from mingyue.ledger.tables import Column, Value, tables

_HIDDEN = {
    "changes": ("events",),
    "events": ("recorded", "evidence", "at"),
    "transactions": (),
}  # what a page has no room for
_FIGURES = frozenset({"money", "int", "percent"})


def _shown(value: Value, column: Column) -> str:
    if value is None:
        return ""
    if column.kind == "money":
        return f"{value:,.2f}"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("mingyue.connectors.report.statement"),
        autoescape=True,  # what was recorded is anybody's text and may hold markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        words=words,
        sides=SIDES,
        figures=_FIGURES,
        hidden=_HIDDEN,
        version=__version__,
        cell=_shown,
        note=payment_note,
        stands=right_state,
    )
    return environment.get_template("statement.html")


def html(position: Position, *, labels: Labels) -> str:
    """The page, every word of the contract and its events escaped. labels: what the law says under a citation."""
    return _template().render(
        position=position,
        heading=heading(position.signed),
        shown=view(position),
        picture=picture(position),
        told={name: of(position, item, labels) for name, item in items(position).items()},
        tables=tables(position),
    )

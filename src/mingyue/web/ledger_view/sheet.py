"""A table that a page shows and that leaves as a file: one description for both, so a file holds what was on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.tags import day, money

Value = str | date | datetime | Decimal | int | None
Kind = Literal["text", "date", "moment", "money", "int", "percent"]
Tone = Literal["", "good", "warn", "bad", "info"]
FORMS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FIGURES = frozenset({"money", "int", "percent"})
_DAYS = frozenset({"date", "moment"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with how it is shown. tone: as a small label; href: it leads there; small: a second line, in files behind a line feed.

    dialog: what stands at `href` opens over the page where there is script.
    """

    value: Value
    tone: Tone | None = None
    href: str = ""
    small: str = ""
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what kind of values stand under it. act: a column of links for the screen alone."""

    title: str
    kind: Kind = "text"
    act: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under columns. `empty`: what the page says where there are no rows."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    currency: str = "CNY"

    def with_rows(self, rows: Iterable[tuple[Cell, ...]]) -> Sheet:
        """The same columns over other rows."""
        return replace(self, rows=tuple(rows))

    @property
    def html(self) -> SafeString:
        """The table for a page, every word escaped."""
        return _table(self)

    def file(self, form: Literal["xlsx", "csv"]) -> bytes:
        """The same as a file, safe from formulas. Raises UserError for what it cannot hold."""
        kept = [place for place, column in enumerate(self.columns) if not column.act]
        heads = [(self.columns[place].title, self.columns[place].kind) for place in kept]
        rows = [tuple(_plain(row[place], self.columns[place].kind) for place in kept) for row in self.rows]
        return api.export_table(self.title, heads, rows, form)


def cells(*values: Value | Cell) -> tuple[Cell, ...]:
    """A row."""
    return tuple(value if isinstance(value, Cell) else Cell(value) for value in values)


def _plain(cell: Cell, kind: Kind) -> Value:
    if kind != "text":
        return cell.value
    words = "" if cell.value is None else str(cell.value)
    return f"{words}\n{cell.small}" if cell.small else words


def _table(sheet: Sheet) -> SafeString:
    heads = "".join(f'<th scope="col"{_right(column)}>{_head(column)}</th>' for column in sheet.columns)
    rows = "".join(f"<tr>{''.join(_row(sheet, row))}</tr>" for row in sheet.rows)
    title = escape(sheet.title)
    return mark_safe(  # noqa: S308 (every part of it was escaped by `_cell`, `_head` and above)
        f'<div class="scroll" role="region" tabindex="0" aria-label="{title}"><table class="data stack">'
        f'<caption class="hidden-label">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    title = escape(column.title)
    return f'<span class="hidden-label">{title}</span>' if column.act else title


def _right(column: Column) -> str:
    return ' class="num"' if column.kind in _FIGURES else ' class="nowrap"' if column.kind in _DAYS else ""


def _row(sheet: Sheet, row: tuple[Cell, ...]) -> Iterator[str]:
    for place, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
        said = _cell(cell, column.kind, sheet.currency)
        label = "" if column.act else escape(column.title)
        if place:
            yield f'<td data-label="{label}"{_right(column)}>{said}</td>'
        else:
            yield f'<th scope="row">{said}</th>'


def _cell(cell: Cell, kind: Kind, currency: str) -> str:
    said = escape(shown(cell.value, kind, currency)).replace("\n", "<br>")
    if cell.tone is not None and said:
        said = f'<span class="chip {cell.tone}">{said}</span>'
    if cell.href:
        opens = f' hx-get="{escape(cell.href)}" hx-target="#dialog-body"' if cell.dialog else ""
        said = f'<a href="{escape(cell.href)}"{opens}>{said}</a>'
    if cell.small:
        small = escape(cell.small).replace("\n", "<br>")
        said = f"<span>{said}<br><small>{small}</small></span>"
    return said


def shown(value: Value, kind: Kind, currency: str = "CNY") -> str:
    """A value as people read it."""
    if value is None:
        return ""
    if kind == "money":
        return money(value, currency)
    if kind == "percent" and isinstance(value, Decimal):
        return f"{value.normalize():f}%"
    if isinstance(value, datetime):
        return f"{day(value)} {value:%H:%M}"
    return day(value) if isinstance(value, date) else str(value)


def yes(*, said: bool) -> str:
    """The words of a truth."""
    return _("是") if said else _("否")

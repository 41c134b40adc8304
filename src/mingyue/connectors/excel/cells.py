"""One value as a cell of a sheet, and back: exactly, or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from mingyue.ledger.tables import Kind, Value

DANGEROUS = frozenset("=+-@\t\r\n＝＋－＠")
"""What spreadsheet programs take for the beginning of a formula, full-width forms included."""
LONGEST = 32767  # characters of a cell, as Excel counts them (UTF-16 units)
FORMATS: dict[Kind, str] = {
    "text": "@",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "money": "#,##0.00",
    "int": "0",
    "percent": "0.####",
}
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
# What XML cannot hold, or would change, is written _xHHHH_ (ECMA-376, ST_Xstring); text that looks like it is, too.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escape(text: str) -> str:
    """Text as it stands in the file."""
    return _UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """The text that was escaped."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def length(text: str) -> int:
    """Characters as Excel counts them."""
    return len(text) + sum(character > "\uffff" for character in text)


def to_cell(value: Value) -> str | date | datetime | Decimal | int | None:
    """What to put into a cell: a number or a day only where a spreadsheet keeps it exactly, else text."""
    if isinstance(value, datetime):
        exact = value.tzinfo is None and not value.microsecond and value.date() >= _FIRST_DAY
        return value if exact else value.isoformat()
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    if isinstance(value, Decimal | int):
        return value if _exact(value) else format(value, "f" if isinstance(value, Decimal) else "d")
    return value or None


def _exact(value: Decimal | int) -> bool:
    """Whether a number survives as the 16 figures that a sheet holds."""
    written = format(float(value), ".16g")
    return Decimal(written) == value and len(Decimal(value).as_tuple().digits) <= 15


def from_cell(value: object, kind: Kind) -> Value:
    """The value of a cell. Raises ValueError with what it should be."""
    if kind == "text":
        return _words(value)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return parse(value, kind)
    if kind in {"date", "moment"}:
        if not isinstance(value, datetime):
            raise ValueError(_SHOULD[kind])
        return value.date() if kind == "date" else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_SHOULD[kind])  # noqa: TRY004 - the caller asks one thing: can it be used
    number = Decimal(repr(value))
    if kind != "int":
        return number
    if number != number.to_integral_value():
        raise ValueError(_SHOULD[kind])
    return int(number)


def _words(value: object) -> str:
    """The text of a cell; a number or day that a person typed into a column of text as it is shown."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return "" if value is None else unescape(str(value))


_SHOULD: dict[Kind, str] = {
    "date": "须为日期，如 2026-03-31",
    "moment": "须为日期和时间，如 2026-03-31T10:30",
    "money": "须为数字，如 500000.00",
    "percent": "须为数字，如 30",
    "int": "须为整数",
    "text": "须为文字",
}


def parse(text: str, kind: Kind) -> Value:
    """A value from its text. Raises ValueError with what it should be."""
    try:
        if kind == "date":
            return date.fromisoformat(text)
        if kind == "moment":
            return datetime.fromisoformat(text)
        if kind == "int":
            return int(text)
        number = Decimal(text)
    except (ValueError, InvalidOperation):
        raise ValueError(_SHOULD[kind]) from None
    if not number.is_finite():
        raise ValueError(_SHOULD[kind])
    return number

"""Adding, removing and moving rows of form data, as buttons ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from mingyue.web.forms.filling import filled
from mingyue.web.forms.reading import tokens
from mingyue.web.forms.schema import ON, ROW, Data, Field


def act(fields: Sequence[Field], data: Data, asked: str) -> tuple[Data, str]:
    """The data after a button: `add:list`, `remove:list.row`, `up:list.row`; an optional group is a list of one row without a number.

    Gives the name of what was added, too. What no form has changes nothing.
    """
    verb, _, name = asked.partition(":")
    field = _find(fields, name.split("."))
    if verb == "add" and field is not None:
        return _added(field, data, name)
    if verb == "remove":
        return _removed(data, name), ""
    return (_moved(data, name), "") if verb == "up" else (data, "")


def _find(fields: Sequence[Field], steps: Sequence[str]) -> Field | None:
    """The field at the end of a name; the row's part of the name is passed over."""
    field = next((each for each in fields if each.name == steps[0]), None)
    rest = steps[2:] if field is not None and field.kind == "rows" and len(steps) > 1 else steps[1:]
    return field if field is None or not rest else _find(field.fields, rest)


def _added(field: Field, data: Data, name: str) -> tuple[Data, str]:
    if field.kind == "rows":
        there = tokens(data, name)
        new = f"n{1 + max((int(token.removeprefix('n')) for token in there), default=0)}"
        mark = {f"{name}.{ROW}": [*there, new]}
        row = f"{name}.{new}"
        return data | mark | filled(field.fields, {}, f"{row}."), row
    if field.kind == "group" and field.optional:
        return data | {f"{name}.{ON}": ["1"]} | filled(field.fields, {}, f"{name}."), name
    return data, ""


def _removed(data: Data, name: str) -> Data:
    holder, _, token = name.rpartition(".")
    left = {each: list(texts) for each, texts in data.items() if not each.startswith(f"{name}.")}
    if f"{holder}.{ROW}" in left:
        left[f"{holder}.{ROW}"] = [each for each in tokens(data, holder) if each != token]
    return left


def _moved(data: Data, name: str) -> Data:
    holder, _, token = name.rpartition(".")
    order = tokens(data, holder)
    at = order.index(token) if token in order else 0
    if at:
        order[at - 1], order[at] = order[at], order[at - 1]
    return data | {f"{holder}.{ROW}": order}

"""A plain tree as form data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mingyue.web.forms.schema import KEPT, ON, ROW, Data, Field

MOST_ROWS = 60
"""Rows of a list that a form shows; a longer list is edited as a table elsewhere and kept as it is."""


def filled(fields: Sequence[Field], tree: Mapping[str, Any], prefix: str = "") -> Data:
    """What a browser would send for this tree; an absent value with a default is sent as its default."""
    data: Data = {}
    for field in fields:
        _fill(data, field, tree.get(field.name), f"{prefix}{field.name}")
    return data


def _fill(data: Data, field: Field, value: Any, name: str) -> None:
    if field.kind == "group":
        if value is not None or not field.optional:
            if field.optional:
                data[f"{name}.{ON}"] = ["1"]
            data.update(filled(field.fields, value or {}, f"{name}."))
    elif field.kind == "rows":
        rows = value or []
        if len(rows) > MOST_ROWS:
            data[f"{name}.{KEPT}"] = [str(len(rows))]
            return
        data[f"{name}.{ROW}"] = [str(number) for number in range(len(rows))]
        for number, row in enumerate(rows):
            data.update(filled(field.fields, row, f"{name}.{number}."))
    elif field.kind == "lines":
        data[name] = ["\n".join(map(str, value or []))]
    elif field.kind == "choices":
        data[name] = list(map(str, value or []))
    elif field.kind == "flag":
        data[name] = ["true"] if truth(field.default if value is None else value) else []
    else:
        told = field.default if value is None else value
        data[name] = ["" if told is None else str(told)]


def truth(value: object) -> bool:
    """Whether a flag of a plain tree is set: true, or its text."""
    return str(value).lower() == "true"

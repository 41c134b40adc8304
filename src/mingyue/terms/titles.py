"""The Chinese titles of the fields, for comments beside values and for naming a path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from mingyue.terms.base import Part
from mingyue.terms.contract import Contract
from mingyue.terms.reading import Path


def title(path: str) -> str:
    """The titles along a dotted path: "breach_dispute.late_delivery" is 违约责任与争议解决·乙方逾期交付."""
    names: list[str] = []
    model: type[Part] | None = Contract
    for name in path.split("."):
        if model is not None and name in model.model_fields:
            names.append(_short(model, name))
            model = inner(model, name)
        else:
            names.append(name)  # the id or number of an entry
    return "·".join(names)


def _short(model: type[Part], name: str) -> str:
    """A title without the list of values that it explains."""
    return (model.model_fields[name].title or name).partition("：")[0]


@cache
def inner(model: type[Part], name: str) -> type[Part] | None:
    """The part that a field holds, one or a list of them; None for plain values."""
    waiting: list[object] = [model.model_fields[name].annotation]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, Part):
            return kind
        waiting.extend(get_args(kind))
    return None


def comments(tree: Mapping[str, object], model: type[Part] = Contract, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The title of each field of a plain tree, by its place; of the entries of a list only the first is explained."""
    for name, value in tree.items():
        if name not in model.model_fields:
            continue
        yield (*path, name), model.model_fields[name].title or name
        part = inner(model, name)
        if part is None:
            continue
        if isinstance(value, Mapping):
            yield from comments(value, part, (*path, name))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield from comments(value[0], part, (*path, name, 0))

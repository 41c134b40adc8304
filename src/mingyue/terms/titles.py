"""The Chinese titles of the fields, for comments beside values and for naming a path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args, get_origin

from mingyue.terms.base import Part
from mingyue.terms.contract import Contract
from mingyue.terms.reading import Path


def title(path: str) -> str:
    """The titles along a dotted path: "breach_dispute.late_delivery" is 违约责任与争议解决·乙方逾期交付."""
    names: list[str] = []
    model: type[Part] | None = Contract
    for name in path.split("."):
        if model is not None and name in model.model_fields:
            names.append(short(model, name))
            model = inner(model, name)
        else:
            names.append(codes(model, "severity").get(name, name))  # the id or number of an entry, or what it is for
    return "·".join(names)


def model_at(path: str) -> type[Part] | None:
    """The part that stands at a dotted path, or is an entry of the list there; None for a plain value and for no path of ours."""
    model: type[Part] | None = Contract
    for name in path.split("."):
        if model is not None and name in model.model_fields:
            model = inner(model, name)
    return model


def codes(model: type[Part] | None, name: str) -> Mapping[str, str]:
    """The values that a field may have, each with its Chinese title, as the title of the field lists them; empty for other fields."""
    if model is None or name not in model.model_fields:
        return {}
    allowed = values(model, name)
    listed = re.split(f"、(?=(?:{'|'.join(allowed)}) )", (model.model_fields[name].title or "").partition("：")[2])
    titles = {code: said for code, _, said in (each.partition(" ") for each in listed) if said}
    return {value: titles.get(value, value) for value in allowed}


@cache
def values(model: type[Part], name: str) -> tuple[str, ...]:
    """The closed set of values of a field; empty where any may stand."""
    waiting: list[object] = [model.model_fields[name].annotation]
    while waiting:
        kind = waiting.pop()
        if get_origin(kind) is Literal:
            return tuple(map(str, get_args(kind)))
        waiting.extend(get_args(kind))
    return ()


def short(model: type[Part], name: str) -> str:
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

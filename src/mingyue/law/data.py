"""Reads the law of this package: every `*.toml` beside this module."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mingyue.law.model import Article, Law, Statute, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]  # a TOML table: its types are proven by the tests of the data


@cache
def load() -> Law:
    """The law that ships with this version; read once."""
    folder = resources.files("mingyue.law")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    tables = [tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal) for file in files]
    acts = [act for table in tables for act in table.get("statutes", [])]
    return Law(
        MappingProxyType({act["key"]: _statute(act) for act in acts}),
        tuple(article for act in acts for article in _articles(act)),
        tuple(_value(entry) for table in tables for entry in table.get("values", [])),
    )


def _statute(act: Table) -> Statute:
    first: Table = next(iter(act.get("editions", [])), act)
    return Statute(
        key=act["key"],
        title=act["title"],
        aliases=tuple(act.get("aliases", ())),
        in_force_from=act.get("from") or first.get("from", date.min),
        in_force_to=act.get("to", date.max),
        successor=act.get("successor", ""),
        kind=act.get("kind", "statute"),
        mark=first["mark"],
        source=first["source"],
    )


def _articles(act: Table) -> Iterator[Article]:
    """An article is its text, or a table with its text and what differs from the edition (mark, source, former)."""
    for edition in act.get("editions", []):
        for reference, entry in edition["articles"].items():
            own = {"text": entry} if isinstance(entry, str) else entry
            number, paragraph = _split(reference, act.get("kind", "statute"))
            yield Article(
                statute=act["key"],
                number=number,
                paragraph=paragraph,
                in_force_from=edition.get("from", date.min),
                in_force_to=edition.get("to", date.max),
                **{"mark": edition["mark"], "source": edition["source"], **own},
            )


def _split(reference: str, kind: str) -> tuple[str, int | None]:
    number, _, paragraph = reference.partition(".")
    return (number, int(paragraph)) if kind == "statute" and paragraph else (reference, None)


def _value(entry: Table) -> Value:
    own = {name: item for name, item in entry.items() if name not in {"from", "to", "value"}}
    return Value(
        value=Decimal(entry["value"]), in_force_from=entry["from"], in_force_to=entry.get("to", date.max), **own
    )

"""A position as one JSON object, and back: nothing is lost.

The object has the members of `Position` under their names: `signed` and `terms` as in contract.yaml, `events` as the lines of
events.jsonl (without their hashes; what this version does not know under `extra`), all else as its dataclass. Sums are text ("6000.00"), days and moments ISO 8601 (Beijing
time where no zone is written); a change that does not end by itself ends on 9999-12-31. `format` is the version of this shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from mingyue import __version__
from mingyue.ledger.event import Event, decode
from mingyue.ledger.position import Position
from mingyue.terms.base import Part
from mingyue.terms.reading import contract, tree

FORMAT = 1


def as_json(position: Position) -> dict[str, Any]:
    """The object. `left` and `debtor` of a claim are added for those who do not want to compute them."""
    body = {each.name: _plain(getattr(position, each.name)) for each in fields(position)}
    for claim, written in zip(position.claims, body["claims"], strict=True):
        written |= {"debtor": claim.debtor, "left": _plain(claim.left)}
    return {"mingyue": __version__, "format": FORMAT, **body}


def from_json(body: Mapping[str, Any]) -> Position:
    """The position of an object: `from_json(as_json(p)) == p`. Raises ValueError (TermsError, EventError) for another shape."""
    read: dict[str, Any] = {name: value for name, value in body.items() if name not in {"mingyue", "format"}}
    read["signed"], read["terms"] = contract(body["signed"]), contract(body["terms"])
    read["events"] = tuple(decode(line)._replace(extra=line.get("extra")) for line in body["events"])
    return _adapter().validate_python(read)


@cache
def _adapter() -> TypeAdapter[Position]:
    return TypeAdapter(Position)


def _plain(value: object) -> Any:  # noqa: ANN401 - a value of JSON
    if isinstance(value, Event):
        return _event(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Part):
        return tree(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # datetime is one, too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value


def _event(event: Event) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": event.id,
        "kind": event.kind,
        "happened": (event.at or event.day).isoformat(),
        "recorded": event.recorded,
        "by": event.by,
        "data": tree(event.content),
        "evidence": list(event.evidence),
    }
    given = {"note": event.note, "key": event.key, "extra": event.extra}
    return line | {name: _plain(value) for name, value in given.items() if value is not None}

"""The fields of a model as a form needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from mingyue.terms.base import OWN, Id, Percent, Rate, Yuan
from mingyue.terms.choices import words_of
from mingyue.terms.periods import Period

Kind = Literal[
    "line", "id", "count", "number", "percent", "money", "period", "date", "choice", "flag",
    "lines", "choices", "group", "rows",
]  # fmt: skip
Data = dict[str, list[str]]
"""What a browser sends: the texts of each control by its name, a dotted path."""
ON, ROW, KEPT = "__on", "__row", "__kept"
"""Last part of the names of marks: an optional group is there; the rows that are there, in order; a list that is not in the form."""
_LONG = re.compile("[：；]")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. label and help: the two parts of its title. optional: a group that may be absent as a whole; own: the buyer's own.

    default: what an absent value means, as form text or, for a flag, a bool. fields: of a group or of each row.
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    optional: bool = False
    own: bool = False
    default: Any = None
    choices: Mapping[str, str] | None = None
    fields: tuple[Field, ...] = ()


@lru_cache(maxsize=64)
def fields_of(model: type[BaseModel], *, leave_out: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """The fields of a model in its order; mappings (dict) are no form fields and left out."""
    hints = get_type_hints(model, include_extras=True)
    found = (_field(model, name, hints[name]) for name in model.model_fields if name not in leave_out)
    return tuple(field for field in found if field is not None)


def _field(model: type[BaseModel], name: str, hint: Any) -> Field | None:
    info = model.model_fields[name]
    bare, optional = _bare(hint)
    if get_origin(bare) is dict:
        return None
    extra = info.json_schema_extra
    title = info.title or name
    label, _, more = _halves(title)
    field = replace(
        _of_type(name, bare),
        label=label,
        help=more,
        required=info.is_required(),
        own=isinstance(extra, dict) and bool(extra.get(OWN)),
    )
    if field.kind == "group":
        return replace(field, optional=optional)
    if field.kind in {"choice", "choices"}:
        field = replace(field, help="")  # the title explains codes that nobody sees here
    if field.kind in {"flag", "choice"} and not info.is_required():
        return replace(field, default=info.default)
    return field


def _halves(title: str) -> tuple[str, str, str]:
    """A title's name and its explanation."""
    match = _LONG.search(title)
    return (title[: match.start()], match[0], title[match.end() :]) if match else (title, "", "")


def _bare(hint: Any) -> tuple[Any, bool]:
    """The annotation without None, and whether it allowed None."""
    if get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint):
        return next(each for each in get_args(hint) if each is not NoneType), True
    return hint, False


def _of_type(name: str, hint: Any) -> Field:
    if get_origin(hint) is tuple:
        inner = _of_type(name, get_args(hint)[0])
        many: Kind = "rows" if inner.kind == "group" else "choices" if inner.kind == "choice" else "lines"
        return replace(inner, kind=many)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return Field(name, "group", name, fields=fields_of(hint))
    if get_origin(hint) is Literal:
        keys = get_args(hint)
        return Field(name, "choice", name, choices=words_of(keys) or {str(key): str(key) for key in keys})
    return Field(name, _plain_kind(hint), name)


_EXACT: Sequence[tuple[Any, Kind]] = ((Yuan, "money"), (Percent, "percent"), (Rate, "percent"), (Id, "id"))
_BASES: Mapping[Any, Kind] = {bool: "flag", int: "count", Decimal: "number", Period: "period", date: "date"}


def _plain_kind(hint: Any) -> Kind:
    exact = next((kind for known, kind in _EXACT if hint == known), None)
    base = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return exact or _BASES.get(base, "line")

"""The parts a contract is written in: what stands in front, then the twelve clause families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mingyue import api
from mingyue.terms.contract import Contract
from mingyue.web.forms.schema import Field, fields_of
from mingyue.web.forms.words import explained

GENERAL = "general"
_WHOLE = "whole_contract"
"""The family of the texts that belong to no clause family: opening, other agreements."""


@dataclass(frozen=True, slots=True)
class Section:
    """key: the family's, or `general`; fields: of the whole contract, those that stand here; texts: the family of its clause texts."""

    key: str
    title: str
    fields: tuple[Field, ...]

    @property
    def texts(self) -> str:
        """The family of its clause texts."""
        return _WHOLE if self.key == GENERAL else self.key


@dataclass(frozen=True, slots=True)
class Fullness:
    """How many of a section's values are written. Flags and the buyer's own fields do not count."""

    written: int
    asked: int

    @property
    def state(self) -> str:
        """none, some, or all."""
        return "none" if not self.written else "all" if self.written == self.asked else "some"


@cache
def all_fields() -> tuple[Field, ...]:
    """Every field of a contract."""
    return explained(fields_of(Contract, leave_out=frozenset({"format"})))


@cache
def sections() -> tuple[Section, ...]:
    """All sections, in the order of a contract."""
    fields = all_fields()
    general = Section(GENERAL, "基本信息", tuple(each for each in fields if each.kind != "group"))
    return (general, *(Section(each.name, each.label, (each,)) for each in fields if each.kind == "group"))


def section(key: str) -> Section | None:
    """The section of a key."""
    return next((each for each in sections() if each.key == key), None)


def home_of(path: Sequence[str | int]) -> Section:
    """The section that a path of the terms belongs to."""
    return next((each for each in sections() if path and each.key == path[0]), sections()[0])


def fullness(fields: Sequence[Field], tree: Mapping[str, Any]) -> Fullness:
    """How much of some fields is written in a plain tree."""
    written = asked = 0
    for field in fields:
        value = tree.get(field.name)
        if field.own or field.kind == "flag":
            continue
        if field.kind == "group" and (value is not None or not field.optional):
            inner = fullness(field.fields, value or {})
            written, asked = written + inner.written, asked + inner.asked
        else:
            written, asked = written + (value not in (None, [], "") or field.default is not None), asked + 1
    return Fullness(written, asked)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause text whose three versions somebody may choose between. key: family/clause."""

    key: str
    name: str
    advice: str


@cache
def clauses(family: str) -> tuple[Clause, ...]:
    """The clauses of a family that differ by position."""
    return tuple(
        Clause(f"{page.family}/{each.key}", each.name, each.advice)
        for page in api.clause_texts()
        for each in page.clauses
        if page.family == family and len(set(each.positions.values())) > 1
    )

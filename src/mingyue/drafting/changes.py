"""What differs between two versions of terms, in words: field by field, the entries of lists by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingyue.drafting.fields import Field, field
from mingyue.terms.base import Part
from mingyue.terms.choices import POSITIONS
from mingyue.terms.contract import Contract
from mingyue.terms.titles import title

_SKIPPED = {"format", "places", "positions"}
_NAMES = ("id", "severity", "audience", "ground", "name", "below")
"""What an entry of a list is known by: the first of these that it has."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. path: dotted, entries of lists by their ids or names; title: the Chinese titles along it; before, after: as a contract
    writes the value, empty where there is none. own: of a field that is the buyer's own.
    """

    path: str
    title: str
    before: str
    after: str
    own: bool = False


def changes(before: Contract, after: Contract) -> tuple[Change, ...]:
    """Every difference, in the order of the terms; places of quotes are not terms and left out."""
    return (*_in_part(_Here(Contract), before, after), *_positions(before.positions, after.positions))


@dataclass(frozen=True, slots=True)
class _Here:
    """A group of fields: its model, its path and the titles along it, whether it is the buyer's own."""

    model: type[Part]
    path: str = ""
    title: str = ""
    own: bool = False

    def inner(self, model: type[Part], name: str, title: str, *, own: bool = False) -> _Here:
        """A group under this one."""
        return _Here(model, *self.at(name, title), self.own or own)

    def at(self, name: str, title: str) -> tuple[str, str]:
        """Path and title of something in it."""
        return (f"{self.path}.{name}", f"{self.title}·{title}") if self.path else (name, title)


def _positions(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for key in sorted({*before, *after}):
        old, new = (POSITIONS.get(each.get(key, ""), "") for each in (before, after))
        if old != new:
            family, _, clause = key.partition("/")
            named = title(family) + (f"·{clause}" if clause else "")
            yield Change(f"positions.{key}", f"用哪一档文字·{named}", old, new, own=True)


def _in_part(here: _Here, before: Part | None, after: Part | None) -> Iterator[Change]:
    for name in here.model.model_fields:
        old, new = (getattr(each, name) if each is not None else None for each in (before, after))
        if old == new or (here.model is Contract and name in _SKIPPED):
            continue
        told = field(name, here.model)
        label = told.title.partition("：")[0]
        if told.model is not None:
            inner = here.inner(told.model, name, label, own=told.own)
            yield from _in_part(inner, old, new) if told.kind.shape == "part" else _in_list(inner, old or (), new or ())
        elif _shown(told, old) != _shown(told, new):
            yield Change(*here.at(name, label), _shown(told, old), _shown(told, new), here.own or told.own)


def _in_list(here: _Here, before: Sequence[Part], after: Sequence[Part]) -> Iterator[Change]:
    old, new = _named(before), _named(after)
    for name in dict.fromkeys((*old, *new)):
        one, other = old.get(name), new.get(name)
        if one is not None and other is not None:
            yield from _in_part(here.inner(here.model, name, name), one, other)
        else:
            yield Change(*here.at(name, name), _told(one), _told(other), here.own)
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield Change(here.path, f"{here.title}·顺序", "、".join(old), "、".join(new), here.own)


def _named(entries: Sequence[Part]) -> dict[str, Part]:
    """The entries by what they are known by, as it is written; a second of the same name gets a count."""
    named: dict[str, Part] = {}
    for entry in entries:
        model = type(entry)
        key = next(each for each in (*_NAMES, *model.model_fields) if each in model.model_fields)
        name = at = _shown(field(key, model), getattr(entry, key))
        count = 1
        while at in named:
            count += 1
            at = f"{name}（{count}）"
        named[at] = entry
    return named


def _told(entry: Part | None) -> str:
    """An entry whole: what it has, each with its title."""
    if entry is None:
        return ""
    model, parts = type(entry), []
    for name in model.model_fields:
        told, value = field(name, model), getattr(entry, name)
        shown = _told(value) if isinstance(value, Part) else _shown(told, value)
        if shown and value != told.default:
            parts.append(f"{told.title.partition('：')[0]} {shown}")
    return "，".join(parts)


def _shown(told: Field, value: Any) -> str:  # noqa: ANN401 (a value of any field)
    if value is None or value == ():
        return ""
    return ("是" if value else "否") if isinstance(value, bool) else told.kind.show(value)

"""The form of a change of the terms: find an item by its Chinese title, say its new value; add and remove entries of lists.

The items stand in one list that the browser searches while one types; what is typed is a title of it, or a path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_origin

from django.utils.translation import gettext as _

from mingyue.terms.base import OWN, Part
from mingyue.terms.contract import Contract
from mingyue.terms.reading import contractual, tree
from mingyue.terms.titles import inner, title
from mingyue.web.ledger_view.recording.fields import bare

ROWS: Mapping[str, int] = {"set": 6, "add": 2, "remove": 3}
_SKIPPED = frozenset({"format", "positions", "places"})
_SHOWN = 24  # characters of a present value


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form: which item as it was typed, where that is ("" where there is none), and what is said of it."""

    number: int
    typed: str
    path: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be changed: where it is, its title, its present value; part: what a list holds."""

    path: str
    title: str
    now: Any = None
    part: type[Part] | None = None

    @property
    def hint(self) -> str:
        """The present value, shortened."""
        if self.now is None or self.now == []:
            return _("现未约定") if self.part is None else ""
        now = "、".join(map(str, self.now)) if isinstance(self.now, list) else str(self.now)
        return _("现为 %(value)s") % {"value": now[:_SHOWN]}


class DeltaForm:
    """data: what was sent, None for an empty form."""

    def __init__(self, terms: Contract, data: Mapping[str, Any] | None) -> None:
        self._terms, self._data = terms, data or {}

    @cached_property
    def items(self) -> Mapping[str, list[Item]]:
        """What can be set, added to, removed."""
        found: dict[str, list[Item]] = {sort: [] for sort in ROWS}
        for sort, item in _items(Contract, tree(contractual(self._terms)), ""):
            found[sort].append(item)
        return found

    @cached_property
    def rows(self) -> Mapping[str, list[Row]]:
        """The lines as they were sent."""
        return {sort: [self._row(sort, number) for number in range(count)] for sort, count in ROWS.items()}

    def _row(self, sort: str, number: int) -> Row:
        typed, value = (str(self._data.get(f"delta-{sort}-{number}-{part}", "")).strip() for part in ("path", "value"))
        fits = (item.path for item in self.items[sort] if typed in {item.title, item.path})
        return Row(number, typed, next(fits, ""), value)

    def faults(self) -> Iterator[str]:
        """What is missing, one sentence each."""
        rows = [row for sort in self.rows.values() for row in sort]
        if not any(row.typed for row in rows):
            yield _("还没有写改动什么：请至少选一项。")
        for row in rows:
            if row.typed and not row.path:
                yield _("条款里没有“%(item)s”这一项：请从提示的列表里选。") % {"item": row.typed[:60]}
        for row in (*self.rows["set"], *self.rows["add"]):
            if row.typed and not row.value:
                yield _("“%(item)s”没有写新的内容。") % {"item": row.typed[:60]}
            if row.value and not row.typed:
                yield _("“%(value)s”前面没有选改动哪一项。") % {"value": row.value[:40]}
        for sort in ("set", "add"):
            paths = [row.path for row in self.rows[sort] if row.path]
            for path in {path for path in paths if paths.count(path) > 1}:
                yield _("“%(item)s”选了两次：请合成一行，或者分成两次变更。") % {"item": title(path)}

    def told(self) -> dict[str, Any]:
        """The delta as an event holds it."""
        lists = {item.path: item for item in self.items["add"]}
        now = {item.path: item.now for item in self.items["set"]}
        rows = self.rows
        said: dict[str, Any] = {
            "set": {row.path: _new(row.value, now[row.path]) for row in rows["set"] if row.path},
            "add": {row.path: _entry(row.value, lists[row.path].part) for row in rows["add"] if row.path},
            "remove": [row.path for row in rows["remove"] if row.path],
        }
        return {name: value for name, value in said.items() if value}


def _items(model: type[Part], present: Mapping[str, Any], path: str) -> Iterator[tuple[str, Item]]:
    """Everything below a part: plain values, lists and their entries."""
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if name in _SKIPPED or (isinstance(extra, dict) and extra.get(OWN)):
            continue
        at = f"{path}.{name}" if path else name
        part, value = inner(model, name), present.get(name)
        many = get_origin(bare(info.annotation)) is tuple
        if many:
            yield "add", Item(at, title(at), part=part)
        if many and part is not None:
            yield from _entries(part, value or [], at)
        elif part is not None:
            yield from _items(part, value or {}, at)
        else:
            yield "set", Item(at, title(at), value)


def _entries(part: type[Part], entries: list[Any], path: str) -> Iterator[tuple[str, Item]]:
    for entry in entries:
        name = entry.get("id", entry.get("severity", entry.get("name")))
        if name is not None:
            at = f"{path}.{name}"
            yield "remove", Item(at, title(at), entry.get("title", ""))
            yield from _items(part, entry, at)


def _new(text: str, now: Any) -> Any:
    """A new value in the shape of the present one: lists are written with 、 or ；."""
    if isinstance(now, list):
        return [each.strip() for each in text.replace("；", "、").split("、") if each.strip()]
    return text


def _entry(text: str, part: type[Part] | None) -> Any:
    """A new entry of a list: a text, or 编号：R-007；功能：… with the titles of its fields."""
    if part is None:
        return text
    names = {(info.title or name).partition("：")[0]: name for name, info in part.model_fields.items()}
    entry = {}
    for piece in text.replace("\n", "；").split("；"):
        head, _colon, said = piece.replace("=", "：").partition("：")
        if head.strip():
            entry[names.get(head.strip(), head.strip())] = said.strip()
    return entry

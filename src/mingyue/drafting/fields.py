"""The fields of the terms as contract texts know them: by path, with the words each value is written in and read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from mingyue.terms.base import OWN, Id, Part, Yuan
from mingyue.terms.choices import words_of
from mingyue.terms.contract import Contract
from mingyue.terms.periods import Period

Shape = Literal["text", "value", "bool", "list", "part", "parts"]
_NUMERAL = "[0-9零一二两三四五六七八九十百半]{1,6}"
_PERIOD = rf"{_NUMERAL}(?:分钟|个?小时|个?(?:自然)?[日天]|个?工作[日天]|周|个?星期|个月|年)"
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_DATE = r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value of one type is written and read back.

    shape: "text" is free text (its pattern fits anything), "value" any other single value, "list" a tuple of those,
    "part" a group of fields, "parts" a tuple of groups. keys: the values of a literal.
    """

    shape: Shape
    show: Callable[[Any], str] = str
    pattern: str = ""
    read: Callable[[str], Any] = str
    entry: Kind | None = None
    keys: tuple[str, ...] = ()

    def take(self, text: str) -> object | None:
        """What a plain tree holds for this text; None when it is no value of this kind."""
        if re.fullmatch(self.pattern, text) is None:
            return None
        try:
            value: object = self.read(text)
        except ValueError:  # 2026年2月31日, 零日
            return None
        return value


@dataclass(frozen=True, slots=True)
class Field:
    """A field at the end of a path; `optional` groups may be absent as a whole, `default` is what an unset one has."""

    path: str
    title: str
    kind: Kind
    model: type[Part] | None
    own: bool
    optional: bool
    default: Any


class NoSuchField(ValueError):  # noqa: N818 - it says what is wrong
    """A path that leads to no field; the message is the path."""


@lru_cache(maxsize=1024)
def field(path: str, root: type[Part] = Contract) -> Field:
    """The field at a dotted path of `root`. Raises NoSuchField."""
    model: type[Part] | None = root
    for name in path.split("."):
        if model is None or name not in model.model_fields:
            raise NoSuchField(path)
        found = _field(model, name, path)
        model = None if found.own or found.kind.shape == "parts" else found.model
    return found


def entry_field(path: str, name: str) -> Field:
    """The field of this name in the entries of the list at a path. Raises NoSuchField."""
    model = field(path).model
    if model is None:
        raise NoSuchField(f"{path}..{name}")
    return field(name, model)


def leaves(root: type[Part] = Contract, prefix: str = "") -> Iterator[str]:
    """The path of every contractual field that holds a value; a field of a list of groups is `list..field`."""
    for name in root.model_fields:
        found = _field(root, name, prefix + name)
        if found.own or name == "format":
            continue
        if found.model is None:
            yield found.path
        else:
            yield from leaves(found.model, f"{found.path}.." if found.kind.shape == "parts" else f"{found.path}.")


@lru_cache(maxsize=256)
def _field(model: type[Part], name: str, path: str) -> Field:
    info, hint = model.model_fields[name], hints(model)[name]
    optional = is_optional(hint)
    kind, inner = _kind(_bare(hint))
    extra = info.json_schema_extra
    own = isinstance(extra, dict) and bool(extra.get(OWN))
    default = None if info.is_required() else info.default
    return Field(path, info.title or name, kind, inner, own, optional, default)


@lru_cache(maxsize=64)
def hints(model: type[Part]) -> dict[str, Any]:
    """The annotations of a model's fields, with their limits."""
    return get_type_hints(model, include_extras=True)


def is_optional(hint: Any) -> bool:  # noqa: ANN401 - any annotation
    """Whether a field of this annotation may be None."""
    return get_origin(hint) in {Union, UnionType} and NoneType in get_args(hint)


def _bare(hint: Any) -> Any:  # noqa: ANN401 - any annotation
    """The annotation without None."""
    return next(each for each in get_args(hint) if each is not NoneType) if is_optional(hint) else hint


def _kind(hint: Any) -> tuple[Kind, type[Part] | None]:  # noqa: ANN401 - any annotation
    if get_origin(hint) is tuple:
        entry, model = _kind(get_args(hint)[0])
        return (Kind("parts"), model) if model else (listed(entry), None)
    if isinstance(hint, type) and issubclass(hint, Part):
        return Kind("part"), hint
    return _single(hint), None


def _single(hint: Any) -> Kind:  # noqa: ANN401 - any annotation
    if get_origin(hint) is Literal:
        return _literal(get_args(hint))
    if hint == Yuan:
        return Kind("value", lambda value: f"{value:,.2f}", _NUMBER, _plain_number)
    if hint == Id:
        return Kind("value", str, "[A-Za-z][A-Za-z0-9_-]{0,31}")
    base = get_args(hint)[0] if get_args(hint) else hint
    kinds = {
        bool: Kind("bool"),
        int: Kind("value", str, "[0-9]+"),
        Decimal: Kind("value", lambda value: format(value, "f"), _NUMBER, _plain_number),
        Period: Kind("value", str, _PERIOD, lambda text: str(Period.parse(text))),
        date: Kind("value", _show_date, _DATE, _read_date),
    }
    return kinds.get(base) or Kind("text", str, ".+?", str.strip)


def _literal(keys: Iterable[Any]) -> Kind:
    words = words_of(keys)
    if words is None:
        return Kind("value", str, "[0-9]+")  # `format`, which no text names
    back = {written: key for key, written in words.items()}
    pattern = "|".join(sorted(map(re.escape, back), key=len, reverse=True))
    return Kind("value", words.__getitem__, pattern, back.__getitem__, keys=tuple(words))


def listed(entry: Kind, joint: str = "、") -> Kind:
    """Entries with a joint between them; those with a pattern of their own may hold it themselves."""

    def show(values: Iterable[Any]) -> str:
        return joint.join(map(entry.show, values))

    def read(text: str) -> list[Any]:
        parts = text.split(joint) if entry.shape == "text" else re.findall(entry.pattern, text)
        return [entry.read(part) for part in parts]

    pattern = entry.pattern if entry.shape == "text" else f"(?:{entry.pattern})(?:{joint}(?:{entry.pattern}))*"
    return Kind("list", show, pattern, read, entry)


def _plain_number(text: str) -> str:
    return text.replace(",", "")


def _show_date(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _read_date(text: str) -> str:
    year, month, day = map(int, re.findall("[0-9]+", text))
    return date(year, month, day).isoformat()

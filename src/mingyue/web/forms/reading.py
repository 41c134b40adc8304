"""Form data as a plain tree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingyue.web.forms.filling import truth
from mingyue.web.forms.schema import KEPT, ON, ROW, Data, Field, Kind

Path = tuple[str | int, ...]
_TOKEN = re.compile("n?[0-9]{1,5}")
# What people type around a number; the terms take the bare figures.
_AROUND: Mapping[Kind, str] = {"money": "¥￥元, ，", "percent": "%％ ", "number": ", ，", "count": ", ，"}


@dataclass(slots=True)
class Reading:
    """tree: what was sent, empty values left out; names: the control behind each path of the tree."""

    data: Data
    tree: dict[str, Any] = field(default_factory=dict)
    names: dict[Path, str] = field(default_factory=dict)

    def control(self, path: Path) -> str:
        """The name of the control at a path, or of the nearest thing around it; empty where there is none."""
        while path and path not in self.names:
            path = path[:-1]
        return self.names.get(path, "")

    def group(self, fields: Sequence[Field], base: Mapping[str, Any], path: Path, prefix: str) -> dict[str, Any]:
        """The tree of a group; what its form does not show is taken from the base."""
        shown = {each.name for each in fields}
        tree: dict[str, Any] = {}
        for each in fields:
            name, at = f"{prefix}{each.name}", (*path, each.name)
            self.names[at] = name
            value = self._value(each, base.get(each.name), at, name)
            if value is not None:
                tree[each.name] = value
        return tree | {name: value for name, value in base.items() if name not in shown}

    def _value(self, each: Field, base: Any, path: Path, name: str) -> Any:
        if each.kind == "group":
            if each.optional and not self.data.get(f"{name}.{ON}"):
                return None
            return self.group(each.fields, base or {}, path, f"{name}.")
        if each.kind == "rows":
            return base if self.data.get(f"{name}.{KEPT}") else self._rows(each, base or [], path, name)
        return _single(each, self.data, name)

    def _rows(self, each: Field, base: Sequence[Any], path: Path, name: str) -> list[Any] | None:
        rows: list[Any] = []
        for token in tokens(self.data, name):
            if blank(each.fields, self.data, f"{name}.{token}."):
                continue
            kept = base[int(token)] if token.isdigit() and int(token) < len(base) else {}
            at = (*path, len(rows))
            self.names[at] = f"{name}.{token}"
            rows.append(self.group(each.fields, kept, at, f"{name}.{token}."))
        return rows or None


def read(fields: Sequence[Field], data: Data, base: Mapping[str, Any]) -> Reading:
    """The tree that the data says. base: the tree that the form was filled from; what the form does not show is taken from it."""
    reading = Reading(data)
    reading.tree = reading.group(fields, base, (), "")
    return reading


def tokens(data: Data, name: str) -> list[str]:
    """The rows that are there, in order; what is no row's mark, or came twice, is left out."""
    found = dict.fromkeys(data.get(f"{name}.{ROW}", ()))
    return [token for token in found if _TOKEN.fullmatch(token)]


def _single(each: Field, data: Data, name: str) -> Any:
    if each.kind == "lines":
        lines = [line for line in map(str.strip, _first(data, name).splitlines()) if line]
        return lines if lines or each.required else None
    if each.kind == "choices":
        return data.get(name) or None
    if each.kind == "flag":
        said = bool(data.get(name))
        return None if said == truth(each.default) and not each.required else "true" if said else "false"
    return _bared(each.kind, _first(data, name)) or None


def blank(fields: Sequence[Field], data: Data, prefix: str) -> bool:
    """Whether nobody wrote anything into these fields; what is only chosen or ticked does not count."""
    for each in fields:
        name = f"{prefix}{each.name}"
        if each.kind == "group":
            if not blank(each.fields, data, f"{name}."):
                return False
        elif each.kind == "rows":
            if tokens(data, name):
                return False
        elif each.kind == "choice":
            if _first(data, name) not in {"", str(each.default)}:
                return False
        elif each.kind != "flag" and any(text.strip() for text in data.get(name, ())):
            return False
    return True


def _first(data: Data, name: str) -> str:
    return next(iter(data.get(name, ())), "")


def _bared(kind: Kind, text: str) -> str:
    text = text.strip()
    around = _AROUND.get(kind)
    if around is None:
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(each for each in plain if each not in unicodedata.normalize("NFKC", around))

"""Writing YAML that people read: values in the given order, comments beside them, quotes only where they are needed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from unicodedata import east_asian_width

from mingyue.connectors.folder.yaml_in import Place

_WIDTH = 100
_WORDS = {"~", "null", "y", "n", "yes", "no", "on", "off", "true", "false", "=", "<<"}
# A plain number or date reads the same everywhere; other tools would change 007, 1_000, 10:30, 1e5, 0x1F or 20 digits.
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_MAX_DIGITS = 15
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LIKE_NUMBER = re.compile(r"[-+]?[.\d][\d_.,:eE+xXoOa-fA-F-]*|[-+]?\.(inf|nan)", re.IGNORECASE | re.ASCII)
_INDICATORS = set("-?:,[]{}#&*!|>'\"%@`")
# Control characters, the line breaks of YAML 1.1, the byte order mark, no-characters.
_ESCAPED = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')


def dump_yaml(tree: Mapping[str, object], comments: Mapping[Place, str] | None = None) -> str:
    """A tree of dict, list, str, None, bool, int and Decimal as YAML, in its order; `load_yaml` gives it back as text.

    A comment stands behind its value, or above it where the line would be long; that of the place () heads the file. Keys are
    short names. Raises TypeError for other values.
    """
    notes = comments or {}
    head = [*_above(notes.get((), ""), 0), ""] if notes.get(()) else []
    return "\n".join([*head, *_mapping(tree, (), notes, 0)]) + "\n"


def _mapping(tree: Mapping[str, object], place: Place, notes: Mapping[Place, str], indent: int) -> Iterator[str]:
    if not tree and not place:
        yield "{}"
    for number, (key, value) in enumerate(tree.items()):
        if number and not place and value and isinstance(value, dict | list):
            yield ""
        here = (*place, key)
        yield from _item(f"{_scalar(key)}:", value, here, notes, indent)


def _item(lead: str, value: object, place: Place, notes: Mapping[Place, str], indent: int) -> Iterator[str]:
    """One value behind `name:` or `-`, with its comment."""
    note = notes.get(place, "")
    first, *rest = _value(lead, value, place, notes, indent)
    line = " " * indent + first
    if not note:
        yield line
    elif "\n" not in note and _columns(line) + _columns(note) + 4 <= _WIDTH:
        yield f"{line}  # {note}"
    else:
        yield from _above(note, indent)
        yield line
    yield from rest


def _value(lead: str, value: object, place: Place, notes: Mapping[Place, str], indent: int) -> Iterator[str]:
    """The lines of a value; the first without its indent."""
    if isinstance(value, dict) and value:
        yield lead
        yield from _mapping(value, place, notes, indent + 2)
    elif isinstance(value, list | tuple) and value:
        yield lead
        for number, item in enumerate(value):
            yield from _element(item, (*place, number), notes, indent + 2)
    elif isinstance(value, str) and _block(value):
        yield f"{lead} {'|' if value.endswith(chr(10)) else '|-'}"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{' ' * (indent + 2)}{line}" if line else ""
    else:
        text = _scalar(value)
        yield f"{lead} {text}" if text else lead


def _element(item: object, place: Place, notes: Mapping[Place, str], indent: int) -> Iterator[str]:
    """One item of a list; a mapping begins on the line of its dash."""
    if isinstance(item, dict) and item:
        yield from _above(notes.get(place, ""), indent)
        lines = list(_mapping(item, place, notes, indent + 2))
        first = next(number for number, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (line[2:] for line in lines[:first])
        yield f"{' ' * indent}- {lines[first][indent + 2 :]}"
        yield from lines[first + 1 :]
    else:
        yield from _item("-", item if item is not None else _Null(), place, notes, indent)


class _Null:
    """Nothing in a list, written out: a lone dash would look like a slip."""


def _above(note: str, indent: int) -> list[str]:
    return [f"{' ' * indent}# {line}".rstrip() for line in note.splitlines()]


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _scalar(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if _plain(value) else _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _scalar(f"{value:f}" if isinstance(value, Decimal) else str(value))
    if isinstance(value, dict | list | tuple):
        return "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, _Null):
        return "null"
    raise TypeError(f"no YAML for {type(value).__name__}")


def _plain(text: str) -> bool:
    """Whether a text can stand without quotes and every YAML reader takes it for what it is."""
    if not text or text != text.strip() or text.casefold() in _WORDS or _ESCAPED.search(text):
        return False
    if _PLAIN_NUMBER.fullmatch(text):
        return sum(map(str.isdigit, text)) <= _MAX_DIGITS
    if _LIKE_NUMBER.fullmatch(text):
        return _is_date(text)
    return text[0] not in _INDICATORS and ": " not in text and " #" not in text and not text.endswith(":")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _block(text: str) -> bool:
    """Whether a text of several lines can stand as a block below its name."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) == 1 or not lines[0] or not lines[-1] or lines[0][0] in " \t":
        return False
    return not any(_ESCAPED.search(line.replace('"', "").replace("\\", "")) for line in lines)


def _quoted(text: str) -> str:
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(found: re.Match[str]) -> str:
    char = found[0]
    return json.dumps(char)[1:-1] if char in '"\\\n\t' else f"\\u{ord(char):04x}"

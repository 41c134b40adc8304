"""Sentences about terms as somebody at a form reads them: titles in place of the names of fields and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mingyue.web.forms.schema import Field

_NAME = re.compile(r"(?<![A-Za-z0-9_])([a-z][a-z_]*(?:\.[a-z_]+)*)(?![A-Za-z0-9_])")


def spoken(sentence: str, fields: Sequence[Field], path: Sequence[str | int] = ()) -> str:
    """A sentence with 「title」 for each name of a field and the words for each code; those nearest to the path count first."""
    known: dict[str, str] = {}
    for near in _along(fields, path):
        known = {**_words(near), **known}
    return _NAME.sub(lambda match: known.get(match[0].rpartition(".")[2], match[0]), sentence)


def explained(fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields, with their explanations spoken."""
    return tuple(replace(each, help=spoken(each.help, fields), fields=explained(each.fields)) for each in fields)


def _along(fields: Sequence[Field], path: Sequence[str | int]) -> Iterator[Sequence[Field]]:
    """The groups from the inside of the path to its outside come last to first: what is nearest is known last."""
    groups = [fields]
    for step in path:
        found = next((each for each in groups[-1] if each.name == step), None)
        if found is not None:
            groups.append(found.fields or (found,))
    yield from reversed(groups)


def _words(fields: Sequence[Field]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for field in fields:
        words = {**_words(field.fields), **words}
        words.update(field.choices or {})
        words.setdefault(field.name, f"「{field.label}」")
    return words

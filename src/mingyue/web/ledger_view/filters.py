"""Choosing rows: what the visitor typed or picked, each a value of the address, so that a link keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a list of values. value: what is picked now, empty: all."""

    name: str
    title: str
    options: tuple[tuple[str, str], ...]
    value: str


def choice(asked: Mapping[str, str], name: str, title: str, options: Mapping[str, str]) -> Choice:
    """The filter; a value that is not among its own is none."""
    value = asked.get(name, "")
    return Choice(name, title, tuple(options.items()), value if value in options else "")


def contains(words: str, *texts: str) -> bool:
    """Whether each of the words, parted by blanks, stands in one of the texts; case does not matter."""
    held = " ".join(texts).casefold()
    return all(word in held for word in words.casefold().split())

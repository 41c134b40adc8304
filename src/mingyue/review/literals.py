"""The words a regular expression cannot match without: what the one-pass prefilter looks for.

Works on the parse tree of the standard library's own parser, so whatever `re` accepts is understood the same way.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # typeshed does not cover the parser
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from typing import Any

_Tree = Iterable[tuple[Any, Any]]
Group = frozenset[str]
"""Words of which at least one must stand in the line."""

_MOST_WORDS, _MOST_GROUPS, _BREAK = 40, 3, ord("\n")


def required(expression: str) -> tuple[tuple[Group, ...], bool]:
    """The most telling word groups of an expression, and whether it stays within one line."""
    tree = parser.parse(expression)
    groups = [] if tree.state.flags & re.IGNORECASE else sorted(set(_groups(tree)), key=_rank)
    return tuple(groups[:_MOST_GROUPS]), not _names_line_break(tree)


def _rank(group: Group) -> tuple[int, int, list[str]]:
    """Long and few words first."""
    return -min(*(len(word) for word in group), 3), len(group), sorted(group)


def _groups(tree: _Tree) -> Iterator[Group]:
    """Every group of words that one match must hold."""
    run = ""
    for op, value in tree:
        if op is sre.LITERAL:
            run += chr(value)
            continue
        if _useful(run):
            yield frozenset({run})
        run = ""
        yield from _of((op, value))
    if _useful(run):
        yield frozenset({run})


def _of(node: tuple[Any, Any]) -> Iterator[Group]:
    """Groups of one node that is no literal."""
    op, value = node
    if op is sre.SUBPATTERN:
        if not value[1] & re.IGNORECASE:
            yield from _groups(value[3])
    elif op in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT} and value[0] >= 1:
        yield from _groups(value[2])
    elif op is sre.BRANCH:
        best = [min(_groups(branch), key=_rank, default=None) for branch in value[1]]
        if all(best):
            union: Group = frozenset().union(*(group for group in best if group))
            if len(union) <= _MOST_WORDS:
                yield union


def _useful(run: str) -> bool:
    """Whether a word tells lines apart: two characters, or one that is rare in running text."""
    return len(run) >= 2 or (len(run) == 1 and run in "%‰☑□＿￥¥《/")


def _names_line_break(tree: _Tree) -> bool:
    """Whether the expression can match a line break that its author wrote."""
    for op, value in tree:
        if op is sre.LITERAL and value == _BREAK:
            return True
        if op is sre.IN and (sre.LITERAL, _BREAK) in value and (sre.NEGATE, None) not in value:
            return True
        if op is sre.SUBPATTERN and _names_line_break(value[3]):
            return True
        if op in {sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT} and _names_line_break(value[2]):
            return True
        if op is sre.BRANCH and any(_names_line_break(branch) for branch in value[1]):
            return True
    return False

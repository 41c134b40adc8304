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

_MOST_WORDS, _MOST_IN_BRANCHES, _MOST_GROUPS, _BREAK = 40, 240, 3, ord("\n")
_EVERYWHERE: Group = frozenset({"甲方", "乙方", "双方", "合同", "协议", "本合同"})
_NOTHING: Group = frozenset({""})
_REPEATS = frozenset({sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT})
_ZERO_WIDTH = frozenset({sre.AT, sre.ASSERT, sre.ASSERT_NOT})


def required(expression: str) -> tuple[tuple[Group, ...], bool]:
    """The most telling word groups of an expression, and whether it stays within one line."""
    tree = parser.parse(expression)
    groups = [] if tree.state.flags & re.IGNORECASE else sorted({_fewest(group) for group in _groups(tree)}, key=_rank)
    return tuple(groups[:_MOST_GROUPS]), not _names_line_break(tree)


def _fewest(group: Group) -> Group:
    """The same condition with fewer and shorter words: heads of long ones, none that holds another."""
    heads = {word[:4] for word in group}
    return frozenset(word for word in heads if not any(other in word for other in heads if other != word))


def _rank(group: Group) -> tuple[int, int, list[str]]:
    """Long and few words first."""
    return -min(*(len(word) for word in group), 3), len(group), sorted(group)


def _groups(tree: _Tree) -> Iterator[Group]:
    """Every group of words that one match must hold."""
    run = _NOTHING
    for node in tree:
        words = _exact(node)
        longer = _joined(run, words)
        if longer is not None:
            run = longer
            continue
        if _useful(run):
            yield run
        run = words or _NOTHING
        if words is None:
            yield from _of(node)
    if _useful(run):
        yield run


def _exact(node: tuple[Any, Any]) -> Group | None:
    """All texts that a node can match when they are few; None otherwise."""
    op, value = node
    if op is sre.LITERAL:
        return frozenset({chr(value)})
    if op in _ZERO_WIDTH:
        return _NOTHING
    if op is sre.IN and all(kind is sre.LITERAL for kind, _ in value):
        return frozenset(chr(code) for _, code in value)
    if op is sre.SUBPATTERN and not value[1]:
        return _sequence(value[3])
    if op in _REPEATS and value[1] == 1:
        words = _sequence(value[2])
        return words if words is None or value[0] else words | _NOTHING
    if op is sre.BRANCH:
        branches = [_sequence(branch) for branch in value[1]]
        if all(branches):
            union: Group = frozenset().union(*(words for words in branches if words))
            return union if len(union) <= _MOST_WORDS else None
    return None


def _sequence(tree: _Tree) -> Group | None:
    run: Group | None = _NOTHING
    for node in tree:
        run = _joined(run, _exact(node))
        if run is None:
            return None
    return run


def _joined(heads: Group | None, tails: Group | None) -> Group | None:
    """Every head with every tail, None when they are too many."""
    if heads is None or tails is None or len(heads) * len(tails) > _MOST_WORDS:
        return None
    return frozenset(head + tail for head in heads for tail in tails)


def _of(node: tuple[Any, Any]) -> Iterator[Group]:
    """Groups of one node that has no few texts."""
    op, value = node
    if op is sre.SUBPATTERN and not value[1]:
        yield from _groups(value[3])
    elif op in _REPEATS and value[0] >= 1:
        yield from _groups(value[2])
    elif op is sre.BRANCH:
        best = [min(_groups(branch), key=_rank, default=None) for branch in value[1]]
        if all(best):
            union: Group = frozenset().union(*(group for group in best if group))
            if len(union) <= _MOST_IN_BRANCHES:
                yield union


def _useful(run: Group) -> bool:
    """Whether the words tell lines apart: two characters, or one that is rare in running text."""
    return not run <= _EVERYWHERE and all(
        len(word) >= 2 or (word != "" and word in '%‰☑□＿￥¥《/元圆“「"') for word in run
    )


def _names_line_break(tree: _Tree) -> bool:
    """Whether the expression can match a line break that its author wrote."""
    for op, value in tree:
        if op is sre.LITERAL and value == _BREAK:
            return True
        if op is sre.IN and (sre.LITERAL, _BREAK) in value and (sre.NEGATE, None) not in value:
            return True
        if op is sre.SUBPATTERN and _names_line_break(value[3]):
            return True
        if op in _REPEATS and _names_line_break(value[2]):
            return True
        if op is sre.BRANCH and any(_names_line_break(branch) for branch in value[1]):
            return True
    return False

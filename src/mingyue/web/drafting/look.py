"""A look at the text that terms would give, while they are still being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from mingyue import api
from mingyue.web.drafting.desk import with_positions
from mingyue.web.drafting.sections import Section
from mingyue.web.forms.reading import read
from mingyue.web.forms.schema import Data

_TRIES = 4  # rounds of leaving out what is wrong: a fault may uncover another


@dataclass(frozen=True, slots=True)
class Preview:
    """lines: of the contract's text; left_out: how many values could not be used; broken: nothing can be shown."""

    lines: Sequence[Any] = ()
    left_out: int = 0
    broken: bool = False


def preview(section: Section, data: Data, base: Mapping[str, Any], positions: Mapping[str, str]) -> Preview:
    """The text of a section as its form stands; values that are wrong are left out of it."""
    tree = deepcopy(with_positions(read(section.fields, data, base).tree, positions))
    left_out = 0
    for _ in range(_TRIES):
        try:
            terms = api.terms_of(tree, whole=False)
        except api.TermsFileError as error:
            left_out = left_out or len(error.faults)  # what a later round finds follows from the first
            for fault in sorted(error.faults, key=lambda each: str(each.path), reverse=True):
                _drop(tree, fault.path)
        else:
            return Preview(api.contract_text(terms, family=section.texts), left_out)
    return Preview(left_out=left_out, broken=True)


def _drop(tree: dict[str, Any], path: Sequence[str | int]) -> None:
    """Takes out the value at a path; where it is missing, the group that misses it."""
    holders: list[Any] = [tree]
    for step in path[:-1]:
        inner = _inner(holders[-1], step)
        if inner is None:
            break
        holders.append(inner)
    deep = len(holders) - 1
    if _inner(holders[-1], path[deep]) is None and deep:
        deep -= 1
    holder, step = holders[deep], path[deep]
    if _inner(holder, step) is not None:
        del holder[step]


def _inner(holder: Any, step: str | int) -> Any:
    if isinstance(holder, dict):
        return holder.get(str(step))
    return holder[step] if isinstance(holder, list) and isinstance(step, int) and step < len(holder) else None

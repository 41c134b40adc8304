"""A change of terms as values: which fields get which values, which entries are added or removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mingyue.terms.base import Line, Part, term
from mingyue.terms.contract import Contract
from mingyue.terms.reading import Fault, TermsError, contract, tree


class Delta(Part):
    """What a change order or supplement alters. A path names entries of a list by their id: milestones.M2.due."""

    set: dict[str, Any] = term("改为：路径和新值", {})
    add: dict[str, Any] = term("增加：列表的路径和新条目", {})
    remove: tuple[Line, ...] = term("删去：路径", ())


def apply(terms: Contract, delta: Delta) -> Contract:
    """The terms after a change. Raises TermsError when a path does not exist or the result contradicts itself."""
    changed = tree(terms)
    for path, value in delta.set.items():
        holder, name = _holder(changed, path)
        _put(holder, name, value, path)
    for path, entry in delta.add.items():
        holder, name = _holder(changed, path)
        _list(holder, name, path).append(entry)
    for path in delta.remove:
        holder, name = _holder(changed, path)
        _drop(holder, name, path)
    return contract(changed)


def _fault(path: str, what: str) -> TermsError:
    return TermsError([Fault((path,), what)])


def _holder(root: dict[str, Any], path: str) -> tuple[Any, str]:
    """The mapping or list that holds the last name of a path; missing mappings on the way are made."""
    *way, name = path.split(".")
    at: Any = root
    for step in way:
        at = at[_index(at, step, path)] if isinstance(at, list) else at.setdefault(step, {})
        if not isinstance(at, dict | list):
            raise _fault(path, f"{step} 下面没有更细的项。")
    return at, name


def _index(entries: Sequence[object], name: str, path: str) -> int:
    for index, entry in enumerate(entries):
        named = entry.get("id", entry.get("severity", entry.get("name"))) if isinstance(entry, Mapping) else entry
        if str(named) == name:
            return index
    raise _fault(path, f"没有 {name}：请用条目的编号。")


def _put(holder: Any, name: str, value: object, path: str) -> None:  # noqa: ANN401 - a node of a plain tree
    if isinstance(holder, list):
        holder[_index(holder, name, path)] = value
    else:
        holder[name] = value


def _list(holder: Any, name: str, path: str) -> list[Any]:  # noqa: ANN401 - a node of a plain tree
    entries = holder.setdefault(name, []) if isinstance(holder, dict) else None
    if not isinstance(entries, list):
        raise _fault(path, "不是列表，不能增加条目。")
    return entries


def _drop(holder: Any, name: str, path: str) -> None:  # noqa: ANN401 - a node of a plain tree
    if isinstance(holder, list):
        del holder[_index(holder, name, path)]
    elif holder.pop(name, None) is None:
        raise _fault(path, "没有这一项，不能删去。")

"""Whatever has an id in the ledger, explained: a result, an event, a change of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from mingyue.connectors.report.statement.explain import Explanation, Item, Labels, items, of, told
from mingyue.ledger.position import Position
from mingyue.ledger.tables import LAYOUTS, Row, tables
from mingyue.terms.errors import UserError

_BASIS = {"changes": ("民法典:543", "指南:五.2"), "events": ()}
_OWN = frozenset({"id", "subject", "delta", "events", "kind"})
"""Columns that an explanation has a place of its own for."""
_MOST, _NEAR = 12, 6
_EVENT = re.compile("E[1-9][0-9]{0,8}", re.ASCII)


class UnknownIdError(UserError):
    """There is nothing of this id. The message names those that come near."""


def explain(position: Position, identity: str, *, labels: Labels) -> Explanation:
    """The explanation of one obligation, payment, claim, right, date or notice, of an event or a change. Raises UnknownIdError."""
    known = items(position)
    if identity in known:
        return of(position, known[identity], labels)
    found = _recorded(position, identity, [*known.values()], labels)
    if found is None:
        raise UnknownIdError(_unknown(position, identity, known))
    return found


def _unknown(position: Position, identity: str, known: Mapping[str, Item]) -> str:
    if _EVENT.fullmatch(identity):
        return f"截至 {position.as_of} 的台账里没有 {identity}：它没有记录过、已经作废、发生在此之后，或者是更正（请写它更正的事件）。"
    folded = {name.casefold(): name for name in known}
    near = [folded[name] for name in get_close_matches(identity.casefold(), folded, _NEAR, 0.5)]
    near += [name for name in known if identity and identity.casefold() in name.casefold() and name not in near]
    if near:
        return f"没有编号 {identity[:40]}：相近的有 {'、'.join(near[:_NEAR])}。"
    if known:
        return f"没有编号 {identity[:40]}：现有的编号有 {'、'.join([*known][:_NEAR])} 等 {len(known)} 个，见 mingyue ledger。"
    return f"没有编号 {identity[:40]}：台账里还没有可以解释的内容。"


def _recorded(position: Position, identity: str, used: Sequence[Item], labels: Labels) -> Explanation | None:
    """The explanation of an event or a change; None where neither has this id. used: the results that may rest on it."""
    for key in ("changes", "events"):
        for row in tables(position)[key].rows:
            if row[0] == identity:
                return _explained(position, key, row, used, labels)
    return None


def _explained(position: Position, key: str, row: Row, used: Sequence[Item], labels: Labels) -> Explanation:
    columns = LAYOUTS[key].columns
    cells = {column.key: str(value) for column, value in zip(columns, row, strict=True) if value not in (None, "")}
    names = cells.get("events", str(row[0])).split("、")
    facts = [(column.title, cells[column.key]) for column in columns if column.key in cells and column.key not in _OWN]
    resting = list(_resting(used, frozenset(names)))
    if resting:
        more = f" 等 {len(resting)} 项" if len(resting) > _MOST else ""
        facts.append(("用于", "、".join(resting[:_MOST]) + more))
    return Explanation(
        id=str(row[0]),
        sort=LAYOUTS[key].title,
        title=cells.get("subject") or cells.get("kind") or "",
        facts=tuple(facts),
        formula=tuple(cells["delta"].split("；")) if "delta" in cells else (),
        clause="",
        quotes=(),
        events=tuple(
            told(each, position.currency) for each in position.events if key == "changes" and each.id in names
        ),
        basis=tuple(map(labels, _BASIS[key])),
    )


def _resting(used: Sequence[Item], names: frozenset[str]) -> Iterator[str]:
    """The results that cite one of these events."""
    return (item.id for item in used if not names.isdisjoint(item.why.events))

"""What is refused when it is recorded, though a replay would take it: slips of the pen, and what no contract can hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from mingyue.api.contracts import unknown_terms
from mingyue.ledger.credits import month_end
from mingyue.ledger.doubts import doubts
from mingyue.ledger.event import Event, EventError, content, near_to, when
from mingyue.ledger.events import (
    KINDS,
    Availability,
    ChangeProposed,
    Content,
    Correction,
    Supplement,
    TerminationNotice,
)
from mingyue.ledger.events.ending import BUYERS, WHYS
from mingyue.ledger.history import BEIJING, happened
from mingyue.ledger.position import Position
from mingyue.ledger.timeline import timeline
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta, apply
from mingyue.terms.reading import TermsError, dotted, unknown
from mingyue.terms.titles import short

_FIRST_YEAR, _LAST_YEAR = 1950, 2200


def strict(kind: str, data: Mapping[str, Any]) -> Content:
    """The content of a kind as this version writes it: a field that it does not know is a slip of the pen, and told before what
    is missing. Raises EventError.
    """
    model = KINDS.get(kind)
    if model is not None and (strange := [str(name) for name in data if name not in model.model_fields]):
        raise EventError(_strange(model, strange))
    told = content(kind, dict(data))
    if strange := [dotted(path) for path, _ in unknown(told)]:
        raise EventError(_strange(type(told), strange))
    if told.positive and getattr(told, "amount", None) == 0:
        raise EventError(f"{told.title}：amount：须大于 0。")
    if isinstance(told, TerminationNotice) and told.side == "vendor" and told.ground in BUYERS:
        raise EventError(
            f"{told.title}：ground：“{WHYS[told.ground]}”是约定给甲方的解除权，乙方不能据此解除；"
            "乙方的通知请写 statutory（法定解除）、agreed（双方协商一致）或者 force_majeure（不可抗力持续）。"
        )
    return told


def _strange(model: type[Content], names: Sequence[str]) -> str:
    """The fields that a kind does not have, the near ones that it has, all that it has."""
    known = {name: short(model, name) for name in model.model_fields if name not in model.filled}
    near = "、".join(found for name in names if (found := near_to(name, known)))
    ask = f"是不是 {near}？" if near else ""
    all_ = f"可以写的有 {'、'.join(known)}" if known else "不写内容"
    return f"{model.title}没有 {'、'.join(names)} 这一项：{ask}{all_}。"


def vet(signed: Contract, earlier: Sequence[Event], event: Event) -> None:
    """Looks at one event before it is recorded behind the earlier ones. Raises EventError."""
    said, today = event.content, datetime.fromisoformat(event.recorded).astimezone(BEIJING).date()
    _near(event.day)
    _happened(said, event.day, today)
    if said.exact and event.at is None:
        raise EventError(f"{said.title}须写到分钟，如 {event.day}T09:30：时限按小时计算。")
    if isinstance(said, Correction):
        if not said.void and said.happened is None and said.data is None:
            raise EventError(f"{said.title}没有写改成什么：请写 void=true、happened 或者 data。")
        if said.happened is not None:
            _near(when(said.happened)[0])
        wrong = next((each for each in earlier if each.id == said.of), None)
        if wrong is not None and said.happened is not None:
            _happened(wrong.content, when(said.happened)[0], today)
        if wrong is not None and said.data is not None:
            strict(wrong.kind, said.data)
    if isinstance(said, ChangeProposed | Supplement):
        _lasts(said, event.day)
        _fits(timeline(signed, happened(earlier, as_of=date.max)).on(event.day), said.delta, said.title)


def _near(day: date) -> None:
    """A slip in the year, and no room for the periods that run from the day."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise EventError(f"时间写错了：{day}；请写 {_FIRST_YEAR} 到 {_LAST_YEAR} 年之间的日期。")


def _happened(said: Content, day: date, today: date) -> None:
    """What has not come yet is a plan; it has happened only where both sides agreed on the day."""
    if day > today and not said.ahead():
        raise EventError(
            f"{said.title}：{day} 还没有到（今天是 {today}）：台账只记已经发生的事，请核对时间；要推算将来的结果，请用假设（simulate）。"
        )


def vet_together(position: Position, drafted: Sequence[Event]) -> None:
    """Looks at drafted events in the position that they lead to. Raises EventError."""
    _check_claims(drafted, {claim.id for claim in position.claims})
    ids = {event.id for event in drafted}
    for event in drafted:
        if isinstance(event.content, Availability) and event.day < month_end(event.content.month):
            raise EventError(f"{event.content.month} 到 {event.day} 还没有过完：可用率请在月末之后按实测记录。")
    for doubt in doubts(position.events):
        if doubt.never and not ids.isdisjoint({doubt.event.id, doubt.other.id}):
            raise EventError(doubt.text)


def _lasts(said: ChangeProposed | Supplement, day: date) -> None:
    """A temporary change lasts one day at least."""
    starts = when(said.starts)[0] if isinstance(said, ChangeProposed) and said.starts else day
    if said.until and when(said.until)[0] < starts:
        raise EventError(f"{said.title}的 until（{said.until}）早于开始的 {starts}，没有任何一日有效：请核对日期。")


def _fits(terms: Contract, delta: Delta, title: str) -> None:
    try:
        changed = apply(terms, delta)
    except TermsError as error:
        raise EventError(f"{title}不能用于条款：{error}") from None
    if strange := [name for name in unknown_terms(changed) if name not in unknown_terms(terms)]:
        raise EventError(f"{title}不能用于条款：条款里没有 {'、'.join(strange)} 这一项，路径见 contract.yaml。")


def _check_claims(drafted: Sequence[Event], known: Collection[str]) -> None:
    """A claim that does not exist is a slip of the pen; the ledger itself only notes it: a correction may have removed it."""
    for event in drafted:
        claim = getattr(event.content, "claim", None)
        if claim is not None and claim not in known:
            raise EventError(f"没有请求权 {claim}：台账里现有 {'、'.join(sorted(known)) or '（没有）'}，请核对编号。")

"""One event: what happened, when it happened, when and by whom it was recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, NamedTuple

from mingyue.ledger.events import KINDS, Content
from mingyue.terms.errors import UserError
from mingyue.terms.reading import Fault, TermsError, dotted, model
from mingyue.terms.titles import codes

FORMAT = 1
_DAY_LENGTH = len("2026-04-12")
_HAPPENED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?([+-]\d\d:?\d\d|Z)?", re.ASCII)
_ID = re.compile(r" ?(?<![\w-])(E\d+)(?![\w-]) ?", re.ASCII)
_MIDNIGHT = time()


class EventError(UserError):
    """An event that cannot be used. The message is one Chinese sentence: what is wrong and the mend."""


class Event(NamedTuple):
    """An entry of the ledger; a tuple, because ten thousand of them are made at once.

    day: when it happened; at: the same with the time of day (Beijing), None when only the day is known.
    recorded: when it was written down (ISO 8601 with offset, seconds). key: the writer's idempotency key.
    extra: members of the line that this version does not know.
    """

    id: str
    kind: str
    day: date
    at: datetime | None
    recorded: str
    by: str
    content: Content
    note: str | None = None
    evidence: tuple[str, ...] = ()
    key: str | None = None
    extra: Mapping[str, object] | None = None

    @property
    def seq(self) -> int:
        """The place in the file, from 1."""
        return int(self.id[1:])

    def moment(self) -> datetime:
        """The time of day where it is known, else the start of the day."""
        return self.at or datetime.combine(self.day, _MIDNIGHT)


def oldest_first(ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of events, each once, in the order of their records."""
    return tuple(sorted(set(ids), key=lambda name: int(name[1:])))


def renamed(error: EventError, names: Mapping[str, str]) -> EventError:
    """The same error with other names for these events: what is not recorded has no number that its writer could know."""
    return EventError(called(str(error), names))


def called(text: str, names: Mapping[str, str]) -> str:
    """A text with these events called otherwise."""
    return _ID.sub(lambda found: names.get(found[1], found[0]), text)


_KNOWN = frozenset(
    (
        "format",
        "mingyue",
        "seq",
        "id",
        "key",
        "kind",
        "happened",
        "recorded",
        "by",
        "note",
        "evidence",
        "data",
        "prev",
        "hash",
    )
)
_VALIDATE: Mapping[str, Callable[..., Content]] = {
    name: kind.__pydantic_validator__.validate_python for name, kind in KINDS.items()
}


def decode(line: Mapping[str, Any]) -> Event:
    """An event of a line of events.jsonl. Raises EventError."""
    kind, identity, data = line["kind"], line["id"], line["data"]
    validate = _VALIDATE.get(kind)
    if validate is None:
        raise EventError(f"{identity}：不认识的事件种类 {kind}，可能由更新的版本写入：请升级明约。")
    try:
        content = validate(data)
    except ValueError:
        content = _content(kind, data, identity)
    day, at = when(line["happened"], of=identity)
    return Event(
        identity,
        kind,
        day,
        at,
        line["recorded"],
        line["by"],
        content,
        line.get("note"),
        tuple(line.get("evidence") or ()),
        line.get("key"),
        {name: value for name, value in line.items() if name not in _KNOWN} if len(line) > len(_KNOWN) else None,
    )


def content(kind: str, data: object) -> Content:
    """The content of a kind, validated. Raises EventError."""
    if kind not in KINDS:
        near = near_to(kind, {name: model.title for name, model in KINDS.items()})
        ask = f"相近的有 {near}" if near else "不带参数的 mingyue record 列出全部种类"
        raise EventError(f"没有这种事件：{kind[:40]}；{ask}。")
    return _content(kind, data, KINDS[kind].title)


def _content(kind: str, data: object, label: str) -> Content:
    try:
        return model(KINDS[kind], data)
    except TermsError as error:
        raise EventError(f"{label}：{'；'.join(_told(KINDS[kind], fault) for fault in error.faults)}") from None


def _told(kind: type[Content], fault: Fault) -> str:
    """A fault of a field; of one that has a closed set of values, with these and what they mean."""
    name = str(fault.path[0]) if fault.path else ""
    allowed = codes(kind, name)
    if not allowed or not fault.what.startswith("须为"):
        return f"{dotted(fault.path)}：{fault.what}"
    _, comma, given = fault.what.rpartition("，现在是")
    return f"{name}：须为 {'、'.join(f'{code}（{words}）' for code, words in allowed.items())} 之一{comma}{given}"


def near_to(word: str, names: Mapping[str, str]) -> str:
    """The names that come near a word, or whose Chinese titles do; empty where none does."""
    folded = {name.casefold(): name for name in names}
    found = [folded[each] for each in get_close_matches(word.casefold(), folded, 3)]
    titled = {title: name for name, title in names.items()}
    found += [titled[each] for each in get_close_matches(word, titled, 3, 0.5)]
    return "、".join(f"{name}（{names[name]}）" for name in dict.fromkeys(found))


def when(happened: str, *, of: str = "") -> tuple[date, datetime | None]:
    """A day, or a day with its time: "2026-04-12", "2026-04-12T10:30" (Beijing time). of: the event it belongs to, named in the error.

    Raises EventError.
    """
    try:
        at = datetime.fromisoformat(happened) if _HAPPENED.fullmatch(happened) else None
    except (TypeError, ValueError):
        at = None
    if at is None:
        raise EventError(f"{_label(of)}时间写错了：{happened!s}；须为 2026-04-12 或 2026-04-12T10:30（北京时间）。")
    if at.tzinfo is not None:
        raise EventError(f"{_label(of)}时间写错了：{happened}；请写北京时间，不带时区。")
    return at.date(), None if len(happened) == _DAY_LENGTH else at


def _label(of: str) -> str:
    return f"{of}：" if of else ""

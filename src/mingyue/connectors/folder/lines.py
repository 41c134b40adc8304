"""One line of events.jsonl: its members, its seal, and what a line without its end is.

A line is a JSON object in UTF-8. Its last member is `hash`, the SHA-256 of the very bytes before `,"hash":"..."}`; `prev`
is the hash of the line before, so that each line vouches for all earlier ones. Members that this version does not know are
bytes like any others: sealed, kept and shown.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from itertools import product
from operator import itemgetter
from typing import Any, TypedDict, cast

FORMAT = 1
GENESIS = "0" * 64
"""The `prev` of the first line, and the head of a file without lines."""

SEAL_BYTES = len(',"hash":""}') + 64
_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\Z')


class Line(TypedDict):
    """A recorded event as it stands in the file; members of newer versions stand beside these (see `extras`).

    format: 1. mingyue: the version that wrote it. seq: 1, 2 ... id: "E1", "E2" ... key: the caller's idempotency key.
    happened: "2026-04-12", or Beijing time "2026-04-12T10:30" or with seconds. recorded: with seconds and +08:00. by: who
    recorded it. evidence: SHA-256 of files in evidence/. data: what the kind of event says. prev, hash: the chain.
    """

    format: int
    mingyue: str
    seq: int
    id: str
    key: str | None
    kind: str
    happened: str
    recorded: str
    by: str
    note: str | None
    evidence: list[str]
    data: dict[str, Any]
    prev: str
    hash: str


MEMBERS = tuple(Line.__annotations__)
_values = itemgetter(*MEMBERS)
_NONE = type(None)
_SHAPES = {
    (int, str, int, str, key, str, str, str, str, note, list, dict, str, str)
    for key, note in product((str, _NONE), repeat=2)
}
_SAID = {"format": "整数", "seq": "整数", "evidence": "列表", "data": "对象"}


class Tail(Enum):
    """What stands behind the last line feed."""

    NOTHING = "nothing"
    WHOLE = "whole"
    """A sealed line that only lacks its line feed: it was written, or an editor took the line feed away."""
    TORN = "torn"
    """The beginning of a line: the machine stopped while it was written, nobody was told that it is recorded."""
    CHANGED = "changed"
    """Neither: no interrupted writing leaves such bytes."""


def extras(line: Line) -> dict[str, Any]:
    """The members of a line that this version does not know."""
    return {name: value for name, value in line.items() if name not in Line.__annotations__}


def encode(value: object) -> str:
    """A JSON value on one line, as written into the file. Raises ValueError for what JSON cannot hold, TypeError."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode(text: str) -> object:
    """A JSON text as values, numbers with a point as Decimal. Raises ValueError, RecursionError (nested too deep)."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def seal(members: bytes) -> bytes:
    """The bytes of a line without line feed, from the JSON object of all its members but `hash`."""
    body = members[:-1]
    return b'%b,"hash":"%b"}' % (body, sha256(body).hexdigest().encode())


def hashes(raw: bytes) -> tuple[str, str] | None:
    """The hash that a line carries and the one its bytes have; None where it carries none at its end."""
    found = _SEAL.search(raw)
    return found and (found[1].decode(), sha256(raw[: found.start()]).hexdigest())


def judge(raw: bytes) -> tuple[Line | None, str | None]:
    """A line, where it can be read, and what is wrong with it taken alone."""
    found = hashes(raw)
    if found is None:
        crlf = raw.endswith(b"\r") and hashes(raw[:-1])
        return None, (
            "是空行" if not raw else "换行被改成了 Windows 格式（CRLF）" if crlf else "被改动过：行尾没有完整的哈希"
        )
    if found[0] != found[1]:
        return None, "被改动过：内容与哈希不符"
    try:
        row = decode(raw.decode())
    except (ValueError, RecursionError):
        return None, "不是有效的 JSON"
    seq = row.get("seq") if isinstance(row, dict) else None
    wrong = problem(row, seq if isinstance(seq, int) else 1)
    return (None if wrong else cast("Line", row)), wrong


def problem(row: object, number: int) -> str | None:
    """What is wrong with the members of the line that should be the `number`th, in a few words; None if nothing."""
    if not isinstance(row, dict):
        return "不是 JSON 对象"
    try:
        values = _values(row)
    except KeyError:
        return f"缺少 {'、'.join(name for name in MEMBERS if name not in row)}"
    if values[0] != FORMAT and type(values[0]) is int:
        return f"格式是 {values[0]}，由更新的版本（{values[1]}）写成，请升级 mingyue"
    if tuple(map(type, values)) not in _SHAPES:
        fits = map(set, zip(*_SHAPES, strict=True))
        name = next(name for name, value, kinds in zip(MEMBERS, values, fits, strict=True) if type(value) not in kinds)
        return f"{name} 须为{_SAID.get(name, '文字')}"
    if values[2] != number:
        return f"序号是 {values[2]}，应为 {number}（有记录被删除、重复或调换）"
    if values[3] != f"E{number}":
        return f"编号是 {values[3]}，应为 E{number}"
    return None


def line_of(raw: bytes) -> Line:
    """The members of one line taken alone. Raises ValueError, which says in a few words what is wrong with it."""
    line, wrong = judge(raw)
    if line is None:
        raise ValueError(wrong)
    return line


def tail_of(raw: bytes) -> Tail:
    """What the bytes behind the last line feed are."""
    if not raw:
        return Tail.NOTHING
    try:
        json.JSONDecoder().raw_decode(raw.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return Tail.TORN
    found = hashes(raw)
    return Tail.WHOLE if found and found[0] == found[1] else Tail.CHANGED

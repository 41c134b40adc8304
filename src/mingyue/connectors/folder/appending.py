"""Recording: lines are added at the end of events.jsonl, whole and durable or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import cast

from mingyue import __version__
from mingyue.connectors.folder.disk import End, add, end_of, opened, read_from
from mingyue.connectors.folder.evidence import evidence_path
from mingyue.connectors.folder.faults import FolderError, full_disk
from mingyue.connectors.folder.lines import FORMAT, Line, Tail, decode, encode, judge, seal
from mingyue.connectors.folder.log import EVENTS, fault

_BEIJING = timezone(timedelta(hours=8))
_HAPPENED = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded. happened: "2026-04-12", or Beijing time "2026-04-12T10:30" or with seconds.

    data: JSON values (sums as text). key: the same entry with the same key is recorded once. evidence: what `keep` gave.
    """

    kind: str
    happened: str
    data: Mapping[str, object] = field(default_factory=dict)
    key: str | None = None
    note: str | None = None
    evidence: tuple[str, ...] = ()


def append(
    folder: str | Path, entries: Sequence[Entry], *, recorded: datetime, by: str, expect_head: str | None = None
) -> tuple[Line, ...]:
    """Records these entries in this order and returns their lines once they are safe on the disk.

    One writer at a time; others wait. An entry whose key is there already gives the earlier line, if kind, happened and data are
    the same. `expect_head`: record nothing if the file's last hash is another. What an interrupted writing left is moved to
    events.torn-<n>. Several entries are one writing, but a power cut may leave the first of them: give keys, then repeating
    is safe. Raises FolderError (nothing is recorded), OSError, ValueError for `recorded` without a time zone.
    """
    if recorded.tzinfo is None:
        raise ValueError("recorded needs a time zone")
    path = Path(folder) / EVENTS
    for entry in entries:
        _check(path.parent, entry)
    with full_disk("磁盘已满：这条记录没有写入，已有记录完好，请清理磁盘后再试。"), opened(path) as handle:
        end = end_of(handle)
        if expect_head not in {None, end.head}:
            raise FolderError(f"{EVENTS} 在读取之后又有新记录（现有 {end.seq} 条）：请重新查看台账后再记。")
        taken = _taken(handle, end, [entry.key for entry in entries if entry.key is not None])
        raws: list[bytes] = []
        result = []
        head = end.head
        for entry in entries:
            line = _earlier(taken, entry)
            if line is None:
                raws.append(sealed(entry, end.seq + len(raws) + 1, head, recorded, by))
                line = cast("Line", decode(raws[-1].decode()))
                head = line["hash"]
                if entry.key is not None:
                    taken[entry.key] = line
            result.append(line)
        if raws:
            add(handle, path, end, raws)
    return tuple(result)


def _check(folder: Path, entry: Entry) -> None:
    """Refuses what nobody could use later, before the file is touched."""
    try:
        valid = _HAPPENED.fullmatch(entry.happened) and datetime.fromisoformat(entry.happened)
    except ValueError:
        valid = None
    if not valid:
        raise FolderError(
            f"发生时间“{entry.happened[:40]}”无效：请写成 2026-04-12，或带北京时间写成 2026-04-12T10:30。"
        )
    for digest in entry.evidence:
        if not evidence_path(folder, digest).is_file():
            raise FolderError(f"证据 {digest[:12]}… 不在 evidence 文件夹里：请先收存文件再记录。")


def _taken(handle: int, end: End, keys: Sequence[str]) -> dict[str, Line]:
    """The lines that carry one of these keys. Only if there are keys is the whole file looked through, as bytes."""
    found: dict[str, Line] = {}
    data = read_from(handle, 0) if keys else b""
    if end.tail is Tail.WHOLE:
        data += b"\n"
    for key in set(keys):
        needle = b'"key":%b,' % _utf8(encode(key))
        at = data.find(needle)
        while (
            (stop := data.find(b"\n", at)) >= at >= 0
        ):  # what an interrupted writing left has no line feed and does not count
            line, wrong = judge(data[data.rfind(b"\n", 0, at) + 1 : stop])
            if line is None:
                raise fault(data.count(b"\n", 0, at) + 1, str(wrong))
            if line["key"] == key:  # else the words stand in some other member
                found[key] = line
                break
            at = data.find(needle, at + 1)
    return found


def _earlier(taken: Mapping[str, Line], entry: Entry) -> Line | None:
    """The line that an entry's key has already, None if it has none."""
    line = taken.get(entry.key) if entry.key is not None else None
    if line and _content(entry.kind, entry.happened, entry.data) != _content(
        line["kind"], line["happened"], line["data"]
    ):
        raise FolderError(f"幂等键“{entry.key}”已用于 {line['id']}，内容却不同：要记新的事，请换一个键。")
    return line


def _content(kind: str, happened: str, data: Mapping[str, object]) -> str:
    # Through the parser, so that an entry and a line that was read agree; as text, so that true is not 1.
    plain = decode(json.dumps(data, ensure_ascii=False, default=str))
    return json.dumps([kind, happened, plain], sort_keys=True, default=str)


def sealed(entry: Entry, seq: int, head: str, recorded: datetime, by: str) -> bytes:
    """The bytes of the line that an entry becomes behind the line with hash `head`, without line feed. Raises FolderError."""
    members = {
        "format": FORMAT,
        "mingyue": __version__,
        "seq": seq,
        "id": f"E{seq}",
        "key": entry.key,
        "kind": entry.kind,
        "happened": entry.happened,
        "recorded": recorded.astimezone(_BEIJING).isoformat(timespec="seconds"),
        "by": by,
        "note": entry.note,
        "evidence": entry.evidence,
        "data": entry.data,
        "prev": head,
    }
    return seal(_utf8(encode(members)))


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise FolderError("记录里有无法保存的字符（半个表情符号之类）：请删去后再记。") from error

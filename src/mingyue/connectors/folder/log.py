"""Reading events.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from mingyue.connectors.folder.faults import FolderError
from mingyue.connectors.folder.lines import GENESIS, MEMBERS, SEAL_BYTES, Line, Tail, decode, extras, problem, tail_of

EVENTS = "events.jsonl"
_BATCH = 1 << 16  # bytes that are read in one call of the parser
_RESTORE = "请从备份或 git 恢复原文件，更正请另记一条 correction。"


@dataclass(frozen=True, slots=True)
class Log:
    """The recorded events, oldest first, and what a reader should be told about the file."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last line: it vouches for all lines; 64 zeros where there is none."""
        return self.lines[-1]["hash"] if self.lines else GENESIS


def read(folder: str | Path) -> Log:
    """The events of a project folder; none where the file is not there yet.

    Each line's form, number, hash and link to the line before are checked; `verify` tells all faults and looks at the evidence.
    Raises FolderError, which names the file and the line; OSError.
    """
    try:
        return parse((Path(folder) / EVENTS).read_bytes())
    except FileNotFoundError:
        return Log(())


def parse(data: bytes) -> Log:
    """The events in the bytes of an events.jsonl, as `read` does."""
    whole, notes = settle(data)
    if b"\r" in whole:
        raise FolderError(
            f"{EVENTS} 第 {whole.count(10, 0, whole.index(13)) + 1} 行：换行被改成了 Windows 格式（CRLF），"
            f"请从备份恢复；用 git 管理时在 .gitattributes 写上 {EVENTS} -text 后重新检出。"
        )
    lines: list[Line] = []
    strange = []
    head = GENESIS
    for rows in _batches(whole):
        for number, row in enumerate(rows, len(lines) + 1):
            wrong = problem(row, number)
            if wrong:
                raise fault(number, wrong)
            if row["prev"] != head:
                raise fault(number, "与上一行接不上（有记录被删除、插入或改写）")
            head = row["hash"]
            if len(row) != len(MEMBERS):
                strange.append((number, row))
        lines += rows
    _check_seals(whole, lines)
    return Log(tuple(lines), (*notes, *(_newer(number, row) for number, row in strange)))


def _check_seals(whole: bytes, lines: Sequence[Line]) -> None:
    """Each line's hash over its own bytes: a changed sum must not be computed with. Raises FolderError."""
    for number, (raw, line) in enumerate(zip(whole.split(b"\n"), lines, strict=False), 1):
        if sha256(raw[:-SEAL_BYTES]).hexdigest() != line["hash"]:
            raise fault(number, "内容与散列值不符（被改动过，用 mingyue verify 查看）")


def settle(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The lines that count, each with its line feed, and what is to be told about the rest.

    Raises FolderError where the rest is no interrupted line.
    """
    cut = data.rfind(b"\n") + 1
    tail = tail_of(data[cut:])
    if tail is Tail.NOTHING:
        return data, ()
    number = data.count(b"\n") + 1
    if tail is Tail.CHANGED:
        raise fault(number, "行尾被改动过")
    if tail is Tail.WHOLE:
        return data + b"\n", (f"{EVENTS} 第 {number} 行末尾少一个换行，内容完整，照常计入",)
    return data[:cut], (
        f"{EVENTS} 第 {number} 行没有写完（写入时中断），从未确认，不计入；下次记录时移到 events.torn-1 之类的文件里保存",
    )


def fault(number: int, what: str) -> FolderError:
    """A broken line, and how to mend it."""
    return FolderError(f"{EVENTS} 第 {number} 行：{what}，{_RESTORE}")


def _batches(whole: bytes) -> Iterator[list[Any]]:
    """The values of the lines, some at a time: what one needs stays in the processor's cache."""
    start, first = 0, 1
    while start < len(whole):
        stop = whole.find(b"\n", start + _BATCH) + 1 or len(whole)
        rows = _rows(whole[start:stop], first)
        yield rows
        start, first = stop, first + len(rows)


def _rows(data: bytes, first: int) -> list[Any]:
    """The value of each line; `first` is the number of the first of them."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise fault(first + data.count(b"\n", 0, error.start), "不是 UTF-8 文字") from error
    # All lines as one array: one call of the parser, which shares the names of members. Whatever that cannot read, or reads as
    # another number of values than lines, is read again line by line to name the place. `\ud` may be half a character.
    if "\\" not in text or ("\\ud" not in text and "\\uD" not in text):
        try:
            rows = cast("list[Any]", decode(f"[{text[:-1].replace(chr(10), ',' + chr(10))}]"))
        except (ValueError, RecursionError):
            rows = []
        if len(rows) == text.count("\n"):
            return rows
    return [_row(number, line) for number, line in enumerate(text.split("\n")[:-1], first)]


def _row(number: int, line: str) -> object:
    if not line.strip():
        raise fault(number, "是空行")
    try:
        row = decode(line)
        json.dumps(row, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError) as error:
        raise fault(number, "不是有效的 JSON") from error
    return row


def _newer(number: int, line: Line) -> str:
    names = "、".join(extras(line))
    return f"{EVENTS} 第 {number} 行有本版本不认识的字段 {names}（由 mingyue {line['mingyue']} 写入），原样保留"

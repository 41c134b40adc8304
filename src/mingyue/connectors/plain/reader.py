"""A .txt or .md draft as a Document: verbatim but for line ends and characters that no text may hold."""

from __future__ import annotations

import re

from mingyue.connectors.plain.decode import decode
from mingyue.review.document import Block, Document, Unreadable

MAX_BYTES = 20_000_000
MAX_LINES = 200_000

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, lone surrogates and the two non-characters that XML cannot hold either.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MAX_FORBIDDEN = 0.01
_HEADING = re.compile(r"(#{1,6}) \S")


def read(data: bytes) -> Document:
    """The draft in these bytes, one block a line, anchored "line N" (from 1).

    Line ends become a line feed; a final one is kept, none is added. Forbidden characters become U+FFFD, one for one, with a
    note. Raises Unreadable for a file too large, of too many lines, of unknown encoding, or that is no text.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"文本有 {len(data) / 1e6:.0f} MB，超过上限 {MAX_BYTES // 1_000_000} MB：请只保留合同正文后再试。"
        )
    decoded, encoding = decode(data)
    text, notes = _clean(_NEWLINES.sub("\n", decoded))
    if not text.strip():
        raise Unreadable("文件里没有文字：请重新导出或索取合同文件。")
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise Unreadable(f"文本有 {lines} 行，超过上限 {MAX_LINES} 行：请只保留合同正文后再试。")
    if encoding not in {"utf-8", "utf-16-le", "utf-16-be"}:
        notes = (f"文件没有编码标记，按 {encoding.upper()} 读取", *notes)
    return Document(text, _blocks(text), "text", notes)


def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without forbidden characters, and a note where it had some."""
    first = _FORBIDDEN.search(text)
    if first is None:
        return text, _replaced(text)
    count = len(_FORBIDDEN.findall(text))
    if count > max(20, _MAX_FORBIDDEN * len(text)):
        raise Unreadable("文件内容不是文本（含大量控制字符）：请确认文件格式，或向供应商索取 Word（.docx）文件。")
    clean = _FORBIDDEN.sub("\ufffd", text)
    return clean, _replaced(clean)


def _replaced(text: str) -> tuple[str, ...]:
    at = text.find("\ufffd")
    if at < 0:
        return ()
    line = text.count("\n", 0, at) + 1
    return (f"有 {text.count(chr(0xFFFD))} 处无法显示的字符（第一处在第 {line} 行），以 \ufffd 表示，请核对原文",)


def _blocks(text: str) -> tuple[Block, ...]:
    blocks = []
    start = 0
    for index, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        heading = _HEADING.match(line)
        level = len(heading[1]) - 1 if heading else None
        blocks.append(Block(start, start + len(line), f"line {index}", level=level))
        start += len(line) + 1
    return tuple(blocks)

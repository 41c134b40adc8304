"""A PDF is read in a process of its own: a few kilobytes can make any PDF library work for hours, or crash it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from mingyue.review.document import Block, Document, Unreadable

MAX_SECONDS = 60.0
MAX_MEMORY_BYTES = 1_500_000_000
"""Address space of the reading process, where the system can limit it (Linux; not Windows or macOS)."""
_MEND = "请重新导出、只保留合同部分，或向供应商索取 Word（.docx）文件。"


def read(data: bytes, timeout_s: float = MAX_SECONDS) -> Document:
    """The draft in these bytes, as `reader.parse` reads it, within a time in seconds and MAX_MEMORY_BYTES.

    Raises Unreadable for what `parse` refuses and for a file that breaks these bounds.
    """
    command = [sys.executable, "-m", "mingyue.connectors.pdf", str(MAX_MEMORY_BYTES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=timeout_s, check=False)  # noqa: S603 - this very program
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"PDF 在 {timeout_s:.0f} 秒内没有读完，内容异常复杂：{_MEND}") from error
    if done.returncode == 1 and b"MemoryError" not in done.stderr:  # a slip of ours, not of the file: do not hide it
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    if done.returncode:
        raise Unreadable(f"PDF 已损坏或内容异常复杂，读取超出内存上限：{_MEND}")
    return unpack(json.loads(done.stdout))


def pack(result: Document | Unreadable) -> dict[str, Any]:
    """What came out of `parse` as JSON values."""
    if isinstance(result, Unreadable):
        return {"refused": str(result)}
    blocks = [(block.start, block.end, block.anchor, block.kind) for block in result.blocks]
    return {"text": result.text, "blocks": blocks, "notes": result.notes}


def unpack(values: dict[str, Any]) -> Document:
    """The document back from its JSON values; raises the Unreadable that they may hold."""
    if "refused" in values:
        raise Unreadable(values["refused"])
    blocks = tuple(Block(*block) for block in values["blocks"])
    return Document(values["text"], blocks, "pdf", tuple(values["notes"]))

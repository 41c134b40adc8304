"""The process that reads one PDF from standard input and writes JSON: `python -m mingyue.connectors.pdf BYTES`."""

from __future__ import annotations

import json
import sys

from mingyue.connectors.pdf.isolate import pack
from mingyue.connectors.pdf.reader import parse
from mingyue.review.document import Document, Unreadable


def _limit_memory(size: int) -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - exists on Unix only

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _outcome(data: bytes) -> Document | Unreadable:
    try:
        return parse(data)
    except Unreadable as refused:
        return refused


if __name__ == "__main__":
    _limit_memory(int(sys.argv[1]))
    sys.stdout.write(json.dumps(pack(_outcome(sys.stdin.buffer.read()))))

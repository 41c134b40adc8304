"""Word files (.docx): read as a person sees them, written back with tracked changes and comments, made anew from a contract."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mingyue.connectors.word.accepting import accept
from mingyue.connectors.word.lines import Places
from mingyue.connectors.word.reader import read_places
from mingyue.connectors.word.writer import write
from mingyue.review.document import Document

if TYPE_CHECKING:  # it takes 10 ms that who reads a file need not wait for
    from mingyue.drafting.tree import Draft

__all__ = ["Places", "accept", "compose", "read", "read_places", "write"]


def read(data: bytes) -> Document:
    """The text of a .docx, with automatic numbers, tables, notes, text boxes, headers and footers.

    Raises `Unreadable` when the file is damaged, encrypted, carries macros, exceeds the limits or is no Word file.
    """
    return read_places(data)[0]


def compose(draft: Draft, *, created: datetime) -> bytes:
    """A contract as a .docx: cover, table of contents filled in, automatic numbers, annexes, signature block.

    created: goes into the file's properties, as UTC where it names no zone. The same contract and date give the same bytes. The page
    numbers of the table of contents are counted, not measured: with other fonts than 宋体 and Times New Roman one may be off by a
    page until Word updates the table.
    """
    from mingyue.connectors.word.compose_file import compose as make  # noqa: PLC0415 - as above

    return make(draft, created=created)

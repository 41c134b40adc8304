"""Word files (.docx): read as a person sees them, written back with tracked changes and comments."""

from __future__ import annotations

from mingyue.connectors.word.lines import Places
from mingyue.connectors.word.reader import read_places
from mingyue.connectors.word.writer import write
from mingyue.review.document import Document

__all__ = ["Places", "read", "read_places", "write"]


def read(data: bytes) -> Document:
    """The text of a .docx, with automatic numbers, tables, notes, text boxes, headers and footers.

    Raises `Unreadable` when the file is damaged, encrypted, carries macros, exceeds the limits or is no Word file.
    """
    return read_places(data)[0]

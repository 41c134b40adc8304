r"""The text of a draft as values: what every reader (Word, PDF, plain text) hands to the engines.

`Document.text` is the one text that offsets, quotes and hashes refer to; `mingyue text FILE` prints exactly it.
It uses "\n" only, ends without a newline that the draft did not have, and holds one paragraph (or one table row) a line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

BlockKind = Literal["body", "row", "header", "footer", "footnote", "endnote", "textbox"]


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text: a paragraph, a table row, a note.

    start, end: offsets in `Document.text` (end exclusive, without the newline).
    anchor: where a person finds it, stable and short: "p12" (12th body paragraph, from 1), "t2r3" (table 2, row 3),
        "header1", "footnote2", "page 4" (PDF), "line 12" (plain text).
    number: the automatic number that the word processor shows ("第三条", "3.1.2", "(二)"), resolved and standing at the
        very start of the block's text; "" when the number is typed or there is none.
    level: outline level from 0 as the file states it (heading style or list level), None when it does not say.
    """

    start: int
    end: int
    anchor: str
    kind: BlockKind = "body"
    number: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of `Document.text`; `quote` is text[start:end], verbatim."""

    start: int
    end: int
    quote: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A draft as read.

    source: "docx", "pdf" or "text"; notes: what the reader wants the user to know, one sentence each (for example that
    tracked changes of an earlier reviewer were read as accepted).
    """

    text: str
    blocks: tuple[Block, ...]
    source: Literal["docx", "pdf", "text"] = "text"
    notes: tuple[str, ...] = ()
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(block.start for block in self.blocks))

    @property
    def sha256(self) -> str:
        """Hash of the UTF-8 bytes of the text, as the check result prints it."""
        return sha256(self.text.encode("utf-8")).hexdigest()

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset, or the one just before it; None in front of the first."""
        index = bisect_right(self._starts, offset) - 1
        return self.blocks[index] if index >= 0 else None

    def span(self, start: int, end: int) -> Span:
        """The span of these offsets, with its quote and anchor."""
        block = self.block_at(start)
        return Span(start, end, self.text[start:end], block.anchor if block else "")


class Unreadable(Exception):  # noqa: N818 - it names the state of the file, as the message does
    """A file that cannot be read. The message is one sentence for the user: the file's fault, its place, the mend."""

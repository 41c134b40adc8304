"""The text under construction, line by line, and where each piece of it stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from mingyue.connectors.word.names import Element
from mingyue.review.document import Block, BlockKind

JOINT: Final = " | "  # between the cells of a row


# text[start:end] is what this child of a w:r shows: a w:t, or a sign such as w:tab as a whole
Piece: TypeAlias = tuple[int, int, Element]
# text[start:end] is what this w:p shows, its automatic number included
Paragraph: TypeAlias = tuple[int, int, Element]
# the text from this offset on stands in this part
Story: TypeAlias = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the text stands in the file; roots: the parsed parts by name. What no piece covers, Word makes up itself."""

    pieces: tuple[Piece, ...]
    paragraphs: tuple[Paragraph, ...]
    stories: tuple[Story, ...]
    roots: dict[str, Element]


class Lines:
    """Collects text, blocks and places in reading order."""

    __slots__ = ("_anchor", "_level", "_number", "_start", "blocks", "kind", "paragraphs", "parts", "pieces", "size")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []
        self.paragraphs: list[Paragraph] = []
        self.kind: BlockKind = "body"
        self._start = 0
        self._anchor = self._number = ""
        self._level: int | None = None

    def begin(self, anchor: str, number: str = "", level: int | None = None) -> None:
        """Open a line."""
        if self.blocks:
            self.show("\n")
        self._start, self._anchor, self._number, self._level = self.size, anchor, number, level

    def end(self) -> None:
        """Close the line that is open."""
        self.blocks.append(Block(self._start, self.size, self._anchor, self.kind, self._number, self._level))

    def wrap(self, node: Element) -> None:
        """A line break inside a paragraph: the rest is a line of its own."""
        anchor = self._anchor
        self.end()
        self.sign("\n", node)
        self._start, self._anchor, self._number, self._level = self.size, anchor, "", None

    @property
    def blank(self) -> bool:
        """Whether the open line holds nothing so far."""
        return self.size == self._start

    def show(self, text: str) -> None:
        """Add text that the word processor makes up."""
        self.parts.append(text)
        self.size += len(text)

    def sign(self, text: str, node: Element) -> None:
        """Add what a node of the file shows."""
        start = self.size
        self.parts.append(text)
        self.size = end = start + len(text)
        self.pieces.append((start, end, node))

    def mark(self) -> tuple[int, int, int, int, int]:
        """A point to return to."""
        return self.size, len(self.parts), len(self.blocks), len(self.pieces), len(self.paragraphs)

    def since(self, mark: tuple[int, int, int, int, int]) -> str:
        """The text added after this point."""
        return "".join(self.parts[mark[1] :])

    def rewind(self, mark: tuple[int, int, int, int, int]) -> None:
        """Forget everything added after this point."""
        self.size = mark[0]
        del self.parts[mark[1] :], self.blocks[mark[2] :], self.pieces[mark[3] :], self.paragraphs[mark[4] :]

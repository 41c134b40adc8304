"""The text that a plan intends, as plain text: what stands there when every revision is accepted."""

from __future__ import annotations

from collections.abc import Iterable

from mingyue.redline.revision import Revision, in_order
from mingyue.review.document import Document


def preview(document: Document, revisions: Iterable[Revision]) -> str:
    """The draft with all revisions accepted; new paragraphs stand without the automatic number they would get.

    A paragraph whose words are all deleted goes with its number. Raises ValueError when revisions overlap.
    """
    text = document.text
    for revision in reversed(in_order(tuple(revisions), len(text))):
        start, end, new = revision.start, revision.end, revision.text
        if revision.action == "insert":
            start = end = _paragraph_end(document, start)
            new = "\n" + new
        elif revision.action == "delete":
            start, end = _with_line(document, start, end)
        if revision.action != "comment":
            text = text[:start] + new + text[end:]
    return text


def _paragraph_end(document: Document, offset: int) -> int:
    """The end of the paragraph at an offset, which may show as several lines."""
    block = document.block_at(offset)
    lines = [b for b in document.blocks if block and b.anchor == block.anchor and b.kind == block.kind]
    return lines[-1].end if lines else offset


def _with_line(document: Document, start: int, end: int) -> tuple[int, int]:
    """The line with its break when nothing of it is left, else the stretch itself."""
    block = document.block_at(start)
    if block is None or end != block.end or document.text[block.start + len(block.number) : start].strip():
        return start, end
    return block.start, min(end + 1, len(document.text))

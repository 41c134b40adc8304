"""A revision: one change or remark to be put into a draft, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Action = Literal["replace", "insert", "delete", "comment"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of `Document.text`, in offsets of that text (end exclusive).

    replace: [start, end) becomes `text`; start == end adds text at that point. A newline in `text` starts a new
        paragraph when the range reaches the end of its paragraph, else it is a line break.
    delete: [start, end) goes; a paragraph that is covered whole goes with its mark.
    insert: `text` is one or more new paragraphs (split at newlines) after the paragraph that holds `start`; they look
        like it. numbered: they take part in its automatic numbering and `text` carries no typed number; otherwise they
        have no automatic number.
    comment (the action): nothing changes, the remark alone is anchored on [start, end).
    comment (the value): the text of a Word comment beside the change, "" for none.
    """

    action: Action
    start: int
    end: int
    text: str = ""
    comment: str = ""
    numbered: bool = True


def in_order(revisions: tuple[Revision, ...], length: int) -> tuple[Revision, ...]:
    """The revisions of a text of this length, first to last; those at the same place keep their order.

    Raises ValueError when one lies outside the text, has nothing to say, or two of them overlap.
    """
    ordered = tuple(sorted(revisions, key=lambda revision: (revision.start, revision.end)))
    reached = 0
    for revision in ordered:
        if not 0 <= revision.start <= revision.end <= length:
            raise ValueError(f"revision outside the text of {length} characters: {revision}")
        if revision.action in {"delete", "comment"} and revision.start == revision.end:
            raise ValueError(f"revision of an empty range: {revision}")
        if revision.action == "insert":
            continue
        if revision.start < reached:
            raise ValueError(f"revision overlaps the one before it: {revision}")
        reached = revision.end
    return ordered

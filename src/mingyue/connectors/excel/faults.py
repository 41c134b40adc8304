"""What can be wrong with a table in a file."""

from __future__ import annotations

from mingyue.terms.errors import UserError


class TableError(UserError):
    """A table that cannot be written or read. The message is Chinese: one sentence a line, each with its sheet and cell."""

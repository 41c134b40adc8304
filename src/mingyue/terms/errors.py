"""The base of errors that a user can mend."""

from __future__ import annotations


class UserError(ValueError):
    """Something in the user's files or words is wrong. The message is for the user, in Chinese: one sentence a line."""

"""What happened in a review, for who tells people: sent after it is kept."""

from django.dispatch import Signal

checked = Signal()
"""A round was checked; round: Round."""
assigned = Signal()
"""A finding was given to somebody; item: Item, by: User."""
commented = Signal()
"""Somebody said something about a finding; comment: Comment."""

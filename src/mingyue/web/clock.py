"""The clock of the workspace: read here, handed down as an argument everywhere else. Days are Beijing's."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its time zone."""
    return timezone.localtime()


def today() -> date:
    """The day in Beijing."""
    return timezone.localdate()

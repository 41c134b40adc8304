"""When people are told: their quiet hours, and the hour of their digest. Times are Beijing's, a moment is an argument."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from mingyue.web.notices.models import Preference


def quiet(wished: Preference, now: datetime) -> bool:
    """Whether nothing is to be sent now."""
    hour, first, last = timezone.localtime(now).hour, wished.quiet_from, wished.quiet_until
    return first <= hour < last if first <= last else hour >= first or hour < last


def slot(wished: Preference, now: datetime) -> datetime:
    """The last time up to now at which a digest was to be sent."""
    local = timezone.localtime(now)
    found = local.replace(hour=wished.hour, minute=0, second=0, microsecond=0)
    if wished.rhythm == "weekly":
        found -= timedelta(days=(found.weekday() - wished.weekday) % 7)
    if found > local:
        found -= timedelta(days=7 if wished.rhythm == "weekly" else 1)
    return found

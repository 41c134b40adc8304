"""Background work of notices. Each job looks in the database for what is to be done: run twice it does nothing more."""

from __future__ import annotations

from datetime import timedelta

from mingyue.web import clock
from mingyue.web.jobs import by_clock, crontab
from mingyue.web.notices import dues, sending, telling, waiting
from mingyue.web.notices.models import Letter, Notice
from mingyue.web.people.models import User

_KEPT = timedelta(days=180)
_MOST = 500
"""Projects that are looked at in one minute; the others come in the next."""


@by_clock(crontab())
def tell_people() -> None:
    """Every minute: notices of ledgers that changed, then the letters that are due, then the post."""
    now = clock.now()
    for standing in list(dues.fresh()[:_MOST]):
        dues.look(standing, now=now)
    telling.gather(now)
    sending.post()


@by_clock(crontab(minute="*/5"))
def look_who_is_waited_for() -> None:
    """Every five minutes: what waits for each person, who can sign in and has a role."""
    today = clock.today()
    people = User.objects.filter(is_active=True, memberships__isnull=False).distinct()
    for user in list(people):
        waiting.look(user, today=today, now=clock.now())


@by_clock(crontab(minute="40", hour="3"))
def clear_away() -> None:
    """Letters and read notices of half a year ago are of no use any more."""
    old = clock.now() - _KEPT
    Letter.objects.filter(made__lt=old).delete()
    Notice.objects.filter(made__lt=old).exclude(read=None).exclude(kind="waiting").delete()

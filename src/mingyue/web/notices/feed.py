"""A person's calendar to subscribe to: an address that cannot be guessed and can be taken back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.notices import reach
from mingyue.web.notices.models import Feed
from mingyue.web.people.models import User
from mingyue.web.store.models import DueItem

_MOST = 2_000
_HOUR = timedelta(hours=1)
_BACK = timedelta(days=90)


@transaction.atomic
def make(person: User, *, now: datetime) -> str:
    """The token of a new address; the earlier one is void. It is told here and never again."""
    User.objects.select_for_update().get(pk=person.pk)
    revoke(person, now=now)
    token = secrets.token_urlsafe(32)
    Feed.objects.create(person=person, digest=_digest(token), made=now)
    return token


def revoke(person: User, *, now: datetime) -> bool:
    """The address is void; whether there was one."""
    return person.feeds.filter(revoked=None).update(revoked=now) > 0


def current(person: User) -> Feed | None:
    """The address that counts."""
    return person.feeds.filter(revoked=None).first()


def find(token: str, *, now: datetime) -> User | None:
    """Whose calendar the token opens; None for one that is void or never was, and for people who may not sign in."""
    found = Feed.objects.filter(digest=_digest(token), revoked=None, person__is_active=True)
    feed = found.select_related("person").first()
    if feed is None:
        return None
    if feed.fetched is None or now - feed.fetched > _HOUR:  # programs ask often: one write an hour says enough
        Feed.objects.filter(pk=feed.pk).update(fetched=now)
    person: User = feed.person
    return person


def calendar(person: User, *, now: datetime) -> bytes:
    """What is due in the projects that the person may see, as of now, in their language."""
    since = timezone.localdate(now) - _BACK
    items = reach.items(person).filter(due__gte=since).exclude(state="withheld").select_related("project")
    with translation.override(person.language):
        found = list(_entries(items.order_by("due", "pk")[:_MOST]))
        return api.agenda(found, title=_("明约：%(name)s") % {"name": person.name}, stamp=now)


def _entries(items: Iterable[DueItem]) -> Iterator[tuple[str, api.CalendarEntry]]:
    sides = {"buyer": _("【甲方】"), "vendor": _("【乙方】")}
    kinds = {"obligation": _("义务"), "payment": _("付款"), "date": _("关键日期")}
    for item in items:
        if item.due is not None:
            at = timezone.localtime(item.due_at).replace(tzinfo=None) if item.due_at else None
            told = _("项目：%(title)s") % {"title": item.project.title}
            words = (sides.get(item.side, "") + item.title, told, kinds.get(item.kind, item.kind))
            yield item.project.slug, api.CalendarEntry(item.key, item.due, at, *words, "open")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()

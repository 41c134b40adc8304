"""A person's inbox in the workspace."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from mingyue.web.notices.models import Letter, Notice
from mingyue.web.people.models import User


def unread(person: User) -> int:
    """How many notices they have not read; one query."""
    return Notice.objects.filter(person=person, read=None).count()


def notices(person: User, *, kind: str = "", only_unread: bool = False) -> QuerySet[Notice]:
    """The notices, newest first."""
    found = person.notices.select_related("project")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(read=None) if only_unread else found


def mark_read(person: User, pks: list[int] | None, *, now: datetime) -> int:
    """These, or with None all of them, are read; gives how many were not before."""
    mine = person.notices.filter(read=None)
    return (mine if pks is None else mine.filter(pk__in=pks)).update(read=now)


def failures(person: User) -> QuerySet[Letter]:
    """Letters that did not go out: given up, or tried in vain and waiting for the next try."""
    return person.notice_letters.exclude(fault="").exclude(state=Letter.SENT).order_by("-pk")

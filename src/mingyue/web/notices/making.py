"""Making notices: each person is told of a thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import translation

from mingyue.web.notices.models import Notice
from mingyue.web.people.models import User
from mingyue.web.store.models import Project


def tell(
    people: Iterable[User],
    kind: str,
    key: str,
    words: Callable[[], str],
    href: str,
    *,
    project: Project | None,
    now: datetime,
) -> None:
    """One notice for each of them, unless they were told of this key before. words: the title, made in each one's language."""
    rows = [Notice(person=person, kind=kind, key=key, href=href[:300], project=project, made=now) for person in people]
    for row in rows:
        with translation.override(row.person.language):
            row.title = " ".join(words().split())[:300]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)

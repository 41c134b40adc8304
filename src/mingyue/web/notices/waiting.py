"""Notices of what waits for a person: what the home page lists, from whichever page it comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from mingyue.web.notices.models import Notice
from mingyue.web.people.models import User
from mingyue.web.store.models import Project


def look(user: User, *, today: date, now: datetime) -> None:
    """Makes a notice of each task that is new, and puts those away that wait no more: the next of the same name is told again."""
    with translation.override(user.language):
        tasks: Sequence[Any] = import_string(settings.NOTICE_TASKS)(user, today)
    told = set(user.notices.filter(kind="given").values_list("href", flat=True))
    found = {_key(task): task for task in tasks if task.href not in told}
    gone = [each for each in user.notices.filter(kind="waiting", key__startswith="task:") if each.key not in found]
    for each in gone:
        each.key = f"done:{each.pk}"
        each.read = each.read or now
    Notice.objects.bulk_update(gone, ["key", "read"])
    slugs = {task.href: task.href.split("/")[2] for task in found.values() if task.href.startswith("/projects/")}
    places = {each.slug: each for each in Project.objects.filter(slug__in=slugs.values())}
    Notice.objects.bulk_create(
        [
            Notice(
                person=user,
                kind="waiting",
                key=key,
                title=task.title[:300],
                href=task.href[:300],
                made=now,
                project=places.get(slugs.get(task.href, "")),
            )
            for key, task in found.items()
        ],
        ignore_conflicts=True,
    )


def _key(task: Any) -> str:
    return "task:" + sha256(f"{task.href}\n{task.title}".encode()).hexdigest()

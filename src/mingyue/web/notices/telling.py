"""Gathering what a person was not told yet into few letters: one digest, and urgent ones with a pause between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mingyue.web.notices import channels
from mingyue.web.notices.models import MAIL, Letter, Notice, Preference
from mingyue.web.notices.timing import quiet, slot
from mingyue.web.people.models import User

PAUSE = timedelta(minutes=15)
"""Between two urgent letters to one person: what comes meanwhile waits for the next."""
_LONGEST_MAIL = 30_000
_NEXT = "\n\n"


def preference(person: User, now: datetime) -> Preference:
    """What they wish; the usual until they say otherwise."""
    return Preference.objects.get_or_create(person=person, defaults={"digested": now})[0]


def gather(now: datetime) -> None:
    """Makes the letters that are due."""
    kinds: dict[int, set[str]] = defaultdict(set)
    untold = Notice.objects.filter(told=None, person__is_active=True).order_by()
    for number, kind in untold.values_list("person_id", "kind").distinct():
        kinds[number].add(kind)
    wished = Preference.objects.in_bulk(kinds)
    for person in User.objects.filter(pk__in=kinds).order_by("pk"):
        wishes = wished.get(person.pk) or preference(person, now)
        if any(_goes(wishes, kind, now) for kind in kinds[person.pk]):
            _letters(person, now)


def _goes(wished: Preference, kind: str, now: datetime) -> bool:
    """Whether a notice of this kind is settled now: sent, or left to the inbox."""
    wish = wished.wish(kind)
    if wish == "inbox":
        return True
    if quiet(wished, now):
        return False
    paused = wished.urged is not None and now - wished.urged < PAUSE
    return (wish == "at_once" and not paused) or wished.digested < slot(wished, now)


@transaction.atomic
def _letters(person: User, now: datetime) -> None:
    """The letters of one person, under a lock: of two workers at once the second finds nothing more to tell."""
    wished = Preference.objects.select_for_update().get(person=person)
    untold = person.notices.filter(told=None).select_related("project").order_by("pk")
    settled = [each for each in untold if each.read or _goes(wished, each.kind, now)]
    told = [each for each in settled if not each.read and wished.wish(each.kind) != "inbox"]
    digest = wished.digested < slot(wished, now) and not quiet(wished, now)
    if told:
        _write(person, wished, told, now)
        wished.urged = now
    if digest:
        wished.digested = now
    wished.save(update_fields=["digested", "urged"])
    Notice.objects.filter(pk__in=[each.pk for each in settled]).update(told=now)


def _write(person: User, wished: Preference, told: Sequence[Notice], now: datetime) -> None:
    ways: Mapping[str, int] = {**({MAIL: _LONGEST_MAIL} if wished.mail else {}), **channels.longest(person)}
    with translation.override(person.language):
        subject = _("有 %(count)s 条通知") % {"count": len(told)} if len(told) > 1 else told[0].title[:80]
        Letter.objects.bulk_create(
            [
                Letter(
                    person=person,
                    way=way,
                    key=f"{told[0].pk}-{told[-1].pk}",
                    subject=subject,
                    text=text(told, longest),
                    made=now,
                    due=now,
                )
                for way, longest in ways.items()
            ],
            ignore_conflicts=True,
        )


def text(told: Sequence[Notice], longest: int) -> str:
    """Titles, projects and links; what does not fit into so many bytes is counted."""
    home = settings.URL
    head = _("【明约】您有 %(count)s 条通知") % {"count": len(told)}
    foot = _("全部通知：%(link)s") % {"link": home + reverse("inbox")}
    blocks = [_block(each, home) for each in told]
    for shown in range(len(blocks), -1, -1):
        rest = [_("另有 %(count)s 条没有列出。") % {"count": len(blocks) - shown}] if shown < len(blocks) else []
        found = _NEXT.join([head, *blocks[:shown], *rest, foot])
        if len(found.encode()) <= longest:
            return found
    return foot


def _block(notice: Notice, home: str) -> str:
    place = f"（{notice.project.title}）" if notice.project is not None else ""
    return f"· {notice.title}{place}\n{home}{notice.href}"

"""What happens elsewhere in the workspace and somebody should know of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from mingyue.web import clock
from mingyue.web.notices import reach
from mingyue.web.notices.making import tell
from mingyue.web.notices.models import Letter, Notice
from mingyue.web.people.models import Invitation, Membership, User
from mingyue.web.rounds import deciding, signals
from mingyue.web.rounds.models import Comment, Item, Round


def connect() -> None:
    """Listens from the start of the server on."""
    signals.assigned.connect(_assigned, dispatch_uid="notices.assigned")
    signals.commented.connect(_commented, dispatch_uid="notices.commented")
    signals.checked.connect(_checked, dispatch_uid="notices.checked")
    # by name: the notebook stands above this app, it uses the tables of pages
    post_save.connect(_remarked, sender=apps.get_model("notebook", "Remark"), dispatch_uid="notices.remarked")
    post_save.connect(_joined, sender=Invitation, dispatch_uid="notices.joined")
    post_delete.connect(_left, sender=Membership, dispatch_uid="notices.left")


def mentioned(text: str, people: Iterable[User]) -> Sequence[User]:
    """Who is called by @ and their whole name: of two names that fit the longer. An @ inside an address calls nobody."""
    named: dict[str, list[User]] = {}
    for person in people:
        named.setdefault(person.name, []).append(person)
    if not named:
        return []
    names = "|".join(re.escape(name) for name in sorted(named, key=len, reverse=True))
    called = re.findall(rf"(?<![0-9A-Za-z._-])[@＠]({names})", text)
    return [person for name in dict.fromkeys(called) for person in named[name]]


def _finding(item: Item) -> str:
    draft = item.round.draft
    href = reverse("review", args=[draft.project.slug, draft.pk, item.round.number])
    return f"{href}?f={item.number}#f{item.number}"


def _assigned(item: Item, by: User, **_more: Any) -> None:
    person, now = item.assignee, clock.now()
    if person is None or person == by:
        return
    words = partial(_say, gettext_noop("%(who)s 把审查意见指派给您：%(title)s"), who=by.name, title=item.title)
    key = f"given:{item.pk}:{now.date()}"  # given back and forth it is told again, once a day
    tell([person], "given", key, words, _finding(item), project=item.round.draft.project, now=now)


def _commented(comment: Comment, **_more: Any) -> None:
    item, by = comment.item, comment.by
    project = item.round.draft.project
    called = [person for person in mentioned(comment.text, deciding.people(project)) if person != by]
    words = partial(_say, gettext_noop("%(who)s 在审查意见的评论里提到您：%(title)s"), who=by.name, title=item.title)
    tell(called, "mention", f"comment:{comment.pk}", words, _finding(item), project=project, now=clock.now())


def _checked(round: Round, **_more: Any) -> None:  # noqa: A002 (the signal's word)
    if round.by is None or not round.by.is_active:
        return
    draft = round.draft
    words = partial(
        _say, gettext_noop("%(title)s第 %(number)s 轮审查完成"), title=f"{draft.title} ", number=round.number
    )
    href = reverse("review", args=[draft.project.slug, draft.pk, round.number])
    tell([round.by], "checked", f"round:{round.pk}", words, href, project=draft.project, now=clock.now())


def _remarked(instance: Any, *, created: bool, raw: bool = False, **_more: Any) -> None:
    if not created or raw:
        return
    project, by = instance.project, instance.by
    called = [who for who in mentioned(instance.text, reach.having(project, "tickets.see")) if who != by]
    words = partial(
        _say, gettext_noop("%(who)s 在问题单里提到您：%(title)s"), who=by.name, title=instance.ticket or project.title
    )
    href = reverse("tickets", args=[project.slug])
    tell(called, "mention", f"remark:{instance.pk}", words, href, project=project, now=clock.now())


def _joined(instance: Invitation, *, raw: bool = False, **_more: Any) -> None:
    if raw or instance.used is None or instance.by is None:
        return
    words = partial(_say, gettext_noop("%(who)s 接受了您的邀请"), who=instance.name or instance.email)
    project = instance.project
    href = reverse("members", args=[project.slug]) if project else reverse("workspace_people")
    tell([instance.by], "joined", f"joined:{instance.pk}", words, href, project=project, now=clock.now())


def _left(instance: Membership, **_more: Any) -> None:
    """Whoever has no role in a project any more keeps nothing of it: no notice, and no letter that waits."""
    held = set(Membership.objects.filter(user_id=instance.user_id).values_list("project_id", flat=True))
    if None in held:
        return
    mine = Notice.objects.filter(person_id=instance.user_id).exclude(project=None)
    mine.exclude(project_id__in=held).delete()
    Letter.objects.filter(person_id=instance.user_id, state=Letter.WAITING).delete()


def _say(sentence: str, **values: Any) -> str:
    """The sentence in the language at hand."""
    return _(sentence) % values

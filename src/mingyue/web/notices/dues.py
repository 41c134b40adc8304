"""Notices from the ledger: what is due soon or late, and instalments that may now be paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue.web.notices import reach
from mingyue.web.notices.making import tell
from mingyue.web.notices.models import Looked, Notice
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.store.models import DueItem, Project, Standing

WEEK, TOMORROW = timedelta(days=7), timedelta(days=1)
KINDS = ("late", "near", "soon", "gate")
_WAITING = ("open", "overdue", "released")
_MONEY = frozenset({Role.SPONSOR, Role.PROCUREMENT, Role.FINANCE})
_WORK = frozenset({Role.SPONSOR, Role.PROCUREMENT, Role.BUSINESS, Role.LEGAL, Role.IT})


@dataclass(frozen=True, slots=True)
class _News:
    """Something of an item that people are told of."""

    kind: str
    item: DueItem

    @property
    def key(self) -> str:
        """A new date is new news; an instalment that may be paid is told once."""
        day = "" if self.kind == "gate" else self.item.due
        return f"{self.kind}:{self.item.project_id}:{day}:{self.item.key}"

    def words(self) -> str:
        """In one line, without sums."""
        values = {"title": self.item.title, "day": self.item.due, "side": self._side()}
        if self.kind == "gate":
            return _("付款条件已满足，可以付款：%(title)s") % values
        if self.kind == "late":
            return _("已逾期（应于 %(day)s）：%(side)s%(title)s") % values
        return _("%(day)s 到期：%(side)s%(title)s") % values

    def _side(self) -> str:
        return {"buyer": _("【甲方】"), "vendor": _("【乙方】")}.get(self.item.side, "")


def fresh() -> QuerySet[Standing]:
    """Standings of which no notices were made yet."""
    seen = Looked.objects.filter(project=OuterRef("pk"), as_of=OuterRef("as_of"), head=OuterRef("head"))
    return Standing.objects.filter(~Exists(seen), project__archived=None).select_related("project").order_by("pk")


def look(standing: Standing, *, now: datetime) -> None:
    """Makes the notices of a project's due items. Safe to repeat."""
    project, today = standing.project, standing.as_of
    items = list(DueItem.objects.filter(project=project, state__in=_WAITING))
    team = reach.team(project)
    for item in items:
        for news in _news(item, today):
            _tell(news, team, project, now)
    _withdraw(project, {item.key for item in items}, now)
    Looked.objects.update_or_create(project=project, defaults={"as_of": today, "head": standing.head})


def _news(item: DueItem, today: date) -> Iterator[_News]:
    if item.kind == "payment":
        yield _News("gate", item)
    if item.due is None or item.due > today + WEEK:
        return
    kind = "late" if item.due < today else "near" if item.due <= today + TOMORROW else "soon"
    yield _News(kind, item)


def _tell(news: _News, team: Mapping[User, frozenset[Role]], project: Project, now: datetime) -> None:
    concerned = _MONEY if news.item.kind == "payment" else _WORK
    buyers = [user for user, roles in team.items() if roles & concerned]
    say = partial(tell, kind=news.kind, key=news.key, words=news.words, project=project, now=now)
    say(buyers, href=reverse("ledger_why", args=[project.slug, news.item.key]))
    if (news.item.side, news.item.kind) == ("vendor", "obligation"):
        guests = [user for user, roles in team.items() if roles == {Role.VENDOR}]
        say(guests, href=reverse("milestones", args=[project.slug]))


def _withdraw(project: Project, keys: set[str], now: datetime) -> None:
    """What was done meanwhile need not be told or read any more."""
    unread = Notice.objects.filter(project=project, kind__in=KINDS, read=None)
    gone = [each.pk for each in unread.only("key") if each.key.split(":", 3)[3] not in keys]
    Notice.objects.filter(pk__in=gone).update(read=now)

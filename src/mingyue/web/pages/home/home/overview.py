"""What the home page shows: sums over the projects one may see, what is due, and the list of projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import CAPABILITIES, Role
from mingyue.web.store.models import DueItem, Project, Standing

WEEK = timedelta(days=7)
_WAITING = ("open", "overdue", "released")


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose projects: all of them, or those of `buyer`; `guest`: those where one is the vendor's guest."""

    everywhere: bool
    buyer: frozenset[int]
    guest: frozenset[int]

    def projects(self) -> QuerySet[Project]:
        """Projects one may open."""
        mine = Project.objects.filter(archived=None)
        return mine if self.everywhere else mine.filter(pk__in=self.buyer | self.guest)

    def inside(self, name: str = "project") -> Q:
        """The condition for rows of projects whose ledger one may see, by the row's name of its project."""
        shown = Q(**{f"{name}__archived": None})
        return shown if self.everywhere else shown & Q(**{f"{name}__in": self.buyer})


def reach(user: User) -> Reach:
    """What this person may see of which projects."""
    ledger = CAPABILITIES["ledger.see"]
    mine: list[tuple[int | None, str]] = [(each.project_id, each.role) for each in Membership.objects.filter(user=user)]
    buyer = frozenset(project for project, role in mine if project is not None and Role(role) in ledger)
    return Reach(
        everywhere=any(project is None and Role(role) in ledger for project, role in mine),
        buyer=buyer,
        guest=frozenset(project for project, _ in mine if project is not None) - buyer,
    )


def figures(reach: Reach) -> Iterable[Mapping[str, Any]]:
    """For each currency: what may be paid now, what is withheld, what vendors owe us and may be lost, what is overdue."""
    sums = Standing.objects.filter(reach.inside()).exclude(currency="").values("currency")
    return [
        dict(row)
        for row in sums.annotate(
            payable=Sum("payable"),
            withheld=Sum("withheld"),
            risk=Sum("for_buyer"),
            owed=Sum("for_vendor"),
            number=Count("pk"),
        ).order_by("-number")
    ]


def due(reach: Reach, today: date, *, most: int = 30) -> list[DueItem]:
    """What is overdue or due within a week: first the oldest. A guest sees what the vendor owes in their projects."""
    guests = Q(project__in=reach.guest, side="vendor", kind="obligation")
    items = DueItem.objects.filter(reach.inside() | guests, due__lte=today + WEEK, state__in=_WAITING)
    return list(items.select_related("project").order_by("due", "pk")[:most])


def alerts(reach: Reach, *, most: int = 8) -> list[Standing]:
    """Projects whose ledger warns or cannot be computed."""
    warned = Standing.objects.filter(reach.inside()).filter(Q(warnings__gt=0) | ~Q(fault=""))
    return list(warned.select_related("project").order_by("-overdue", "-warnings", "pk")[:most])


def projects(reach: Reach, *, words: str = "", phase: str = "") -> QuerySet[Project]:
    """The projects one may open, by name or phase, those that need something first on top."""
    found = reach.projects().select_related("standing")
    if words:
        found = found.filter(
            Q(title__icontains=words) | Q(standing__vendor__icontains=words) | Q(standing__number__icontains=words)
        )
    return (found.filter(phase=phase) if phase else found).order_by(F("standing__next_due").asc(nulls_last=True), "-pk")


def tone(item: DueItem, today: date) -> str:
    """The colour of a due item."""
    if item.due is None:
        return ""
    return "bad" if item.due < today else "warn" if item.due == today else "info"

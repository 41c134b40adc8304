"""How far reviews are: the lists that pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse

from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES
from mingyue.web.rounds.models import Decision, Draft, Item, Round, State
from mingyue.web.store.models import Project


@dataclass(frozen=True, slots=True)
class Line:
    """A draft with its last round. found, high, open, open_high: numbers of its findings."""

    draft: Draft
    last: Round
    href: str
    found: int
    high: int
    open: int
    open_high: int

    @property
    def decided(self) -> int:
        """How many findings somebody decided on."""
        return self.found - self.open

    @property
    def state(self) -> Literal["done", "open", "blocked"]:
        """As the project's map says it."""
        if self.last.state == State.FAILED:
            return "blocked"
        return "open" if self.last.waits or self.open else "done"

    @property
    def sentence(self) -> str:
        """In one line."""
        told = f"{self.draft.title} 第 {self.last.number} 轮"
        if self.last.waits:
            return f"{told}：正在检查"
        return told if self.last.state == State.FAILED else f"{told}：已处理 {self.decided}/{self.found}"


def drafts(project: Project) -> list[Line]:
    """The drafts of a project, the newest first."""
    counted = Round.objects.defer("text", "result", "marks").annotate(
        found=Count("items"),
        high=Count("items", filter=Q(items__severity="high")),
        open=Count("items", filter=Q(items__decision=Decision.OPEN)),
        open_high=Count("items", filter=Q(items__decision=Decision.OPEN, items__severity="high")),
    )
    rows: Iterable[Draft] = project.drafts.prefetch_related(
        Prefetch("rounds", counted.select_related("by").order_by("-number"))
    ).order_by("-pk")
    return [_line(project, draft, draft.rounds.all()[0]) for draft in rows]


def _line(project: Project, draft: Draft, last: Round) -> Line:
    href = reverse("review", args=[project.slug, draft.pk, last.number])
    numbers = {name: getattr(last, name) for name in ("found", "high", "open", "open_high")}
    return Line(draft, last, href, **numbers)


def given_to(user: User, *, most: int = 20) -> QuerySet[Item]:
    """Open findings of newest rounds that this person was given and may still see."""
    roles = [role.value for role in CAPABILITIES["findings.see"]]
    mine = user.memberships.filter(role__in=roles)
    inside = Q(round__draft__project__in=mine.exclude(project=None).values("project"))
    if mine.filter(project=None).exists():
        inside = Q()
    found = Item.objects.filter(inside, assignee=user, decision=Decision.OPEN, round__number=F("round__draft__newest"))
    found = found.filter(round__draft__project__archived=None).select_related("round__draft__project")
    return found.only(
        "number", "title", "severity", "round__number", "round__draft__title", "round__draft__project__slug",
        "round__draft__project__title",
    ).order_by("-pk")[:most]  # fmt: skip

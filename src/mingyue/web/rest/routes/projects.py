"""Projects: those that the person has a role in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Router

from mingyue.web import clock
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role, allowed
from mingyue.web.rest.answers import answer, paged
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.repeats import once
from mingyue.web.rest.shapes import Cursor, Key, Limit, NewProject, Page, Slug
from mingyue.web.rest.shapes import Project as ProjectShape
from mingyue.web.store import projections
from mingyue.web.store.books import new_terms
from mingyue.web.store.models import Project, Standing

router = Router(tags=["项目"])
_FIGURES = [
    "as_of",
    "currency",
    "price",
    "paid",
    "payable",
    "withheld",
    "for_buyer",
    "for_vendor",
    "overdue",
    "next_due",
    "events",
    "fault",
]


@router.get("/projects", auth=Token("projects:read"), response=Page[ProjectShape], summary="我有角色的项目")
def projects(request: Call, cursor: Cursor = None, limit: Limit = 50) -> HttpResponse:
    """新的在前；归档的也在其中。"""
    everywhere, here = _roles(request.visit.user)
    found = Project.objects.select_related("standing").order_by("-pk")
    if not everywhere:
        found = found.filter(pk__in=here)
    if cursor:
        found = found.filter(pk__lt=int(cursor))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    items = [_told(each, everywhere | here[each.pk]) for each in shown]
    return paged(request, items, after=shown[-1].pk if len(rows) > limit else None)


@router.post(
    "/projects", auth=Token("projects:write", "project.create"), response={201: ProjectShape}, summary="新建项目"
)
def create(request: Call, body: NewProject, key: Key = None) -> HttpResponse:
    """可以带上 contract.yaml 的全文；条款有误就不建立。"""
    return once(request, key, lambda: _made(request, body))


@router.get("/projects/{slug}", auth=Token("projects:read", "project.see"), response=ProjectShape, summary="一个项目")
def project(request: Call, slug: Slug) -> HttpResponse:  # noqa: ARG001 (the guard has read it)
    """阶段和台账的主要数字。"""
    visit = request.visit
    return answer(request, _told(visit.purchase, visit.roles))


@transaction.atomic
def _made(call: Call, body: NewProject) -> HttpResponse:
    visit = call.visit
    made = Project.objects.create(title=body.title.strip(), phase=body.phase, created_by=visit.user)
    if body.terms:
        new_terms(made, body.terms, by=visit.user, reason="API")
        projections.refresh(made, as_of=clock.today())
    visit.note("project.create", made.title, slug=made.slug)
    headers = {"Location": f"{call.path}/{made.slug}"}
    return answer(call, _told(made, visit.roles), status=201, headers=headers)


def _roles(user: User) -> tuple[frozenset[Role], dict[int, frozenset[Role]]]:
    """Their roles everywhere, and those in single projects."""
    here: dict[int, frozenset[Role]] = defaultdict(frozenset)
    everywhere: frozenset[Role] = frozenset()
    for each in Membership.objects.filter(user=user):
        if each.project_id is None:
            everywhere |= {Role(each.role)}
        else:
            here[each.project_id] |= {Role(each.role)}
    return everywhere, here


def _told(project: Project, roles: Iterable[Role]) -> dict[str, Any]:
    standing: Standing | None = getattr(project, "standing", None)
    buyer = frozenset(roles) - {Role.VENDOR} or frozenset(roles)
    sees = standing is not None and allowed(buyer, "ledger.see")
    figures = {name: getattr(standing, name) for name in _FIGURES} if sees else None
    return {
        "slug": project.slug,
        "title": project.title,
        "phase": project.phase,
        "archived": project.archived is not None,
        "roles": sorted(buyer),
        "figures": figures,
    }

"""Everybody in the workspace: who may sign in, who has a role in all projects, who has a second factor."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from mingyue.web import clock
from mingyue.web.page import Page, Visit
from mingyue.web.pages.people import inviting
from mingyue.web.people import invitations
from mingyue.web.people.models import Membership, User

_SHOWN = 50


def view(visit: Visit) -> HttpResponse:
    """The page, and what its forms do."""
    if visit.request.method == "POST":
        return inviting.answer(visit, _ACTS, reverse("workspace_people"))
    return _show(visit, inviting.InviteForm(guests=False))


def _show(visit: Visit, form: inviting.InviteForm, sent: inviting.Sent | None = None) -> HttpResponse:
    words = visit.request.GET.get("q", "").strip()
    context = {
        "found": Paginator(_found(words), _SHOWN).get_page(visit.request.GET.get("page")),
        "words": words,
        "waiting": invitations.waiting(None, clock.now()),
        "form": form,
        "sent": sent if sent is not None and sent.link else None,
    }
    return visit.render("pages/people/workspace/template.html", context)


def _found(words: str) -> QuerySet[User]:
    people = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else User.objects.all()
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    held = Membership.objects.select_related("project").order_by("project_id", "role")
    return (
        people.annotate(factor=Exists(factor))
        .prefetch_related(Prefetch("memberships", queryset=held))
        .order_by("-is_active", "name", "pk")
    )


_ACTS = inviting.acts(_show, guests=False)
PAGES = (Page(path="people/", name="workspace_people", may="people.manage", write="people.manage", view=view),)

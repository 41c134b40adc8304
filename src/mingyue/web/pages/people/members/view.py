"""The people of a project: who has which role, whom one invites, whose invitation waits."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.urls import reverse

from mingyue.web import clock
from mingyue.web.page import Page, Visit
from mingyue.web.pages.people import inviting
from mingyue.web.people import invitations, team
from mingyue.web.people.roles import TITLES


def view(visit: Visit) -> HttpResponse:
    """The page, and what its forms do."""
    if visit.request.method == "POST":
        back = reverse("members", args=[visit.purchase.slug])
        return inviting.answer(visit, _ACTS, back)
    return _show(visit, inviting.InviteForm(guests=True))


def _show(visit: Visit, form: inviting.InviteForm, sent: inviting.Sent | None = None) -> HttpResponse:
    manages = visit.may("people.manage")
    here = [(user, list(held)) for user, held in groupby(team.members(visit.purchase), key=lambda each: each.user)]
    context = {
        "here": here,
        "everywhere": [(user, list(held)) for user, held in groupby(team.members(None), key=lambda each: each.user)],
        "waiting": invitations.waiting(visit.purchase, clock.now()) if manages else (),
        "form": form,
        "sent": sent if sent is not None and sent.link else None,
        "titles": TITLES,
        "manages": manages,
    }
    return visit.render("pages/people/members/template.html", context)


_ACTS = {**inviting.acts(_show, guests=True), "take": inviting.take}
PAGES = (
    Page(
        path="projects/<slug:slug>/people/",
        name="members",
        may="people.see",
        write="people.manage",
        view=view,
        nav="人员",
        rank=90,
    ),
)

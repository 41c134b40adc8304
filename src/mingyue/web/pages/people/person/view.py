"""One person, as an administrator sees them: their roles, and whether they may sign in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue.web.page import Page, Visit
from mingyue.web.pages.people import inviting
from mingyue.web.people import team
from mingyue.web.people.models import User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.store.models import Project


class RoleForm(forms.Form):
    """A role in all projects."""

    role = forms.TypedChoiceField(
        coerce=Role, choices=[(role.value, TITLES[role]) for role in Role if role != Role.VENDOR]
    )


def view(visit: Visit, person: int) -> HttpResponse:
    """The page, and what its forms do."""
    who = get_object_or_404(User, pk=person)
    if visit.request.method == "POST":
        acts = {name: _on(who, act) for name, act in _ACTS.items()}
        return inviting.answer(visit, acts, reverse("person", args=[who.pk]))
    context = {
        "person": who,
        "everywhere": list(who.memberships.filter(project=None).select_related("user").order_by("role")),
        "there": list(
            who.memberships.exclude(project=None).select_related("project").order_by("project__title", "role")
        ),
        "factor": Authenticator.objects.filter(user=who, type=Authenticator.Type.TOTP).exists(),
        "form": RoleForm(),
    }
    return visit.render("pages/people/person/template.html", context)


def _on(who: User, act: Any) -> inviting.Act:
    def acted(visit: Visit) -> None:
        act(visit, who)

    return acted


def _give(visit: Visit, who: User) -> None:
    form = RoleForm(visit.request.POST)
    if not form.is_valid():
        raise team.TeamError(_("请选择一个角色。"))
    inviting.give(visit, who, form.cleaned_data["role"])


def _take(visit: Visit, who: User) -> None:
    if not who.memberships.filter(pk=inviting.number(visit), project=None).exists():
        raise Http404
    inviting.take(visit)


def _shut_out(visit: Visit, who: User) -> None:
    team.shut_out(who, by=visit.user)
    visit.note("people.shut_out", who.name)
    messages.success(visit.request, _("%(name)s 已停用，正在进行的登录也已结束。") % {"name": who.name})


def _let_in(visit: Visit, who: User) -> None:
    team.let_in(who)
    visit.note("people.let_in", who.name)
    messages.success(visit.request, _("%(name)s 可以重新登录，角色和原来一样。") % {"name": who.name})


def _reset_factor(visit: Visit, who: User) -> None:
    team.reset_second_factor(who)
    visit.note("account.second_factor_reset", who.name)
    messages.success(visit.request, _("%(name)s 的两步验证已清除，下次只凭密码登录。") % {"name": who.name})


_ACTS = {"give": _give, "take": _take, "shut_out": _shut_out, "let_in": _let_in, "reset_factor": _reset_factor}


def sample(project: Project) -> dict[str, Any]:
    """Somebody."""
    return {"person": User.objects.create_user(f"somebody@{project.slug}.example", "某人").pk}


PAGES = (Page(path="people/<int:person>/", name="person", may="people.manage", write="people.manage", view=view),)

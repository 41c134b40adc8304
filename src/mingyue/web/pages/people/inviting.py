"""Inviting people: the form, what it does, and the link that is shown where no letter could be sent. For a project and for the workspace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue.web import clock
from mingyue.web.page import Visit
from mingyue.web.people import invitations, letters, team
from mingyue.web.people.models import Invitation, User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.people.team import TeamError


class InviteForm(forms.Form):
    """Whom, as what."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("邮箱"), max_length=254)
    role = forms.TypedChoiceField(label=gettext_lazy("角色"), coerce=Role)

    def __init__(self, data: Mapping[str, object] | None = None, *, guests: bool) -> None:
        super().__init__(data)
        offered = [(role.value, _(title)) for role, title in TITLES.items() if guests or role is not Role.VENDOR]
        self.fields["role"].choices = [("", _("请选择")), *offered]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that just went out. link: shown once, where no letter could be sent; else empty."""

    invitation: Invitation
    link: str


Act = Callable[[Visit], HttpResponse | None]
"""What a form of the page does: an answer, or None where the page shows itself anew."""
Show = Callable[[Visit, InviteForm, Sent | None], HttpResponse]
"""The page, with the form of invitations and what was just sent."""


def answer(visit: Visit, acts: Mapping[str, Act], back: str) -> HttpResponse:
    """Does what the form's `act` says; a rule of the team that forbids it is told on the page, which comes `back`."""
    act = acts.get(visit.request.POST.get("act", ""))
    if act is None:
        return HttpResponseBadRequest(_("没有这项操作。"), content_type="text/plain; charset=utf-8")
    try:
        said = act(visit)
    except TeamError as error:
        messages.error(visit.request, str(error))
        said = None
    return said or redirect(back)


def acts(show: Show, *, guests: bool) -> dict[str, Act]:
    """What the forms of `invite.html` do, on a page that `show` shows."""

    def told(visit: Visit, sent: Sent | None) -> HttpResponse | None:
        """Where the letter is out the page comes anew; else it shows the link, this once."""
        return show(visit, InviteForm(guests=guests), sent) if sent is not None and sent.link else None

    def invite(visit: Visit) -> HttpResponse | None:
        form = InviteForm(visit.request.POST, guests=guests)
        if not form.is_valid():
            return show(visit, form, None)
        try:
            return told(visit, _invite(visit, form))
        except TeamError as error:
            form.add_error(None, str(error))
            return show(visit, form, None)

    def again(visit: Visit) -> HttpResponse | None:
        return told(visit, _again(visit))

    return {"invite": invite, "again": again, "withdraw": _withdraw}


def _invite(visit: Visit, form: InviteForm) -> Sent | None:
    """Sends the invitation of a valid form; someone who has an account gets the role at once (None). Raises TeamError."""
    visit.count("invite")
    role, email = form.cleaned_data["role"], form.cleaned_data["email"].lower()
    known = User.objects.filter(email__iexact=email).first()
    if known is not None:
        give(visit, known, role)
        return None
    invitation, token = invitations.invite(
        email, form.cleaned_data["name"], role, project=visit.project, by=visit.user, now=clock.now()
    )
    visit.note("people.invite", email, role=role.value)
    return _sent(visit, invitation, token)


def give(visit: Visit, user: User, role: Role) -> None:
    """The role, a letter about it, an entry in the log. Raises TeamError."""
    team.give(user, role, visit.project)
    visit.note("people.role_give", user.name, role=role.value)
    where = visit.project.title if visit.project else _("全部项目")
    home = reverse("project", args=[visit.project.slug]) if visit.project else reverse("home")
    letters.given(user, role, where, visit.request.build_absolute_uri(home), visit.user)
    words = {"name": user.name, "role": _(TITLES[role])}
    messages.success(visit.request, _("%(name)s 现在有“%(role)s”的角色。") % words)


def take(visit: Visit) -> None:
    """Takes the role that the form names. Raises Http404, TeamError."""
    membership = team.members(visit.project).filter(pk=number(visit)).first()
    if membership is None:
        raise Http404
    team.take(membership)
    visit.note("people.role_take", membership.user.name, role=membership.role)
    words = {"name": membership.user.name, "role": _(TITLES[Role(membership.role)])}
    messages.success(visit.request, _("已取消 %(name)s 的“%(role)s”角色。") % words)


def _again(visit: Visit) -> Sent:
    """Sends a waiting invitation with a new link."""
    visit.count("invite")
    invitation = _waiting(visit)
    token = invitations.renew(invitation, now=clock.now())
    visit.note("people.invite_again", invitation.email, role=invitation.role)
    return _sent(visit, invitation, token)


def _withdraw(visit: Visit) -> None:
    """Takes a waiting invitation back."""
    invitation = _waiting(visit)
    invitations.withdraw(invitation, now=clock.now())
    visit.note("people.withdraw", invitation.email, role=invitation.role)
    messages.success(visit.request, _("已撤回给 %(email)s 的邀请，链接不能再用。") % {"email": invitation.email})


def number(visit: Visit) -> int:
    """The `id` of the form. Raises Http404 where it is none."""
    said = visit.request.POST.get("id", "")
    if not said.isdecimal():
        raise Http404
    return int(said)


def _waiting(visit: Visit) -> Invitation:
    found = invitations.waiting(visit.project, clock.now()).filter(pk=number(visit)).first()
    if found is None:
        raise Http404
    return found


def _sent(visit: Visit, invitation: Invitation, token: str) -> Sent:
    link = visit.request.build_absolute_uri(reverse("invitation", args=[token]))
    if letters.invited(invitation, link):
        messages.success(visit.request, _("邀请已发到 %(email)s，七天内有效。") % {"email": invitation.email})
        return Sent(invitation, "")
    return Sent(invitation, link)

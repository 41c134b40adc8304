"""Accepting an invitation: one sets a password, or takes the new role with the account one has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue.web import clock
from mingyue.web.page import ANYBODY, Page, Visit
from mingyue.web.people import audit, invitations
from mingyue.web.people.models import Invitation, User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.people.team import TeamError
from mingyue.web.store.models import Project

_TEMPLATE = "pages/people/invitation/template.html"
_rules = lazy(password_validators_help_text_html, str)


class AcceptForm(forms.Form):
    """A name and a password; the first administrator also says the address."""

    email = forms.EmailField(label=gettext_lazy("邮箱"), max_length=254, help_text=gettext_lazy("以后用它登录"))
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60)
    password1 = forms.CharField(
        label=gettext_lazy("密码"),
        strip=False,
        help_text=_rules(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("密码，再输入一次"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invitation: Invitation, data: Any = None) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.address = invitation.email
        if invitation.email:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """The rules of passwords, which also compare it with the name and the address."""
        told = super().clean() or {}
        first, again = told.get("password1"), told.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("两次输入的密码不一样。"))
        if first:
            who = User(email=told.get("email") or self.address, name=told.get("name", ""))
            try:
                validate_password(first, who)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return told


def view(visit: Visit, token: str) -> HttpResponse:
    """The form; where the link is void, why."""
    invitation = invitations.find(token, clock.now())
    if invitation is None:
        return visit.render(_TEMPLATE, {"void": True}, status=410)
    known = User.objects.filter(email=invitation.email).first() if invitation.email else None
    if known is not None:
        return _with_account(visit, invitation, known)
    form = AcceptForm(invitation, visit.request.POST if visit.request.method == "POST" else None)
    if form.is_valid() and (done := _accepted(visit, invitation, form)):
        return done
    return _show(visit, invitation, form=form)


def _show(visit: Visit, invitation: Invitation, **more: Any) -> HttpResponse:
    context = {"invitation": invitation, "title": TITLES[Role(invitation.role)], **more}
    answer = visit.render(_TEMPLATE, context)
    # the address is a secret; "no-referrer" would also hide the origin of the form that is sent, and CSRF would refuse it
    answer["Referrer-Policy"] = "same-origin"
    return answer


def _accepted(visit: Visit, invitation: Invitation, form: AcceptForm) -> HttpResponse | None:
    said = form.cleaned_data
    try:
        user = invitations.accept(
            invitation, email=said.get("email", ""), name=said["name"], password=said["password1"], now=clock.now()
        )
    except TeamError as error:
        form.add_error(None, str(error))
        return None
    _note(visit, invitation, user)
    messages.success(visit.request, _("账号已经建好，请登录。"))
    return redirect("account_login")


def _with_account(visit: Visit, invitation: Invitation, known: User) -> HttpResponse:
    """An account came to be after the invitation: its owner signs in and takes the role."""
    mine = visit.request.user == known
    if not mine or visit.request.method != "POST":
        return _show(visit, invitation, known=known, mine=mine)
    try:
        invitations.join(invitation, known, now=clock.now())
    except TeamError as error:
        messages.error(visit.request, str(error))
        return _show(visit, invitation, known=known, mine=mine)
    _note(visit, invitation, known)
    return redirect("project", slug=invitation.project.slug) if invitation.project else redirect("home")


def _note(visit: Visit, invitation: Invitation, user: User) -> None:
    address = audit.address(visit.request)
    audit.note("people.accept", user.name, user=user, project=invitation.project, address=address, role=invitation.role)


def sample(project: Project) -> dict[str, Any]:
    """The link of an invitation that waits."""
    by = User.objects.create_user(f"host@{project.slug}.example", "邀请人")
    _kept, token = invitations.invite("guest@example.com", "来宾", Role.VENDOR, project=project, by=by, now=clock.now())
    return {"token": token}


PAGES = (Page(path="invitation/<str:token>/", name="invitation", may=ANYBODY, write=ANYBODY, rate="link", view=view),)

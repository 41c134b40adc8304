"""One's own API tokens: made (their text is shown once), seen, revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import SIGNED_IN, Page, Visit
from mingyue.web.rest import tokens
from mingyue.web.rest.models import ApiToken
from mingyue.web.rest.scopes import SCOPES


class TokenForm(forms.Form):
    """What a token is for, what it may do, how long."""

    name = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=60,
        help_text=gettext_lazy("如：财务系统同步付款；日后凭它认出这个令牌。"),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("权限范围"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("期限"),
        coerce=int,
        choices=list(
            zip(tokens.LIVES, (gettext_lazy("30 天"), gettext_lazy("90 天"), gettext_lazy("一年")), strict=True)
        ),
        initial=90,
    )


def view(visit: Visit) -> HttpResponse:
    """The list and the form; `id` revokes a token."""
    post = visit.request.POST
    if visit.request.method == "POST" and "id" in post:
        return _revoke(visit, post["id"])
    form = TokenForm(post if visit.request.method == "POST" else None)
    text = ""
    if form.is_valid():
        told: dict[str, Any] = form.cleaned_data
        try:
            token, text = tokens.make(visit.user, told["name"], told["scopes"], days=told["days"], now=clock.now())
        except UserError as error:
            form.add_error(None, str(error))
        else:
            visit.note("token.make", token.name, scopes=token.scopes, days=told["days"])
            form = TokenForm()
    now = clock.now()
    mine = ApiToken.objects.filter(user=visit.user).order_by("-pk")[:60]
    rows = [(each, each.alive(now), [SCOPES[scope] for scope in each.scopes]) for each in mine]
    rows.sort(key=lambda row: not row[1])
    status = 422 if form.errors else 200
    response = visit.render(
        "pages/people/tokens/template.html", {"form": form, "text": text, "rows": rows}, status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def _revoke(visit: Visit, said: str) -> HttpResponse:
    token = ApiToken.objects.filter(user=visit.user, revoked=None, pk=int(said)).first() if said.isdecimal() else None
    if token is None:
        raise Http404
    tokens.revoke(token, clock.now())
    visit.note("token.revoke", token.name)
    messages.success(visit.request, _("令牌“%(name)s”已撤销，用它的程序立即不能再访问。") % {"name": token.name})
    return redirect("tokens")


PAGES = (Page(path="me/tokens/", name="tokens", may=SIGNED_IN, write=SIGNED_IN, view=view),)

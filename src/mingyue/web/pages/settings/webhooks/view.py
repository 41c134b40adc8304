"""Webhooks of a project: the addresses, adding one; of one address its messages, a test, sending again, pausing, removing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Visit
from mingyue.web.rest.models import State, Webhook, WebhookDelivery
from mingyue.web.rest.webhooks import managing, queueing
from mingyue.web.store.models import Project

_FOLDER = "pages/settings/webhooks"
_SHOWN = 50
_TONES = {State.DELIVERED: "good", State.FAILED: "bad", State.WAITING: "info"}


class WebhookForm(forms.Form):
    """An address and what it is told of."""

    url = forms.CharField(
        label=gettext_lazy("接收地址"), max_length=500, help_text=gettext_lazy("如 https://hooks.example.com/mingyue")
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("推送哪些事件"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("一个也不选就是全部。"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = self.fields["kinds"]
        if isinstance(kinds, forms.MultipleChoiceField):
            kinds.choices = [(name, _(kind.title)) for name, kind in api.event_kinds().items()]


def view(visit: Visit) -> HttpResponse:
    """The list and the form."""
    form = WebhookForm(visit.request.POST if visit.request.method == "POST" else None)
    secret = ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            hook, secret = managing.add(visit.purchase, told["url"].strip(), told["kinds"], by=visit.user)
        except UserError as error:
            form.add_error("url", str(error))
        else:
            visit.note("webhook.add", hook.url, kinds=hook.kinds)
            form = WebhookForm()
    titles = {name: kind.title for name, kind in api.event_kinds().items()}
    hooks = Webhook.objects.filter(project=visit.purchase).order_by("pk")
    rows = [(each, "、".join(_(titles[kind]) for kind in each.kinds if kind in titles)) for each in hooks]
    values = {"form": form, "secret": secret, "rows": rows}
    response = visit.render(f"{_FOLDER}/template.html", values, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def one(visit: Visit, number: int) -> HttpResponse:
    """The messages of one address; its buttons."""
    hook = Webhook.objects.filter(project=visit.purchase, pk=number).select_related("project").first()
    if hook is None:
        raise Http404
    if visit.request.method == "POST":
        return _act(visit, hook)
    found = list(hook.deliveries.order_by("-created", "-pk")[:_SHOWN])
    rows = [(each, _TONES[State(each.state)]) for each in found]
    values = {"hook": hook, "rows": rows, "most": _SHOWN, "tries": queueing.MOST_TRIES}
    return visit.render(f"{_FOLDER}/one.html", values)


def _act(visit: Visit, hook: Webhook) -> HttpResponse:
    act, request = visit.request.POST.get("act", ""), visit.request
    if act == "remove":
        visit.note("webhook.remove", hook.url)
        hook.delete()
        messages.success(request, _("推送地址已删除。"))
        return redirect("webhooks", slug=visit.purchase.slug)
    if act == "test":
        managing.test(hook)
        messages.success(request, _("测试消息已交给后台发送，结果稍后在下面的记录里。"))
    elif act in {"pause", "resume"}:
        managing.pause(hook, clock.now() if act == "pause" else None)
        visit.note("webhook.pause" if act == "pause" else "webhook.resume", hook.url)
        messages.success(request, _("推送已暂停。") if act == "pause" else _("推送已恢复。"))
    elif act == "again":
        queueing.again(_delivery(hook, request.POST.get("delivery", "")))
        messages.success(request, _("已交给后台重新发送。"))
    else:
        raise Http404
    return redirect("webhook", slug=visit.purchase.slug, number=hook.pk)


def _delivery(hook: Webhook, said: str) -> WebhookDelivery:
    found = hook.deliveries.filter(pk=int(said)).first() if said.isdecimal() else None
    if found is None:
        raise Http404
    return found


def sample(project: Project) -> dict[str, Any]:
    """A webhook, for the tests that walk all pages."""
    return {"number": Webhook.objects.create(project=project, url="https://hooks.example.com/", secret="").pk}


PAGES = (
    Page(
        "projects/<slug:slug>/webhooks/",
        "webhooks",
        "settings.edit",
        view,
        write="settings.edit",
        nav="推送",
        rank=96,
    ),
    Page("projects/<slug:slug>/webhooks/<int:number>/", "webhook", "settings.edit", one, write="settings.edit"),
)

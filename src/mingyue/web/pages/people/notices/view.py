"""How one wants to be told: of what, when, by mail and robots; one's calendar; what could not be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.notices import channels, feed, inbox, sending, telling
from mingyue.web.notices.models import Channel
from mingyue.web.page import SIGNED_IN, Page, Visit
from mingyue.web.pages.people.notices.forms import RobotForm, WishForm

_FILES = "django.core.mail.backends.filebased.EmailBackend"
_BETWEEN_TESTS = 20  # seconds


def view(visit: Visit) -> HttpResponse:
    """The page; `act` says which of its forms was sent."""
    if visit.request.method != "POST":
        return _show(visit)
    act = _ACTS.get(visit.request.POST.get("act", ""))
    if act is None:
        messages.error(visit.request, _("没有这个操作：请刷新页面。"))
        return redirect("notice_settings")
    try:
        answer = act(visit)
    except UserError as error:
        messages.error(visit.request, str(error))
        answer = None
    return answer or redirect("notice_settings")


def _show(
    visit: Visit, *, wishes: WishForm | None = None, robots: Mapping[str, RobotForm] | None = None, address: str = ""
) -> HttpResponse:
    wished = telling.preference(visit.user, clock.now())
    kept = {each.kind: each for each in visit.user.notice_channels.all()}
    kinds = api.robot_kinds().items()
    forms = {kind: RobotForm(kind, example) for kind, (_title, example, _longest) in kinds} | dict(robots or {})
    context = {
        "wishes": wishes or WishForm(instance=wished),
        "robots": [(kind, _(title), kept.get(kind), forms[kind]) for kind, (title, _example, _longest) in kinds],
        "feed": feed.current(visit.user),
        "address": address,
        "letters": inbox.failures(visit.user)[:10],
        "mail_reaches_nobody": settings.EMAIL_BACKEND == _FILES,
    }
    return visit.render("pages/people/notices/template.html", context)


def _wishes(visit: Visit) -> HttpResponse | None:
    form = WishForm(visit.request.POST, instance=telling.preference(visit.user, clock.now()))
    if not form.is_valid():
        return _show(visit, wishes=form)
    form.save()
    visit.note("notice.wishes", visit.user.name, fields=form.changed_data)
    messages.success(visit.request, _("已保存。"))
    return None


def _robot(visit: Visit) -> HttpResponse | None:
    kind = _kind(visit)
    form = RobotForm(kind, api.robot_kinds()[kind][1], visit.request.POST)
    if form.is_valid():
        try:
            sent = form.cleaned_data
            channels.keep(visit.user, kind, sent["address"], secret=sent.get("secret", ""), now=clock.now())
        except UserError as error:
            form.add_error("address", str(error))
    if form.errors:
        return _show(visit, robots={kind: form})
    visit.note("notice.robot", api.robot_kinds()[kind][0])
    messages.success(visit.request, _("已保存。请发一条测试消息，看看群里能不能收到。"))
    return None


def _kind(visit: Visit) -> str:
    kind = visit.request.POST.get("kind", "")
    if kind not in api.robot_kinds():
        raise channels.ChannelError(_("没有这种机器人：请刷新页面。"))
    return kind


def _test(visit: Visit) -> None:
    channel = get_object_or_404(Channel, person=visit.user, kind=_kind(visit))
    channels.test(channel, now=clock.now())
    messages.success(visit.request, _("测试消息已发出，请到群里看。"))


def _test_mail(visit: Visit) -> None:
    if not cache.add(f"mail-test-{visit.user.pk}", 1, _BETWEEN_TESTS):
        raise channels.ChannelError(_("刚刚测试过：请等 20 秒再试。"))
    text = _("【明约】这是一条测试消息：通知会发到这里。")
    try:
        sending.mail(visit.user.email, _("测试"), text, name=f"test-{visit.user.pk}-{clock.now():%Y%m%d%H%M%S}")
    except (OSError, SMTPException):
        raise channels.ChannelError(_("邮件没有发出去：请管理员核对邮件服务器的设置（EMAIL_URL）。")) from None
    messages.success(visit.request, _("测试邮件已发到 %(email)s。") % {"email": visit.user.email})


def _remove(visit: Visit) -> None:
    kind = _kind(visit)
    visit.user.notice_channels.filter(kind=kind).delete()
    visit.note("notice.robot_remove", api.robot_kinds()[kind][0])
    messages.success(visit.request, _("已删除，通知不再发到这个群。"))


def _calendar(visit: Visit) -> HttpResponse:
    token = feed.make(visit.user, now=clock.now())
    visit.note("notice.calendar", visit.user.name)
    return _show(visit, address=settings.URL + reverse("calendar_feed", args=[token]))


def _revoke(visit: Visit) -> None:
    if feed.revoke(visit.user, now=clock.now()):
        visit.note("notice.calendar_revoke", visit.user.name)
    messages.success(visit.request, _("订阅地址已停用，再也打不开。"))


def _again(visit: Visit) -> None:
    number = visit.request.POST.get("letter", "")
    found = inbox.failures(visit.user).filter(pk=int(number) if number.isdecimal() else 0).first()
    if found is not None:
        sending.again(found, now=clock.now())
    messages.success(visit.request, _("马上再发一次，结果会显示在这里。"))


_ACTS: Mapping[str, Callable[[Visit], HttpResponse | None]] = {
    "wishes": _wishes,
    "robot": _robot,
    "robot_test": _test,
    "robot_remove": _remove,
    "mail_test": _test_mail,
    "calendar": _calendar,
    "calendar_revoke": _revoke,
    "again": _again,
}
PAGES = (Page(path="account/notices/", name="notice_settings", may=SIGNED_IN, write=SIGNED_IN, view=view),)

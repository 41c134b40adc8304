"""Where one is signed in, and ending a session that should not be."""

from __future__ import annotations

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue.web.page import SIGNED_IN, Page, Visit

_BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "微信"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """The browser and the system that a User-Agent names, in words; the header itself where it names none that is known."""
    browser = next((title for mark, title in _BROWSERS if mark in agent), "")
    system = next((title for mark, title in _SYSTEMS if mark in agent), "")
    return " · ".join(word for word in (browser, system) if word) or agent[:60] or _("没有说明")


def view(visit: Visit) -> HttpResponse:
    """The list; `id` ends one session, `others` all but this one."""
    if visit.request.method == "POST":
        _end(visit)
        return redirect("sessions" if visit.request.user.is_authenticated else "account_login")
    found = UserSession.objects.purge_and_list(visit.user)
    rows = [(each, device(each.user_agent), each.is_current()) for each in found]
    rows.sort(key=lambda row: (not row[2], -row[0].created_at.timestamp()))
    return visit.render("pages/people/sessions/template.html", {"rows": rows})


def _end(visit: Visit) -> None:
    visit.note("account.session_end", visit.user.name, which=visit.request.POST.get("id", "others"))
    if "id" not in visit.request.POST:
        end_other_sessions(visit.request, visit.user)
        messages.success(visit.request, _("其他设备上的登录已全部结束。"))
        return
    said = visit.request.POST["id"]
    mine = list(UserSession.objects.filter(user=visit.user, pk=int(said))) if said.isdecimal() else []
    if not mine:
        raise Http404
    end_sessions(visit.request, mine)
    messages.success(visit.request, _("已结束这个登录。"))


PAGES = (Page(path="account/sessions/", name="sessions", may=SIGNED_IN, write=SIGNED_IN, view=view),)

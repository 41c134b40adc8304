"""Words of the templates that every page uses: money, days, states, links of the project's menu."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mingyue.web.notices import inbox
from mingyue.web.page import Visit, pages
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role, allowed

register = template.Library()

_SIGNS = {"CNY": "¥", "USD": "US$", "EUR": "€", "HKD": "HK$", "GBP": "£", "JPY": "JP¥"}


@register.filter
def money(value: object, currency: str = "CNY") -> str:
    """¥1,234.50; a dash where there is no sum."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return "—"
    sign = _SIGNS.get(currency or "CNY", f"{currency} ")
    return f"{'−' if amount < 0 else ''}{sign}{abs(amount):,.2f}"


@register.filter
def day(value: object) -> str:
    """2026-11-23 in Chinese, 23 Nov 2026 in English; takes a date or its ISO text."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    if not isinstance(value, date):
        return "—"
    plain = value.date() if isinstance(value, datetime) else value
    return date_format(plain, "j M Y") if get_language() == "en" else plain.isoformat()


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the project's menu. current: "page" where one is on that very page, "true" on a page below it."""

    words: str
    href: str
    current: str = ""


@register.simple_tag(takes_context=True)
def project_menu(context: dict[str, Any]) -> tuple[Link, ...]:
    """The links for this visitor to the pages of the project at hand; the one of which they are on a page, or below, is marked."""
    visit = context.get("visit")
    if not isinstance(visit, Visit) or visit.project is None:
        return ()
    slug = {"slug": visit.project.slug}
    shown = [page for page in pages() if page.nav and "<slug:slug>" in page.path and visit.may(page.may)]
    places = {page.name: reverse(page.name, kwargs=slug) for page in shown}
    here = visit.request.path
    current = _section(places, here, _under(visit.request))
    said = "page" if here == places.get(current) else "true"
    return tuple(Link(page.nav, places[page.name], said if page.name == current else "") for page in shown)


def _section(places: Mapping[str, str], here: str, under: str) -> str:
    """The name of the page in the menu that one is on or below: the longest address that fits. All stands below the project's own page."""
    if under in places:
        return under
    fits = [name for name, place in places.items() if here == place or (name != "project" and here.startswith(place))]
    return max(fits, key=lambda name: len(places[name]), default="")


def _under(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else None
    return next((page.under for page in pages() if page.name == name), "")


@register.simple_tag
def chip(text: str, tone: str = "") -> SafeString:
    """A small label; tone: good, warn, bad, info or nothing."""
    return format_html('<span class="chip {}">{}</span>', tone, text)


@register.simple_tag(takes_context=True)
def everywhere_may(context: dict[str, Any], capability: str) -> bool:
    """Whether they have the capability in the workspace as a whole: for links that stand on every page."""
    visit, user = context.get("visit"), context.get("user")
    if isinstance(visit, Visit):
        return allowed(visit.everywhere, capability)
    if not isinstance(user, User):
        return False
    held = user.memberships.filter(project=None).values_list("role", flat=True)
    return allowed((Role(role) for role in held), capability)


@register.simple_tag(takes_context=True)
def unread(context: dict[str, Any]) -> int:
    """How many notices the visitor has not read; one query."""
    user = context.get("user")
    return inbox.unread(user) if isinstance(user, User) else 0


@register.filter
def unprompted(field: BoundField) -> SafeString:
    """The field without a grey example in it: its label says all, and stays."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def may(visit: Visit, capability: str) -> bool:
    """{% if visit|may:"findings.decide" %}"""
    return visit.may(capability)

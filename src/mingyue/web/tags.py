"""Words of the templates that every page uses: money, days, states, links of the project's menu."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mingyue.web.page import Page, Visit
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


@register.simple_tag(takes_context=True)
def link(context: dict[str, Any], page: Page) -> str:
    """The address of a page of the menu for the project at hand; empty where it is not for this visitor."""
    visit = context.get("visit")
    if (
        not isinstance(visit, Visit)
        or visit.project is None
        or "<slug:slug>" not in page.path
        or not visit.may(page.may)
    ):
        return ""
    return reverse(page.name, kwargs={"slug": visit.project.slug})


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


@register.filter
def may(visit: Visit, capability: str) -> bool:
    """{% if visit|may:"findings.decide" %}"""
    return visit.may(capability)

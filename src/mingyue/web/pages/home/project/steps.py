"""What the contract's terms and its ledger say of each phase of a purchase."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mingyue.web.page import State, Step
from mingyue.web.store.models import DueItem, Project

_PAID = {"paid", "cancelled"}


def from_terms(terms: Mapping[str, Any] | None) -> Iterable[Step]:
    """Needs and the vendor: read from the newest terms as plain data; None: there are none yet."""
    scope, parties = _part(terms, "scope_acceptance"), _part(terms, "parties")
    needs = len(scope.get("requirements") or ())
    yield Step("preparation", _("项目已建立"), "done")
    yield Step(
        "preparation",
        _("功能需求清单：%(n)d 项") % {"n": needs} if needs else _("功能需求清单"),
        "done" if needs else "open",
    )
    vendor = (parties.get("vendor") or {}).get("name")
    yield Step(
        "selection",
        _("选定供应商：%(name)s") % {"name": vendor} if vendor else _("选定供应商"),
        "done" if vendor else "open",
    )


def from_ledger(position: Mapping[str, Any] | None) -> Iterable[Step]:
    """Signing, milestones, payments, exit: from a position's JSON."""
    if position is None:
        yield Step("signing", _("双方签署"), "later")
        yield Step("performance", _("交付和验收"), "later")
        return
    signed = any(event["kind"] == "signed" for event in position.get("events", ()))
    yield Step("signing", _("双方签署"), "done" if signed else "open")
    if not signed:
        yield Step("performance", _("交付和验收"), "later")
        return
    for each in position["obligations"]:
        if str(each["id"]).endswith("-accept") or (str(each["id"]).endswith("-deliver") and each["state"] != "met"):
            yield Step("performance", each["title"], _state(each["state"]))
    for each in position["payments"]:
        missing = [condition["missing"] for condition in each["conditions"] if not condition["met"]]
        state: State = "done" if each["state"] in _PAID else "blocked" if missing else "open"
        yield Step("performance", each["title"], state, why=missing[0] if missing else "")
    for each in position["obligations"]:
        if str(each["id"]).startswith("O-exit"):
            yield Step("exit", each["title"], _state(each["state"]))


def _state(word: str) -> State:
    told: dict[str, State] = {
        "met": "done",
        "met_late": "done",
        "released": "done",
        "overdue": "blocked",
        "waiting": "later",
    }
    return told.get(word, "open")


def _part(terms: Mapping[str, Any] | None, name: str) -> Mapping[str, Any]:
    return (terms or {}).get(name) or {}


def soon(project: Project, *, vendor_only: bool) -> list[DueItem]:
    """The next things due in a project."""
    items = DueItem.objects.filter(project=project, state__in=["open", "overdue", "released"]).exclude(due=None)
    if vendor_only:
        items = items.filter(side="vendor", kind="obligation")
    return list(items.order_by("due", "pk")[:8])

"""Drafting at a glance: what each clause family has, what stops a clean text, which words are used, what the vendor sees."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.choices import POSITIONS
from mingyue.web.drafting import desk as desks
from mingyue.web.drafting.models import Sharing
from mingyue.web.drafting.places import changes_href, empty_families, shelf
from mingyue.web.drafting.sections import all_fields, home_of, sections
from mingyue.web.forms.words import spoken
from mingyue.web.page import Page, Step, Visit

_TEMPLATE = "pages/drafting/overview/template.html"


def view(visit: Visit) -> HttpResponse:
    """The overview; POST chooses the words of the whole contract, or shows this version to the vendor."""
    desk = desks.open_desk(visit.purchase)
    if desk is None:
        return redirect("terms_start", slug=visit.purchase.slug)
    if visit.request.method == "POST":
        if visit.request.POST.get("_do") == "share":
            _share(visit, desk)
        else:
            _choose(visit, desk, visit.request.POST.get("level", ""))
        return redirect("terms", slug=visit.purchase.slug)
    positions = desk.tree.get("positions", {})
    sharing = Sharing.objects.filter(project=visit.purchase).select_related("version").first()
    context = {
        "desk": desk,
        "shelf": [(each, full, _levels(each.texts, positions)) for each, full in shelf(desk.tree)],
        "empty": empty_families(desk.tree),
        "faults": [
            (home_of(each.path), spoken(each.what, all_fields(), each.path)) for each in api.text_faults(desk.terms)
        ],
        "unknown": api.unknown_terms(desk.terms),
        "unsure": len(desk.tree.get("places", {})),
        "levels": POSITIONS.items(),
        "signed": desks.signed(visit.purchase),
        "changes_href": changes_href(visit.purchase),
        "sharing": sharing,
    }
    return visit.render(_TEMPLATE, context)


def _levels(family: str, positions: dict[str, str]) -> str:
    """The words of a family's texts: one of the three, or mixed."""
    base = positions.get(family, "preferred")
    others = {level for key, level in positions.items() if key.startswith(f"{family}/")} - {base}
    return f"{POSITIONS[base]}（{_('有逐条选择')}）" if others else POSITIONS[base]


def _choose(visit: Visit, desk: desks.Desk, level: str) -> None:
    if level not in POSITIONS:
        messages.error(visit.request, _("请选择一档文字。"))
        return
    plain = {name: value for name, value in desk.tree.items() if name != "positions"}
    chosen = {} if level == "preferred" else {each.texts: level for each in sections()}
    try:
        terms = api.terms_of(desks.with_positions(plain, chosen))
        if terms == desk.terms:
            messages.info(visit.request, _("没有改动，没有存新版。"))
            return
        version = desks.keep(
            visit.purchase, terms, by=visit.user, reason=_("全部条款用%(level)s文字") % {"level": POSITIONS[level]}
        )
    except desks.SignedError as error:
        messages.error(visit.request, str(error))
    else:
        visit.note("terms.save", f"v{version.number}")
        messages.success(visit.request, _("已保存为第 %(n)d 版。") % {"n": version.number})


def _share(visit: Visit, desk: desks.Desk) -> None:
    Sharing.objects.create(project=visit.purchase, version=desk.version, by=visit.user)
    visit.note("terms.share", f"v{desk.version.number}")
    messages.success(visit.request, _("乙方现在看到的是第 %(n)d 版。") % {"n": desk.version.number})


def steps(visit: Visit) -> Iterable[Step]:
    """How far the draft is."""
    desk = desks.open_desk(visit.purchase) if visit.may("ledger.see") else None
    if desk is None:
        return
    empty = empty_families(desk.tree)
    total = len(sections()) - 1
    href = reverse("terms" if visit.may("contract.draft") else "contract", args=[visit.purchase.slug])
    title = _("条款：%(n)d 类已写，共 %(all)d 类") % {"n": total - len(empty), "all": total}
    yield Step("drafting", title, "open" if empty else "done", href)


PAGES = (
    Page(
        path="projects/<slug:slug>/draft/",
        name="terms",
        may="contract.draft",
        write="contract.draft",
        view=view,
        nav="起草",
        rank=20,
        phase="drafting",
    ),
)

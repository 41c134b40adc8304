"""The list of needs and the fee table: shown, exported to Excel, imported from it after a look."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.drafting import desk as desks
from mingyue.web.drafting.lists import FEES, REQUIREMENTS, ListKind, incoming
from mingyue.web.drafting.sections import all_fields
from mingyue.web.forms.words import spoken
from mingyue.web.handing import handed
from mingyue.web.page import Page, Visit
from mingyue.web.store.models import Project

_FOLDER = "pages/drafting/lists"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST = 20 * 1024 * 1024


def view(visit: Visit, *, kind: ListKind) -> HttpResponse:
    """The list; POST reads a workbook and shows it, or takes over what was shown."""
    desk = desks.open_desk(visit.purchase)
    if desk is None:
        return visit.render(f"{_FOLDER}/none.html", {"kind": kind})
    if visit.request.method != "POST":
        return _shown(visit, kind, desk)
    if desks.signed(visit.purchase):
        messages.error(visit.request, _("合同已经签署，条款不能直接修改：请用变更单。"))
        return redirect(kind.key, slug=visit.purchase.slug)
    if "_entries" in visit.request.POST:
        return _taken_over(visit, kind, desk)
    try:
        return _previewed(visit, kind, desk)
    except UserError as error:
        return _shown(visit, kind, desk, str(error).splitlines())


def _shown(visit: Visit, kind: ListKind, desk: desks.Desk, faults: list[str] | None = None) -> HttpResponse:
    context = {
        "kind": kind,
        "desk": desk,
        "entries": _entries(kind, desk.terms),
        "total": desk.terms.fees_payment.total,
        "currency": desk.terms.fees_payment.currency,
        "faults": faults or [],
        "signed": desks.signed(visit.purchase),
    }
    return visit.render(f"{_FOLDER}/{kind.key}.html", context)


def _entries(kind: ListKind, terms: api.Contract) -> list[dict[str, Any]]:
    """Each entry by field; codes in words."""
    entries = terms.scope_acceptance.requirements if kind is REQUIREMENTS else terms.fees_payment.items
    choices = {each.name: each.choices for each in kind.fields if each.choices}
    return [
        {
            each.name: (choices.get(each.name) or {}).get(str(value), value)
            for each in kind.fields
            if (value := getattr(entry, each.name)) is not None
        }
        for entry in entries
    ]


def _previewed(visit: Visit, kind: ListKind, desk: desks.Desk) -> HttpResponse:
    file = visit.request.FILES.get("file")
    if file is None:
        raise UserError(_("请先选择一个 Excel 文件。"))
    if (file.size or 0) > _MOST:
        raise UserError(_("文件超过 20 MB：请只留下需要的工作表。"))
    visit.count("upload")
    found = incoming(kind, file.read(), desk.tree)
    total = _sum(kind, found.entries)
    loose = list(found.loose)
    changes: tuple[Any, ...] = ()
    if not found.faults:
        try:
            after = api.terms_of(_changed(kind, desk.tree, found.entries, total))
        except api.TermsFileError as error:
            loose += [spoken(each.what, all_fields(), each.path) for each in error.faults]
        else:
            changes = api.terms_changes(desk.terms, after)
    context = {
        "kind": kind,
        "found": found,
        "loose": loose,
        "changes": changes,
        "ready": not found.faults and not loose and bool(changes),
        "entries": json.dumps(found.entries, ensure_ascii=False),
        "name": file.name,
        "total": total,
        "base": desk.version.number,
    }
    return visit.render(f"{_FOLDER}/preview.html", context)


def _sum(kind: ListKind, entries: Any) -> Decimal | None:
    """The total of a fee table."""
    return sum((Decimal(each["amount"]) for each in entries), Decimal(0)) if kind is FEES and entries else None


def _changed(kind: ListKind, tree: Mapping[str, Any], entries: Any, total: Decimal | None) -> dict[str, Any]:
    """The terms with the list taken over; where a contract has a price, it is the sum of its fees."""
    after = kind.put(tree, entries)
    if total is not None:
        after[kind.family] = {**after[kind.family], "total": format(total, "f")}
    return after


def _taken_over(visit: Visit, kind: ListKind, desk: desks.Desk) -> HttpResponse:
    sent = visit.request.POST
    if sent.get("_base") != str(desk.version.number):
        messages.error(visit.request, _("看预览期间别人保存了新的一版：请重新导入一次。"))
        return redirect(kind.key, slug=visit.purchase.slug)
    try:
        entries = json.loads(sent["_entries"])
        after = api.terms_of(_changed(kind, desk.tree, entries, _sum(kind, entries)))
        reason = _("从《%(name)s》导入%(title)s") % {"name": sent.get("_name", "")[:100], "title": kind.title}
        version = desks.keep(visit.purchase, after, by=visit.user, reason=reason)
    except UserError as error:
        messages.error(visit.request, str(error).splitlines()[0])
    except (ArithmeticError, LookupError, TypeError, ValueError):  # not what the preview sent along
        messages.error(visit.request, _("预览的内容不完整：请重新导入一次。"))
    else:
        visit.note("list.import", f"{kind.title} v{version.number}")
        messages.success(visit.request, _("已导入，保存为第 %(n)d 版。") % {"n": version.number})
    return redirect(kind.key, slug=visit.purchase.slug)


def download(visit: Visit, form: str) -> HttpResponse:
    """Both lists as a workbook: with the buyer's own columns, or as the vendor may have it."""
    desk = desks.open_desk(visit.purchase)
    if desk is None or form not in {"own", "vendor"}:
        raise Http404
    data = api.write_lists(desk.terms, own=form == "own")
    name = f"{desk.terms.title}-{_('清单')}-{_('内部') if form == 'own' else _('给乙方')}.xlsx"
    visit.note("table.export", name)
    return handed(data, name, _EXCEL)


def sample(_project: Project) -> dict[str, Any]:
    """A form, for the tests that walk all pages."""
    return {"form": "vendor"}


def _page(kind: ListKind, nav: str, rank: int) -> Page:
    answer: Callable[..., HttpResponse] = partial(view, kind=kind)
    path = f"projects/<slug:slug>/{kind.key}/"
    return Page(
        path=path,
        name=kind.key,
        may="ledger.see",
        write="contract.draft",
        view=answer,
        nav=nav,
        rank=rank,
        phase="drafting",
    )


PAGES = (
    _page(REQUIREMENTS, "需求", 15),
    _page(FEES, "费用", 16),
    Page(
        path="projects/<slug:slug>/lists/<str:form>/", name="list_file", may="ledger.see", view=download, rate="export"
    ),
)

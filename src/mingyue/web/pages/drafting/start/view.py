"""The first version of the terms: from a name and our usual wishes, or read from a contract's text and looked through."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.drafting import desk as desks
from mingyue.web.drafting import start
from mingyue.web.drafting.sections import Section, all_fields, home_of, sections
from mingyue.web.forms.filling import filled
from mingyue.web.forms.nodes import Look, nodes
from mingyue.web.forms.reading import Reading, read
from mingyue.web.forms.rows import act
from mingyue.web.forms.schema import Data
from mingyue.web.page import Page, Visit

_FOLDER = "pages/drafting/start"


class NewTerms(forms.Form):
    """What a contract cannot be without."""

    title = forms.CharField(label=gettext_lazy("合同名称"), max_length=200)
    buyer = forms.CharField(label=gettext_lazy("甲方（全称）"), max_length=200)
    vendor = forms.CharField(label=gettext_lazy("乙方（全称）"), max_length=200)
    product = forms.CharField(label=gettext_lazy("产品全称"), max_length=200)
    usual = forms.BooleanField(
        label=gettext_lazy("填入甲方常用的约定（验收、数据、保密、违约、退出等），之后逐项调整"),
        required=False,
        initial=True,
    )

    def tree(self) -> dict[str, Any]:
        """The terms that it says."""
        said = self.cleaned_data
        parties = {"buyer": {"name": said["buyer"]}, "vendor": {"name": said["vendor"]}}
        named = {"title": said["title"], "parties": parties, "product": {"name": said["product"]}}
        return {**(start.usual() if said["usual"] else {}), **named}


def view(visit: Visit) -> HttpResponse:
    """The choices; POST makes the first version, or reads a file and shows what it says to be looked through."""
    if desks.signed(visit.purchase):
        messages.error(visit.request, _("合同已经签署，条款不能直接修改：请用变更单。"))
        return redirect("terms", slug=visit.purchase.slug)
    sent = visit.request.POST
    if visit.request.method != "POST":
        return _choices(visit, NewTerms(initial={"title": visit.purchase.title}))
    if "_tree" in sent:
        return _looked_through(visit)
    if "file" in visit.request.FILES or sent.get("_do") == "read":
        return _uploaded(visit)
    form = NewTerms(sent)
    if form.is_valid():
        try:
            return _kept(visit, form.tree(), _("从头起草"))
        except api.TermsFileError as error:
            form.add_error(None, "；".join(error.sentences))
    return _choices(visit, form)


def _choices(visit: Visit, form: NewTerms, fault: str = "") -> HttpResponse:
    there = visit.purchase.terms_versions.exists()
    return visit.render(f"{_FOLDER}/template.html", {"form": form, "fault": fault, "there": there})


def _uploaded(visit: Visit) -> HttpResponse:
    try:
        name, content = _file(visit)
        found = start.read_file(name, content)
    except UserError as error:
        return _choices(visit, NewTerms(initial={"title": visit.purchase.title}), str(error))
    faults = {path: [_("文件里没有读到，须填写。")] for path in found.missing}
    return _sheet(visit, filled(all_fields(), found.tree), found.tree, faults, name)


def _file(visit: Visit) -> tuple[str, bytes]:
    """Name and content of what was uploaded. Raises UserError."""
    file = visit.request.FILES.get("file")
    if file is None or file.name is None:
        raise UserError(_("请先选择一个文件。"))
    visit.count("upload")
    return file.name, file.read(start.MOST + 1)


def _looked_through(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    base = _tree(sent.get("_tree", ""))
    name = sent.get("_name", "")[:120]
    data: Data = {each: sent.getlist(each) for each in sent if not each.startswith("_")}
    if (asked := sent.get("_do", "save")) != "save":
        data, added = act(all_fields(), data, asked)
        return _sheet(visit, data, base, {}, name, added=added)
    reading: Reading = read(all_fields(), data, base)
    try:
        return _kept(visit, desks.without_old_quotes(base, reading.tree), _("从《%(name)s》读出") % {"name": name})
    except api.TermsFileError as error:
        outcome = desks.told(error, reading)
        loose = [what for _section, what in outcome.elsewhere]
        return _sheet(visit, data, base, outcome.faults, name, loose=loose)


def _tree(text: str) -> Mapping[str, Any]:
    """What was read, as the form carried it along. A person may write anything into it: it is checked as all terms are."""
    try:
        tree = json.loads(text)
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


def _kept(visit: Visit, tree: Mapping[str, Any], reason: str) -> HttpResponse:
    try:
        version = desks.keep(visit.purchase, api.terms_of(tree), by=visit.user, reason=reason)
    except desks.SignedError as error:
        messages.error(visit.request, str(error))
    else:
        visit.note("terms.start", f"v{version.number}")
        messages.success(visit.request, _("已保存为第 %(n)d 版。") % {"n": version.number})
    return redirect("terms", slug=visit.purchase.slug)


def _sheet(
    visit: Visit,
    data: Data,
    base: Mapping[str, Any],
    faults: Mapping[str, list[str]],
    name: str,
    *,
    loose: list[str] | None = None,
    added: str = "",
) -> HttpResponse:
    look = Look(faults, start.quotes(base), added)
    homes = {home_of(control.split(".")).key for control in faults}
    shown = [
        (each, nodes(each.fields, data, look), each.key in homes, each.key in homes or _says(each, base))
        for each in sections()
    ]
    context = {
        "shown": shown,
        "tree": json.dumps(base, ensure_ascii=False),
        "name": name,
        "faults": sum(map(len, faults.values())),
        "loose": loose or [],
    }
    return visit.render(f"{_FOLDER}/sheet.html", context)


def _says(section: Section, tree: Mapping[str, Any]) -> bool:
    return any(tree.get(field.name) for field in section.fields)


PAGES = (
    Page(
        path="projects/<slug:slug>/draft/start/",
        name="terms_start",
        may="contract.draft",
        write="contract.draft",
        view=view,
    ),
)

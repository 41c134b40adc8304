"""The audit log: who did what, when, from where; of a project, or of the whole workspace. Read and exported, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue import api
from mingyue.web import clock
from mingyue.web.handing import handed
from mingyue.web.page import Page, Visit
from mingyue.web.people.models import AuditEntry
from mingyue.web.people.roles import TITLES
from mingyue.web.people.verbs import VERBS, called

_SHOWN = 50
_SITTING = timedelta(minutes=15)
_MOST = 50_000
"""Rows of an export; who needs more narrows the days."""
_KEYS = {
    "role": gettext_lazy("角色"),
    "fields": gettext_lazy("字段"),
    "form": gettext_lazy("格式"),
    "reason": gettext_lazy("理由"),
}
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DAY = forms.DateInput(attrs={"type": "date"})


class Filters(forms.Form):
    """What one looks for."""

    q = forms.CharField(label=gettext_lazy("姓名、对象"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("操作"), required=False)
    since = forms.DateField(label=gettext_lazy("从"), required=False, widget=_DAY)
    until = forms.DateField(label=gettext_lazy("到"), required=False, widget=_DAY)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["verb"].choices = [("", _("全部")), *VERBS.items()]  # type: ignore[attr-defined]

    def narrow(self, entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that fit; a filter that cannot be read lets all through and says so beside its field."""
        self.full_clean()
        said = self.cleaned_data
        if words := said.get("q"):
            entries = entries.filter(Q(about__icontains=words) | Q(user__name__icontains=words))
        if verb := said.get("verb"):
            entries = entries.filter(verb=verb)
        if since := said.get("since"):
            entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
        if until := said.get("until"):
            entries = entries.filter(at__lte=timezone.make_aware(datetime.combine(until, time.max)))
        return entries


def view(visit: Visit) -> HttpResponse:
    """The page, or with `form=xlsx` the rows that it would show, all of them."""
    entries = AuditEntry.objects.select_related("user", "project").order_by("-at", "-pk")
    if visit.project is not None:
        entries = entries.filter(project=visit.project)
    filters = Filters(visit.request.GET)
    entries = filters.narrow(entries)
    if visit.request.GET.get("form") == "xlsx":
        return _file(visit, entries)
    _note(visit)
    found = Paginator(entries, _SHOWN).get_page(visit.request.GET.get("page"))
    kept = visit.request.GET.copy()
    kept.pop("page", None)
    context = {
        "found": found,
        "rows": [(each, called(each.verb), _detail(each)) for each in found],
        "form": filters,
        "query": kept.urlencode(),
        "whole": visit.project is None,
    }
    return visit.render("pages/settings/audit/template.html", context)


def _note(visit: Visit) -> None:
    """That this person reads the log: once for pages and filters of one sitting, so that the log is not full of its own readers."""
    told = AuditEntry.objects.filter(user=visit.user, project=visit.project, verb="audit.read")
    if not told.filter(at__gte=clock.now() - _SITTING).exists():
        visit.note("audit.read", visit.request.path)


def _detail(entry: AuditEntry) -> str:
    return "；".join(f"{_KEYS.get(key, key)}：{_plain(key, value)}" for key, value in entry.detail.items())


def _plain(key: str, value: object) -> str:
    if key == "role":
        return _(str(dict(TITLES).get(value, value)))  # type: ignore[call-overload]
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _file(visit: Visit, entries: QuerySet[AuditEntry]) -> HttpResponse:
    visit.count("export")
    kept = list(entries[:_MOST])
    visit.note("audit.export", _("%(n)d 条") % {"n": len(kept)}, query=visit.request.GET.urlencode())
    heads = [(_("时间"), "text"), (_("谁"), "text"), (_("操作"), "text"), (_("对象"), "text"), (_("项目"), "text")]
    heads += [(_("说明"), "text"), (_("地址"), "text")]
    data = api.export_table(_("审计记录"), heads, _rows(kept), "xlsx")  # type: ignore[arg-type]
    name = f"{_('审计记录')}-{clock.today()}.xlsx"
    return handed(data, name, _XLSX)


def _rows(entries: Iterable[AuditEntry]) -> list[tuple[str, ...]]:
    return [
        (
            timezone.localtime(each.at).strftime("%Y-%m-%d %H:%M:%S"),
            each.user.name if each.user else "",
            called(each.verb),
            each.about,
            each.project.title if each.project else "",
            _detail(each),
            each.address or "",
        )
        for each in entries
    ]


PAGES = (
    Page(path="audit/", name="audit", may="audit.see", view=view),
    Page(
        path="projects/<slug:slug>/audit/",
        name="project_audit",
        may="audit.see",
        view=view,
        nav="审计",
        rank=95,
    ),
)

"""A project's own settings: its name and phase, its calendar of working days, its playbook, and putting it away."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Visit
from mingyue.web.store import projections
from mingyue.web.store.models import Project

_FIELDS = ("title", "phase", "calendar", "playbook")


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What may be changed of a project; the files are read before they are kept."""

    class Meta:
        """The fields and their help."""

        model = Project
        fields = _FIELDS
        help_texts = {
            "calendar": gettext_lazy("calendar.toml：官方安排还没有公布的年份，在这里写放假和调休；留空用官方安排。"),
            "playbook": gettext_lazy("playbook.toml：每个参数的首选、可让步、底线；留空用默认的。"),
        }
        widgets = {
            "calendar": forms.Textarea(attrs={"rows": 6, "class": "mono", "spellcheck": "false"}),
            "playbook": forms.Textarea(attrs={"rows": 12, "class": "mono", "spellcheck": "false"}),
        }

    def clean_playbook(self) -> str:
        """Refuses what the review could not use."""
        text: str = self.cleaned_data["playbook"]
        if text.strip():
            try:
                api.playbook(text)
            except UserError as error:
                raise forms.ValidationError(str(error)) from None
        return text

    def clean_calendar(self) -> str:
        """Refuses what the ledger could not use."""
        text: str = self.cleaned_data["calendar"]
        if text.strip():
            try:
                api.calendar(text)
            except UserError as error:
                raise forms.ValidationError(str(error)) from None
        return text


def view(visit: Visit) -> HttpResponse:
    """The form; `archive` and `restore` are buttons of it."""
    project, request = visit.purchase, visit.request
    if request.method == "POST" and {"archive", "restore"} & set(request.POST):
        return _put_away(visit, away="archive" in request.POST)
    form = SettingsForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        changed = list(form.changed_data)
        form.save()
        projections.refresh(project, as_of=clock.today())
        visit.note("project.edit", project.title, fields=changed)
        messages.success(request, _("已保存。"))
        return redirect("project_settings", slug=project.slug)
    return visit.render("pages/settings/project/template.html", {"form": form})


def _put_away(visit: Visit, *, away: bool) -> HttpResponse:
    project = visit.purchase
    project.archived = clock.now() if away else None
    project.save(update_fields=["archived"])
    visit.note("project.archive" if away else "project.restore", project.title)
    said = _("项目已归档，不再出现在首页；随时可以恢复。") if away else _("项目已恢复。")
    messages.success(visit.request, said)
    return redirect("project_settings", slug=project.slug)


PAGES = (
    Page(
        path="projects/<slug:slug>/settings/",
        name="project_settings",
        may="project.edit",
        write="project.edit",
        view=view,
        nav="设置",
        rank=95,
    ),
)

"""A new project: a name is enough; terms may come along as a contract.yaml."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.page import Page, Visit
from mingyue.web.store import projections
from mingyue.web.store.books import new_terms
from mingyue.web.store.models import PHASES, Project

_MOST = 2 * 1024 * 1024


class ProjectForm(forms.Form):
    """What a project starts with."""

    title = forms.CharField(
        label=gettext_lazy("项目名称"), max_length=120, help_text=gettext_lazy("如：客户管理系统采购")
    )
    phase = forms.ChoiceField(label=gettext_lazy("从哪个阶段开始"), choices=list(PHASES.items()))
    terms = forms.FileField(
        label=gettext_lazy("合同条款（可以以后再给）"),
        required=False,
        help_text=gettext_lazy("项目文件夹里的 contract.yaml"),
    )

    def clean_terms(self) -> UploadedFile[Any] | None:
        """Refuses a file that cannot be a contract.yaml."""
        file: UploadedFile[Any] | None = self.cleaned_data["terms"]
        if file is not None and (file.size or 0) > _MOST:
            raise forms.ValidationError(_("文件超过 2 MB：contract.yaml 不会这么大，请核对。"))
        return file


def view(visit: Visit) -> HttpResponse:
    """The form, and the project it makes."""
    form = ProjectForm(visit.request.POST or None, visit.request.FILES or None)
    if visit.request.method == "POST" and form.is_valid():
        try:
            project = _make(visit, form)
        except UserError as error:
            form.add_error("terms", str(error).splitlines()[0])
        else:
            messages.success(visit.request, _("项目已建立。"))
            return redirect("project", slug=project.slug)
    return visit.render("pages/preparation/create/template.html", {"form": form})


@transaction.atomic
def _make(visit: Visit, form: ProjectForm) -> Project:
    project = Project.objects.create(
        title=form.cleaned_data["title"], phase=form.cleaned_data["phase"], created_by=visit.user
    )
    file = form.cleaned_data["terms"]
    if file is not None:
        try:
            text = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UserError(_("不是 UTF-8 编码：请另存为 UTF-8 后再传。")) from None
        new_terms(project, text, by=visit.user, reason=_("新建项目"))
        projections.refresh(project, as_of=clock.today())
    visit.note("project.create", project.title, slug=project.slug)
    return project


PAGES = (
    Page(
        path="projects/new/",
        name="project_create",
        may="project.create",
        write="project.create",
        rate="upload",
        view=view,
    ),
)

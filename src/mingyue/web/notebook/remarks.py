"""What both sides say about tickets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _

from mingyue.web.notebook.models import STATED, Remark
from mingyue.web.people.models import User
from mingyue.web.store.models import Project


class RemarkForm(forms.ModelForm):  # type: ignore[type-arg]  # Django takes no argument when it runs
    """A remark. Nothing typed is lost: the form comes back with its words."""

    class Meta:
        """The side and the author are known."""

        model = Remark
        fields = ("ticket", "text", "stated", "stated_at")
        widgets = {
            "ticket": forms.HiddenInput,
            "text": forms.Textarea(attrs={"rows": 2}),
            "stated_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def fits(self, known: Collection[str]) -> bool:
        """Whether the ticket is one of these (or none), and what is stated has its time."""
        ticket, said = self.cleaned_data["ticket"], self.cleaned_data
        if ticket and ticket not in known:
            self.add_error("text", _("没有编号为 %(ticket)s 的问题或故障：请刷新后再发。") % {"ticket": ticket})
        if said["stated"] and not said["stated_at"]:
            self.add_error("stated_at", _("请写明做到的日期和时间。"))
        return not self.errors


def keep(project: Project, form: RemarkForm, *, side: str, by: User) -> Remark:
    """Adds a remark."""
    kept: Remark = form.instance
    kept.project, kept.side, kept.by = project, side, by
    kept.save()
    return kept


def talk(project: Project) -> Mapping[str, Sequence[Remark]]:
    """The remarks by ticket, "" holds new problems; one query."""
    found: dict[str, list[Remark]] = defaultdict(list)
    for each in Remark.objects.filter(project=project).select_related("by"):
        found[each.ticket].append(each)
    return found


def stated() -> Sequence[tuple[str, str]]:
    """What can be stated, in words."""
    return [(value, _(words)) for value, words in STATED]

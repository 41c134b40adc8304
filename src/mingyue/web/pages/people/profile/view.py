"""One's own settings: name, language, looks."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from mingyue.web.page import SIGNED_IN, Page, Visit
from mingyue.web.people.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one may change of oneself; the address is what one signs in with, an administrator changes it by a new invitation."""

    language = forms.ChoiceField(choices=[("zh-hans", "中文"), ("en", "English")])

    class Meta:
        """The fields."""

        model = User
        fields = ("name", "language", "theme")

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["language"].label = _("语言")
        for field in self.fields.values():
            field.label = _(str(field.label))


def view(visit: Visit) -> HttpResponse:
    """The form and what it keeps."""
    form = ProfileForm(visit.request.POST if visit.request.method == "POST" else None, instance=visit.user)
    if form.is_valid():
        user = form.save()
        visit.note("account.profile", user.name, fields=form.changed_data)
        translation.activate(user.language)
        messages.success(visit.request, _("已保存。"))
        return redirect("profile")
    held = visit.user.memberships.select_related("project").order_by("project__title", "role")
    return visit.render("pages/people/profile/template.html", {"form": form, "held": held})


PAGES = (Page(path="account/profile/", name="profile", may=SIGNED_IN, write=SIGNED_IN, view=view),)

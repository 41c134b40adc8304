"""The forms of one's wishes and robots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from mingyue.web.notices.kinds import KINDS, WISHES
from mingyue.web.notices.models import Preference

_PREFIX = "wish_"


class WishForm(forms.ModelForm):  # type: ignore[type-arg]  # Django takes no argument when it runs
    """How, when and of what one wants to be told."""

    class Meta:
        """A field for each kind of notice comes on top of these."""

        model = Preference
        fields = ("mail", "rhythm", "weekday", "hour", "quiet_from", "quiet_until")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, kind in KINDS.items():
            self.fields[_PREFIX + name] = forms.ChoiceField(
                label=str(kind.title), choices=list(WISHES.items()), initial=self.instance.wish(name)
            )

    def kinds(self) -> list[BoundField]:
        """The fields of the kinds."""
        return [field for field in self if field.name.startswith(_PREFIX)]

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Keeps them; of the kinds only what is not usual."""
        chosen = {name: self.cleaned_data[_PREFIX + name] for name in KINDS}
        self.instance.wishes = {name: wish for name, wish in chosen.items() if wish != KINDS[name].usual}
        return super().save(commit)


class RobotForm(forms.Form):
    """The address of a robot, as it is copied."""

    address = forms.CharField(
        max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    secret = forms.CharField(
        max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, kind: str, example: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{kind}_%s")
        self.fields["address"].label = _("Webhook 地址")
        self.fields["address"].help_text = _("形如 %(example)s") % {"example": example}
        self.fields["secret"].label = _("加签密钥（选了“加签”才填）")
        if kind != "dingtalk":
            del self.fields["secret"]

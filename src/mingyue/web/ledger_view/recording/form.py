"""The form of one kind of event."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from mingyue import api
from mingyue.web.ledger_view.recording import fields
from mingyue.web.ledger_view.recording.delta import DeltaForm
from mingyue.web.ledger_view.recording.options import options, suggested

_OWN = frozenset({"sha256", "filename"})
"""Fields that the program fills in from the file."""


class ManyFiles(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class EventForm(forms.Form):
    """When it happened, what happened, a note, and files that prove it.

    `data` is what the event tells. of: the event that this one corrects; then the fields are that event's, filled in.
    """

    day = forms.DateField(label=_("发生日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(
        label=_("时刻（北京时间）"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(
        self,
        kind: str,
        position: api.Position,
        data: Mapping[str, Any] | None = None,
        *,
        of: api.Event | None = None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.of, self.position = kind, of, position
        self.model = api.event_kinds()[of.kind if of else kind]
        initial = {**suggested(position, kind), "key": secrets.token_hex(12), **(given or {})}
        if of is not None:
            initial |= self._present(of)
        super().__init__(data, initial=initial)
        self.delta = None if of else self._delta()
        self._arrange()

    def _arrange(self) -> None:
        self.fields["time"].required = self.model.exact
        picks = options(self.position, self.model_name)
        for name, info in self._infos().items():
            self.fields[name] = fields.field(name, info, picks)
            value = self.initial.get(name)
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField) and value and value not in dict(field.choices):  # type: ignore[arg-type]
                field.choices = [*field.choices, (value, value)]  # type: ignore[misc]
        if self.of is not None:
            self.fields["void"] = forms.BooleanField(label=_("作废：当作从来没有记过这件事"), required=False)
            self.fields["reason"] = forms.CharField(label=_("更正理由"), max_length=500)
        else:
            self.fields["remark"] = forms.CharField(label=_("备注（只给甲方看）"), max_length=500, required=False)
        self.fields["key"] = forms.CharField(max_length=40, widget=forms.HiddenInput)

    @property
    def model_name(self) -> str:
        """The kind whose fields are shown."""
        return self.of.kind if self.of else self.kind

    def _infos(self) -> Mapping[str, FieldInfo]:
        """The fields of the model that are typed in here."""
        held: Mapping[str, FieldInfo] = self.model.model_fields
        return {
            name: info
            for name, info in held.items()
            if name not in _OWN | self.model.filled and not fields.is_delta(info)
        }

    def _delta(self) -> DeltaForm | None:
        if not any(fields.is_delta(info) for info in self.model.model_fields.values()):
            return None
        return DeltaForm(self.position.terms, self.data if self.is_bound else None)

    def _present(self, event: api.Event) -> dict[str, Any]:
        told = event.content.model_dump(mode="json", exclude_none=True)
        at = event.at.time() if event.at else None
        return {"day": event.day, "time": at, **{name: fields.typed(value) for name, value in told.items()}}

    def clean(self) -> dict[str, Any]:
        """A change of the terms must change something."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.delta is not None:
            for sentence in self.delta.faults():
                self.add_error(None, sentence)
        return found

    @property
    def happened(self) -> str:
        """The day, with the time where it is given, as the ledger writes it."""
        day, at = self.cleaned_data["day"], self.cleaned_data.get("time")
        return f"{day.isoformat()}T{at:%H:%M}" if at else day.isoformat()

    def recorded_as(self, today: date) -> str:
        """When the entry happened: a correction happens today, whatever day it corrects."""
        return today.isoformat() if self.of is not None else self.happened

    def told(self) -> dict[str, Any]:
        """The data of the event; of a correction: what is different now."""
        data = {name: fields.told(self.cleaned_data.get(name), info) for name, info in self._infos().items()}
        data = {name: value for name, value in data.items() if value is not None}
        if self.delta is not None:
            data["delta"] = self.delta.told()
        return data if self.of is None else self._correction(self.of, data)

    def _correction(self, of: api.Event, data: Mapping[str, Any]) -> dict[str, Any]:
        said: dict[str, Any] = {"of": of.id, "reason": self.cleaned_data["reason"]}
        if self.cleaned_data["void"]:
            return said | {"void": True}
        told = of.content.model_dump(mode="json", exclude_none=True)
        hidden = {name: value for name, value in told.items() if name not in self._infos()}
        right = {**hidden, **data}
        old = of.at.strftime("%Y-%m-%dT%H:%M") if of.at else of.day.isoformat()
        if self.happened != old:
            said["happened"] = self.happened
        if type(of.content).model_validate(right) != of.content:
            said["data"] = right
        return said

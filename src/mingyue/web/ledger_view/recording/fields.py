"""A field of an event's model as a field of a form, with its Chinese title, and what was typed as a JSON value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from mingyue import api
from mingyue.terms.delta import Delta
from mingyue.web.ledger_view.recording.options import Options

_TITLES: Mapping[str, str] = {"renew": "是否续约"}
"""Where the title of the model explains codes that a form does not show."""
_DAYS = r"^\d{4}-\d{2}-\d{2}$"
_MONTHS = r"^\d{4}-(0[1-9]|1[0-2])$"


def bare(annotation: Any) -> Any:
    """The type without None and without limits."""
    if get_origin(annotation) in {Union, UnionType}:
        return bare(next(each for each in get_args(annotation) if each is not type(None)))
    return bare(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def label(name: str, info: FieldInfo) -> tuple[str, str]:
    """The title and what explains it."""
    if name in _TITLES:
        return _(_TITLES[name]), ""
    codes = _codes(bare(info.annotation))
    head, _colon, rest = (info.title or name).partition("：")
    if not rest:
        head, _colon, rest = head.partition("；")
    return head, "" if codes else rest


def _codes(kind: Any) -> tuple[str, ...]:
    """The values of a Literal, also of one made of several."""
    if get_origin(kind) in {Union, UnionType}:
        return tuple(code for each in get_args(kind) for code in _codes(each))
    return tuple(map(str, get_args(kind))) if get_origin(kind) is Literal else ()


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) in {Union, UnionType}:
        return tuple(code for each in get_args(annotation) for code in _literals(each))
    if get_origin(annotation) is Annotated:
        return _literals(get_args(annotation)[0])
    return _codes(annotation)


def _pattern(info: FieldInfo) -> str:
    """The pattern that a text must have, of the field or of its type."""
    marks = [*info.metadata, *_marks(info.annotation)]
    return next((str(each) for mark in marks if (each := getattr(mark, "pattern", None))), "")


def _marks(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return [mark for each in get_args(annotation)[1:] for mark in (*getattr(each, "metadata", ()), each)]
    return [mark for each in get_args(annotation) for mark in _marks(each)]


def field(name: str, info: FieldInfo, picks: Mapping[str, Options]) -> forms.Field:
    """The form's field. A value that is to be picked comes as a list of those that there are."""
    title, explained = label(name, info)
    common: dict[str, Any] = {"label": title, "help_text": explained, "required": info.is_required()}
    if codes := _literals(info.annotation):
        words = api.code_words().get(name, {})
        return forms.ChoiceField(choices=[("", "—"), *((code, words.get(code, code)) for code in codes)], **common)
    if name in picks:
        return forms.ChoiceField(choices=[("", "—"), *picks[name]], **common)
    return _plain(bare(info.annotation), info, common)


def _plain(kind: Any, info: FieldInfo, common: dict[str, Any]) -> forms.Field:
    if kind is bool:
        if info.is_required():
            return forms.ChoiceField(choices=[("", "—"), ("true", _("是")), ("false", _("否"))], **common)
        return forms.BooleanField(**{**common, "required": False})
    if kind is int:
        return forms.IntegerField(min_value=0, **common)
    if kind is Decimal:
        return forms.DecimalField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
    if get_origin(kind) is tuple:
        common["help_text"] = _("一行一项")
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    pattern = _pattern(info)
    if pattern == _DAYS:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    if pattern == _MONTHS:
        return forms.CharField(widget=forms.TextInput(attrs={"type": "month"}), **common)
    return forms.CharField(max_length=500, **common)


def is_delta(info: FieldInfo) -> bool:
    """Whether it is a change of the terms, that has a form of its own."""
    return bare(info.annotation) is Delta


def told(value: Any, info: FieldInfo) -> Any:
    """What was typed, as a value of an event's data; None where nothing was."""
    if get_origin(bare(info.annotation)) is tuple:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()] or None
    if isinstance(value, bool):
        return value or None
    if value is None or value == "":
        return None
    if bare(info.annotation) is bool:
        return value == "true"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def typed(value: Any) -> Any:
    """A value of an event's data as it stands in the form's field."""
    if isinstance(value, list | tuple):
        return "\n".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value

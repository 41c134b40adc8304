"""What every part of the terms is made of: frozen, validated, keeping what a newer version added."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

OWN = "own"
"""Mark of a field that is the buyer's own: it never enters a contract text."""


class Part(BaseModel):
    """A part of the terms. Unknown fields are kept (a newer version may have written them) and shown, never dropped."""

    model_config = ConfigDict(frozen=True, extra="allow", str_strip_whitespace=True)


def term(title: str, default: Any = None, *, own: bool = False, **limits: Any) -> Any:  # noqa: ANN401 - a pydantic field of any type
    """A field with its Chinese title; `own` fields stay with the buyer."""
    return Field(default, title=title, json_schema_extra={OWN: True} if own else None, validate_default=False, **limits)


def required(title: str, **limits: Any) -> Any:  # noqa: ANN401 - a pydantic field of any type
    """A field that must be given."""
    return Field(title=title, **limits)


_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def _one_line(text: str) -> str:
    if not text.isprintable() and _CONTROL.search(text):
        raise ValueError("须为一行文字，不能有换行、制表符或控制字符")
    return text


def _normal(value: Decimal) -> Decimal:
    """0.10 and 0.1 are one value with one spelling."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_one_line)]
"""One line of text."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")]
"""A short name that other parts and events refer to: M1, P2, R-007."""
Yuan = Annotated[Decimal, Field(ge=0, le=Decimal(999_999_999_999), decimal_places=2)]
"""A sum in the contract's currency, tax included unless the field says otherwise."""
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=4), AfterValidator(_normal)]
"""Percent, 0 to 100."""
Rate = Annotated[Decimal, Field(ge=0, le=100, decimal_places=6), AfterValidator(_normal)]
"""Percent a day."""
Count = Annotated[int, Field(ge=0, le=1_000_000)]

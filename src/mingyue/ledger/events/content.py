"""What every kind of event is made of."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from mingyue.terms.base import Part

Side = Literal["buyer", "vendor"]
SIDES = {"buyer": "甲方", "vendor": "乙方"}
WHICH = "buyer 甲方、vendor 乙方"
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
EventId = Annotated[str, Field(pattern=r"^E[1-9][0-9]*$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
DAY = r"^\d{4}-\d{2}-\d{2}$"


class Content(Part):
    """What an event of one kind tells. `title` is its Chinese name.

    When one is recorded: `exact`: the time of day must be given; `positive`: its amount, where it has one, is above zero;
    `filled`: fields that the program fills in.
    """

    title: ClassVar[str]
    exact: ClassVar[bool] = False
    positive: ClassVar[bool] = False
    filled: ClassVar[frozenset[str]] = frozenset()

    def ahead(self) -> bool:
        """Whether it may be recorded before its day comes: what both sides agreed to begin or to end on a day."""
        return False

"""Periods as contracts write them: 7日, 10个工作日, 24小时, 3个月."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

Unit = Literal["minute", "hour", "day", "workday", "week", "month", "year"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MAX = 99_999

_WRITTEN: dict[Unit, str] = {
    "minute": "分钟",
    "hour": "小时",
    "day": "日",
    "workday": "个工作日",
    "week": "周",
    "month": "个月",
    "year": "年",
}
# What people write for each unit. 月 alone is a month of the year (3月 is March), so a period says 个月.
_FORMS: dict[Unit, str] = {
    "minute": "分钟",
    "hour": "个?小时",
    "day": "个?(?:自然|日历)?[日天]",
    "workday": "个?工作[日天]",
    "week": "周|个?星期",
    "month": "个(?:自然)?月",
    "year": "年",
}
_HALVES: dict[str, tuple[int, Unit]] = {"半年": (6, "month"), "半小时": (30, "minute"), "半个小时": (30, "minute")}
_NUMERALS = "零一二三四五六七八九"
_COUNT = "[1-9][0-9]{0,4}|[零一二两三四五六七八九十百]{1,6}"
_PATTERN = f"(?:半年|半个?小时|(?:{_COUNT})(?:{'|'.join(_FORMS.values())}))"
_PERIOD = re.compile(f"(?P<count>{_COUNT})(?:{'|'.join(f'(?P<{unit}>{form})' for unit, form in _FORMS.items())})")
_CHINESE = re.compile("(?:(?P<hundreds>[一二三四五六七八九])百)?零?(?:(?P<tens>[一二三四五六七八九]?)(?P<ten>十))?(?P<ones>[一二三四五六七八九])?")  # fmt: skip
_EXAMPLES = ["7日", "10个工作日", "24小时", "3个月", "3年", "2周", "30分钟"]


@dataclass(frozen=True, slots=True)
class Period:
    """So many units of time; how it runs from a day is the calendar's matter.

    `day` is a natural day, `workday` a working day with 调休; "week" is seven natural days. Two periods are equal when
    count and unit are: 12个月 and 1年 end on the same day but are two wordings. As a pydantic field it is read from its text
    and written as its text.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in _WRITTEN:
            raise ValueError(f"期限的单位「{self.unit}」不认识：可用 {'、'.join(UNITS)}。")
        if not 1 <= self.count <= MAX:
            raise ValueError(f"期限的数「{self.count}」须在 1 到 {MAX} 之间。")

    @property
    def by_the_clock(self) -> bool:
        """Whether it runs from a moment (hours, minutes) and not from a day."""
        return self.unit in {"hour", "minute"}

    @staticmethod
    def parse(text: str) -> Period:
        """The period that a person wrote: 7天, 90个自然日, 十五日, 一个月, 两年, 半年, 24小时.

        Blanks and full-width figures do not matter. Half a year is 6个月, half an hour 30分钟. Raises ValueError with one
        sentence that says how to write it.
        """
        return _parse(text)

    def __str__(self) -> str:
        """The canonical wording, which `parse` reads back."""
        return f"{self.count}{_WRITTEN[self.unit]}"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_PATTERN}$", "examples": _EXAMPLES}


def _validated(value: object) -> Period:
    if isinstance(value, Period):
        return value
    return _parse(str(value))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Period:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in _HALVES:
        return Period(*_HALVES[plain])
    match = _PERIOD.fullmatch(plain)
    count = _count(match["count"]) if match else None
    if match is None or count is None:
        raise ValueError(_advice(text, plain))
    unit = next(unit for unit in UNITS if match[unit])
    return Period(count, unit)


def _count(text: str) -> int | None:
    """1 to 999 in figures or as 十五, 两, 一百二十; None where the characters make no number."""
    if text.isascii():
        return int(text)
    match = _CHINESE.fullmatch(text.replace("两", "二"))
    if match is None:
        return None
    hundreds, tens, ones = (_NUMERALS.index(match[name] or "零") for name in ("hundreds", "tens", "ones"))
    value = hundreds * 100 + (tens or bool(match["ten"])) * 10 + ones
    return value or None


def _advice(text: str, plain: str) -> str:
    shown = text.strip()[:30]
    if re.fullmatch(r"[0-9]+", plain):
        return f"期限「{shown}」没有单位：请写成 {plain}日、{plain}个工作日、{plain}小时或 {plain}个月。"
    if re.fullmatch(r"[0-9]+月", plain):
        return f"期限「{shown}」像是月份：{plain[:-1]} 个月的期限请写成 {plain[:-1]}个月。"
    return (
        f"期限「{shown}」看不懂：请写成 7日、10个工作日、24小时、3个月、2周或 3年这样的形式，数为 1 到 {MAX} 的整数。"
    )

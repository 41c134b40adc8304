"""The numbers of clauses as a draft types them: the next one, the first one, one between two (第八条之一)."""

from __future__ import annotations

import re
from itertools import count

from mingyue.review.numbers import chinese_integer

_DIGITS = "零一二三四五六七八九"
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百零两]+|[①-⑳]|[a-zA-Z]")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def after(marker: str) -> str:
    """The marker of the next clause: 3. -> 4., （三） -> （四）, 12.3 -> 12.4; "" where the kind of marker ends (⑳, z)."""
    return _counted(marker, value(marker) + 1)


def first(marker: str) -> str:
    """The marker that opens a list of this kind: （三） -> （一）."""
    return _counted(marker, 1)


def between(marker: str, taken: str) -> str:
    """A marker behind this one that moves no other: 第八条 -> 第八条之一, 8. -> 8之一.; `taken`: text it must not occur in."""
    marker = re.sub(f"之[{_DIGITS}十]+", "", marker)
    match = _last(marker)
    at = marker.find("条") + 1 or marker.find("章") + 1 or (match.end() if match else len(marker))
    made = (f"{marker[:at]}之{chinese(number)}{marker[at:]}" for number in count(1))
    return next(candidate for candidate in made if candidate not in taken)


def chinese(number: int) -> str:
    """A number up to 999 in Chinese digits."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if not tens:
        return head + (("零" if head else "") + _DIGITS[ones] if ones or not head else "")
    ten = "十" if tens == 1 and not head else f"{_DIGITS[tens]}十"
    return head + ten + (_DIGITS[ones] if ones else "")


def _last(marker: str) -> re.Match[str] | None:
    """The numeral that counts: the last one (3 in 12.3)."""
    found = None
    for found in _NUMERAL.finditer(marker):  # noqa: B007 - the last one is wanted
        pass
    return found


def value(marker: str) -> int:
    """The number that a marker shows, 0 where it shows none."""
    match = _last(marker)
    if match is None:
        return 0
    raw = match[0]
    if "①" <= raw <= "⑳":
        return ord(raw) - ord("①") + 1
    if raw.isdecimal():
        return int(raw)
    return ord(raw.lower()) - ord("a") + 1 if raw.isascii() else chinese_integer(raw)


def _counted(marker: str, number: int) -> str:
    """The marker with another number of the same kind."""
    match = _last(marker)
    if match is None:
        return ""
    raw = match[0]
    if "①" <= raw <= "⑳":
        made = chr(ord("①") + number - 1) if number <= 20 else ""
    elif raw.isdecimal():
        made = str(number) if raw.isascii() else str(number).translate(_WIDE)
    elif raw.isascii():
        made = chr(ord("a" if raw.islower() else "A") + number - 1) if number <= 26 else ""
    else:
        made = chinese(number)
    return marker[: match.start()] + made + marker[match.end() :] if made else ""

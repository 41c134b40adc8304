"""Numbers as Chinese contracts write them: integers, amounts in capital letters, rates, durations.

All functions take reading text (see `reading`): half-width digits, no spaces, "%" and "‰".
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    c: i
    for i, row in enumerate(("零〇", "一壹弌", "二贰两貮", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in row
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
NUMERAL = "[零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
_DIGIT = "[零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
NUMBER = rf"(?:\d+(?:\.\d+)?|{NUMERAL}+(?:点{_DIGIT}+)?)"
_CAPITAL = re.compile(
    rf"^(?P<yuan>{NUMERAL}+)(?:[元圆圜]|(?=[整正]|$))(?:零?(?P<jiao>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?(?:零?(?P<fen>[一二三四五六七八九壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)


def chinese_integer(text: str) -> int:
    """The value of 一百二十 or 壹拾万; also of digits read out one by one (二零二五). ValueError for anything else."""
    if text.isdigit() and text.isascii():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS and c not in "万亿" for c in text):
        message = f"not a number: {text!r}"
        raise ValueError(message)
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            factor = 10**4 if c == "万" else 10**8
            total = (total + section + digit) * factor if c == "亿" else total + (section + digit or 1) * factor
            section = digit = 0
    return total + section + digit


def number(text: str) -> Decimal:
    """The value of 12, 12.5, 十二 or 半."""
    if text == "半":
        return Decimal("0.5")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    whole, _, rest = text.partition("点")
    decimals = "".join(str(_DIGITS[c]) for c in rest)
    return Decimal(f"{chinese_integer(whole)}.{decimals}" if decimals else chinese_integer(whole))


def capital_amount(text: str) -> Decimal | None:
    """Yuan of an amount in capital letters (壹拾贰万叁仟元伍角整); None when it is not one."""
    match = _CAPITAL.match(text)
    if match is None:
        return None
    value = Decimal(chinese_integer(match["yuan"]))
    value += Decimal(_DIGITS[match["jiao"]]) / 10 if match["jiao"] else 0
    return value + (Decimal(_DIGITS[match["fen"]]) / 100 if match["fen"] else 0)


def bare(value: Decimal) -> int | float:
    """A decimal as a result carries it: an integer where it is whole."""
    return int(value) if value == int(value) else float(value)


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


RATE = rf"(?:(?P<pct>\d+(?:\.\d+)?)[%](?![o0])|(?P<mill>\d+(?:\.\d+)?)‰|百分之(?P<pcn>{NUMBER})|千分之(?P<mcn>{NUMBER})|万分之(?P<tcn>{NUMBER}))"


def percent(match: re.Match[str]) -> Decimal:
    """Percent of a match of `RATE`: 千分之三 is 0.3, 5‰ is 0.5, 万分之五 is 0.05."""
    groups = match.groupdict()
    for key, divisor in (("pct", 1), ("mill", 10), ("pcn", 1), ("mcn", 10), ("tcn", 100)):
        if groups.get(key):
            return number(groups[key]) / divisor
    message = "no rate in match"
    raise ValueError(message)

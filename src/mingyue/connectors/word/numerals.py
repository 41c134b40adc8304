"""Numbers as the number formats of Word show them (w:numFmt)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

_SIMPLE: Final = "〇一二三四五六七八九"
_ROUND: Final = "○一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ENCLOSED_IDEOGRAPHS: Final = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_MYRIAD: Final = 10_000
_MOST_REPEATS: Final = 30  # letters beyond z repeat (aa, aaa); a hostile start value must not make a megabyte


def _positional(value: int, digits: str, *, one_ten: bool, units: str = "十百千", myriad: str = "万") -> str:
    """Chinese counting with units; `one_ten`: 10 is 一十, not 十."""
    if value >= _MYRIAD:
        high, low = divmod(value, _MYRIAD)
        head = _positional(high, digits, one_ten=one_ten, units=units, myriad=myriad) + myriad
        if not low:
            return head
        gap = digits[0] if low < _MYRIAD // 10 else ""
        return head + gap + _positional(low, digits, one_ten=True, units=units, myriad=myriad)
    text, zero = "", False
    for place, figure in zip(range(len(str(value)) - 1, -1, -1), str(value), strict=True):
        if figure == "0":
            zero = bool(text)
            continue
        text += (digits[0] if zero else "") + digits[int(figure)] + (units[place - 1] if place else "")
        zero = False
    short = not one_ten and text.startswith(digits[1] + units[0])
    return text[1:] if short else text or digits[0]


def _figures(value: int, digits: str) -> str:
    return "".join(digits[int(figure)] for figure in str(value))


def _counting(value: int) -> str:
    """Tens up to 99, then figure by figure, as Word's chineseCounting does."""
    return _positional(value, _ROUND, one_ten=False) if value < 100 else _figures(value, _ROUND)


def _japanese(value: int) -> str:
    text = _positional(value, _SIMPLE, one_ten=False).replace("〇", "") or "〇"
    return text.replace("一百", "百").replace("一十", "十").replace("一千", "千")


def _sign(value: int, signs: str) -> str:
    """One of these signs, the plain figure beyond them."""
    return signs[value - 1] if 0 < value <= len(signs) else str(value)


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value > 0 else str(value)


def _letters(value: int) -> str:
    if value < 1:
        return ""
    repeats, index = divmod(value - 1, 26)
    return chr(ord("a") + index) * min(repeats + 1, _MOST_REPEATS)


def _roman(value: int) -> str:
    if not 0 < value < 4 * _MYRIAD:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        text += sign * count
    return text


def _circled(value: int) -> str:
    """A circled figure up to 50, the plain one beyond."""
    for first, last, base in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(base + value - first)
    return str(value)


def _ordinal(value: int) -> str:
    tail = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{tail}"


def _nothing(_: int) -> str:
    return ""


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "ordinal": _ordinal,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": partial(_sign, signs="".join(map(chr, range(0x2488, 0x249C)))),
    "decimalEnclosedParen": partial(_sign, signs="".join(map(chr, range(0x2474, 0x2488)))),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": partial(_positional, digits="零一二三四五六七八九", one_ten=False),
    "taiwaneseCountingThousand": partial(_positional, digits=_SIMPLE, one_ten=False, myriad="萬"),
    "japaneseCounting": _japanese,
    "koreanCounting": str,
    "ideographDigital": partial(_figures, digits=_SIMPLE),
    "japaneseDigitalTenThousand": partial(_figures, digits=_SIMPLE),
    "taiwaneseDigital": partial(_figures, digits=_ROUND),
    "chineseLegalSimplified": partial(_positional, digits=_LEGAL, one_ten=True, units="拾佰仟"),
    "ideographLegalTraditional": partial(
        _positional, digits=_LEGAL_TRADITIONAL, one_ten=True, units="拾佰仟", myriad="萬"
    ),
    "japaneseLegal": partial(_positional, digits="零壱弐参四伍六七八九", one_ten=True, units="拾百阡", myriad="萬"),
    "ideographTraditional": partial(_sign, signs=_STEMS),
    "ideographZodiac": partial(_sign, signs=_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": partial(_sign, signs=_ENCLOSED_IDEOGRAPHS),
    "none": _nothing,
}


def shown(value: int, number_format: str) -> str:
    """The number in this format; formats that Chinese contracts do not use show plain figures.

    >>> shown(23, "chineseCountingThousand"), shown(3, "decimalEnclosedCircle")
    ('二十三', '③')
    """
    return FORMATS.get(number_format, str)(value) if value >= 0 else str(value)

"""Characters as PDF fonts name them, turned into those that a reader sees; one for one, so that indexes hold."""

from __future__ import annotations

import re
import unicodedata

UNMAPPED = "\ufffd"
HYPHEN = "\u00ad"
"""A hyphen that the library takes for one at which a word was broken."""

# Fonts subset by number often map common characters to the radicals that look like them; a reader sees 页, not ⻚.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | {
    ord(radical): char
    for radical, char in zip(
        "⺁⺌⺝⺟⺠⺩⺫⺮⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
        "厂小月母民王目竹肉虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
}
# Signs of Wingdings and its kin, which have no place in Unicode's common planes: boxes ticked or not above all.
_SIGNS = {
    0xF000 + code: sign
    for code, sign in zip(
        b"\x50\x51\x52\x6c\x6e\x6f\x70\x71\x72\x75\x78\xa3\xa7\xa8\xb7\xd8\xfb\xfc\xfd\xfe",
        "✓☒☑●■□□□□◆☒□▪□•➢✗✓☒☑",
        strict=True,
    )
}
_REPLACE = _RADICALS | _SIGNS | {0x00A0: " ", 0x0009: " ", 0x000B: " ", 0x000C: " ", 0x0002: HYPHEN, 0xFFFE: HYPHEN}
_MEANINGLESS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\uffff]")
_WIDE_FROM = "\u2e80"
_CLOSING = "，。、：；！？）》」】”"
_MAX_BLANK = 20


def readable(codes: list[int]) -> str:
    """The characters of these codes, one each; what no font mapped comes out as U+FFFD. Surrogates stay halves."""
    text = "".join([chr(code) if code <= 0x10FFFF else UNMAPPED for code in codes])
    return _MEANINGLESS.sub(UNMAPPED, text.translate(_REPLACE))


def whole(text: str) -> str:
    """The text with halves of a pair put together and lone ones replaced by U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def blank(ems: float, before: str, after: str) -> str:
    """Spaces for a gap of so many full widths; the thin space that type-setting puts between 字 and letters is none."""
    one_is_letter = (before.isalnum() and before < _WIDE_FROM) != (after.isalnum() and after < _WIDE_FROM)
    if ems < 0.8 and (one_is_letter or before in _CLOSING or after in _CLOSING):
        return ""
    return " " * min(_MAX_BLANK, max(1, round(ems * 2) if ems >= 1.5 else 1))

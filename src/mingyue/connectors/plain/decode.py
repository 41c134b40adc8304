"""Bytes of a text file as characters: which encoding a Chinese text is in."""

from __future__ import annotations

import codecs
import re

from mingyue.review.document import Unreadable

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-8", "gb18030", "big5hkscs")

# Characters that any Chinese contract is full of, simplified and traditional; bytes read in a wrong encoding or no
# text at all hardly ever hit them.
_COMMON = re.compile("[的一不在有为人方合同款项日年月付应或及约定甲乙本由按，。、：；（）為應項約個後務費]")
_MIN_COMMON = 0.03
_MAX_BROKEN = 0.002
_SAMPLE_BYTES = 200_000


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was read in ("utf-8", "gb18030" ...).

    A byte order mark decides; else strict UTF-8; else the encoding that gives plausible Chinese, in which a few broken
    places become U+FFFD. Raises Unreadable where nothing gives text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        best = max(_GUESSES, key=lambda encoding: _plausible(data, encoding))
        if _plausible(data, best) > 0:
            return data.decode(best, "replace"), best
    raise Unreadable("文字编码无法识别（不是 UTF-8、UTF-16、GB18030 或 Big5）：请用记事本打开后另存为 UTF-8 再试。")


def _plausible(data: bytes, encoding: str) -> float:
    """Share of characters that Chinese contracts are full of, among those beyond ASCII; 0 where it cannot be text."""
    text = data[:_SAMPLE_BYTES].decode(encoding, "replace")
    wide = sum(char > "\x7f" for char in text)
    broken = text.count("\ufffd")
    share = len(_COMMON.findall(text)) / max(wide, 1)
    if share < _MIN_COMMON or broken > max(3, _MAX_BROKEN * len(text)):
        return 0.0
    return share - broken / max(wide, 1)

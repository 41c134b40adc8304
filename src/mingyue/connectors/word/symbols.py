"""Signs of the Wingdings family and Symbol as the Unicode signs that a reader sees, ticked boxes above all."""

from __future__ import annotations

from typing import Final

PRIVATE: Final = 0xF000  # Word stores such signs at this offset, in the private use area

_TABLES: Final[dict[str, dict[int, str]]] = {
    "wingdings": {
        0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖", 0x77: "◆",
        0x78: "☒", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xB2: "✧", 0xD8: "➢", 0xE0: "→", 0xDF: "←",
        0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + index: sign for index, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
        **{0x8C + index: sign for index, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
    },
    "wingdings 2": {
        0x2A: "□", 0x30: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x55: "⊗", 0x56: "⊗",
        0x97: "●", 0x98: "●", 0xA2: "■", 0xA3: "□", 0xA6: "■",
        **{0x6A + index: sign for index, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")},
        **{0x76 + index: sign for index, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")},
    },
    "wingdings 3": {0x7D: "▶", 0x84: "◀"},
    "webdings": {0x61: "✓", 0x63: "□", 0x67: "■", 0x72: "✗", 0x3C: "■", 0x6E: "●"},
    "symbol": {0xB7: "•", 0xA3: "≤", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB9: "≠", 0xAE: "→", 0xD7: "·", 0x2D: "-"},
}  # fmt: skip


def is_symbol_font(font: str | None) -> bool:
    """Whether letters in this font look like signs."""
    return font is not None and font.lower() in _TABLES


def sign(code: int, font: str | None, default: str) -> str:
    """What this character code of this font looks like; the default where it is unknown."""
    return _TABLES.get((font or "").lower(), {}).get(code - PRIVATE if code >= PRIVATE else code, default)


def signs(text: str, font: str) -> str:
    """A text typed in a symbol font as it looks, one sign for each character."""
    return "".join(sign(ord(char), font, char) for char in text)

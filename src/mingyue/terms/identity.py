"""统一社会信用代码 (GB 32100-2015): 18 characters, the last one computed from the first 17."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))


def credit_code_valid(code: str) -> bool:
    """Whether the check character is right: 31 - (sum of value x weight mod 31), 31 counting as 0."""
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        return False
    total = sum(_ALPHABET.index(c) * weight for c, weight in zip(code, _WEIGHTS, strict=False))
    return _ALPHABET[(31 - total % 31) % 31] == code[-1]

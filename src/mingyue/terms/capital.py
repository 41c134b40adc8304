"""Amounts in Chinese capitals (大写金额), as on cheques and invoices."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("亿", "万", "")
MAX = Decimal("999999999999.99")


def capital(amount: Decimal) -> str:
    """The capitals of an amount in yuan, 0 to 9999 亿 and whole cents; without 人民币 before it.

    By 中国人民银行《正确填写票据和结算凭证的基本规定》. Where those rules leave a choice:

    - 零 is written only where a gap must be told: 1680.32 is 壹仟陆佰捌拾元叁角贰分, 107000.53 is 壹拾万柒仟元伍角叁分;
    - 整 closes an amount that ends with 元 or 角 (伍拾万元整, 壹元伍角整), so that nothing can be added; after 分 it may not stand;
    - 拾 always has its 壹 (壹拾万), and less than one yuan begins with 零元 (零元零伍分), so that nothing can be put before it.

    Raises ValueError for a negative amount, one above the limit or one with fractions of a cent.
    """
    if not amount.is_finite() or not 0 <= amount <= MAX:
        raise ValueError(f"金额 {amount} 不能写成大写：须在 0 到 {MAX:,} 元之间。")
    total = amount * 100
    if total != total.to_integral_value():
        raise ValueError(f"金额 {amount} 不能写成大写：请先四舍五入到分。")
    yuan, rest = divmod(int(total), 100)
    return f"{_yuan(yuan)}元{_small(*divmod(rest, 10))}"


def _yuan(yuan: int) -> str:
    """Groups of four figures; 零 stands before one whose thousands are empty, and after one that is empty altogether."""
    written, gap = "", False
    for group, unit in zip((yuan // 10**8, yuan // 10**4 % 10**4, yuan % 10**4), _GROUPS, strict=True):
        if group:
            written += ("零" if written and (gap or group < 1000) else "") + _group(group) + unit
        gap = not group
    return written or "零"


def _group(group: int) -> str:
    """Four figures: 1005 is 壹仟零伍. Empty places at either end say nothing."""
    written, gap = "", False
    for figure, place in zip(f"{group:04}", _PLACES, strict=True):
        if figure != "0":
            written += ("零" if written and gap else "") + _DIGITS[int(figure)] + place
        gap = figure == "0"
    return written


def _small(jiao: int, fen: int) -> str:
    if not fen:
        return f"{_DIGITS[jiao]}角整" if jiao else "整"
    return f"{_DIGITS[jiao]}角{_DIGITS[fen]}分" if jiao else f"零{_DIGITS[fen]}分"

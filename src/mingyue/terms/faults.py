"""What the validator found, as one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_SHAPES: Mapping[str, str] = {
    r"^[A-Za-z][A-Za-z0-9_-]{0,31}$": "编号须以英文字母开头，只用字母、数字、- 和 _，最多 32 个字符",
    r"^\d{4}-\d{2}-\d{2}$": "须为日期，如 2026-03-31",
    r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$": "须为日期或者北京时间，如 2026-03-31 或 2026-03-31T09:30",
    r"^\d{4}-(0[1-9]|1[0-2])$": "须为月份，如 2026-05",
    r"^[0-9a-f]{64}$": "须为 64 位十六进制的散列值（SHA-256）",
    r"^E[1-9][0-9]*$": "须为事件编号，如 E7",
}
_SAYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "缺少这一项",
    "string_type": lambda _: "须为文字",
    "string_too_short": lambda _: "不能为空：没有约定就删去这一项",
    "string_too_long": lambda c: f"太长：最多 {c['max_length']} 个字",
    "string_pattern_mismatch": lambda c: _SHAPES.get(c["pattern"], "写法不对"),
    "decimal_parsing": lambda _: "须为数字，如 500000.00；不写单位、逗号和百分号",
    "decimal_type": lambda _: "须为数字，如 500000.00；不写单位、逗号和百分号",
    "decimal_max_places": lambda c: f"小数位太多：最多 {c['decimal_places']} 位",
    "finite_number": lambda _: "须为有限的数字",
    "greater_than_equal": lambda c: f"不能小于 {c['ge']}",
    "less_than_equal": lambda c: f"不能大于 {c['le']}",
    "int_parsing": lambda _: "须为整数",
    "int_type": lambda _: "须为整数",
    "int_from_float": lambda _: "须为整数",
    "bool_parsing": lambda _: "须为 true 或 false",
    "bool_type": lambda _: "须为 true 或 false",
    "date_parsing": lambda _: "须为日期，如 2026-03-31",
    "date_from_datetime_parsing": lambda _: "须为日期，如 2026-03-31",
    "date_from_datetime_inexact": lambda _: "须为日期，不带时间，如 2026-03-31",
    "date_type": lambda _: "须为日期，如 2026-03-31",
    "literal_error": lambda c: (
        f"须为 {str(c['expected']).replace(' or ', '、').replace(', ', '、').replace(chr(39), '')} 之一"
    ),
    "tuple_type": lambda _: "须为列表：每项一行，以 - 开头",
    "list_type": lambda _: "须为列表：每项一行，以 - 开头",
    "dict_type": lambda _: "须为一组“名称: 值”",
    "model_type": lambda _: "须为一组“名称: 值”，缩进在下一行",
    "model_attributes_type": lambda _: "须为一组“名称: 值”，缩进在下一行",
    "value_error": lambda c: str(c["error"]).rstrip("。"),
}


def sentence(error: Mapping[str, Any]) -> str:
    """One error of the validator as a sentence; one we have no words for keeps the validator's own."""
    says = _SAYS.get(error["type"])
    told = says(error.get("ctx") or {}) if says else str(error["msg"])
    given = error.get("input")
    quote = isinstance(given, str | int) and given != "" and error["type"] != "value_error"  # ours quote what they need
    shown = f"，现在是“{str(given)[:40]}”" if quote else ""
    return f"{told}{shown}。"

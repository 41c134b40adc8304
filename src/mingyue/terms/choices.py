"""How the values of a field with a fixed choice read in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mingyue.terms import data, ending, fees, parties, product, schedule, scope, service

POSITIONS: Mapping[str, str] = {"preferred": "首选", "fallback": "可让步", "floor": "底线"}
_AFTER = {
    "signed": "本合同签订",
    "effective": "本合同生效",
    "accepted": "里程碑验收合格",
    "went_live": "系统正式上线",
    "date": "约定日期",
}
_WORDS: tuple[Mapping[str, str], ...] = (
    parties.STANDINGS,
    parties.SIZES,
    parties.ROLES,
    product.DEPLOYMENTS,
    product.LICENCES,
    scope.LEVELS,
    schedule.AUDIENCES,
    fees.KINDS,
    service.SEVERITIES,
    data.CROSS_BORDER,
    ending.BASES,
    ending.GROUNDS,
    ending.EXCLUDED,
    {"CNY": "人民币", "USD": "美元", "EUR": "欧元", "HKD": "港元"},
    {"buyer": "甲方", "vendor": "乙方", "joint": "双方共有"},
    {"arbitration": "仲裁", "litigation": "诉讼"},
    _AFTER,
    POSITIONS,
)


def words_of(keys: Iterable[object]) -> Mapping[str, str] | None:
    """The words for a choice between exactly these keys; None where there are none."""
    wanted = set(keys)
    return next((words for words in _WORDS if set(words) == wanted), None)

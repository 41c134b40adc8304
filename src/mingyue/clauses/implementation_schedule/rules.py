"""Defects of implementation that no generic check can say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.case import Case, Place
from mingyue.review.pattern import pattern

__all__ = ["low_migration_accuracy"]

_ACCURACY = pattern(
    r"(?:迁移|导入|移植|割接|转换)[^。；\n]{0,30}?(?:准确率|正确率|完整率|一致率|成功率)[^。；\n\d]{0,12}(?P<rate>\d+(?:\.\d+)?)%"
)


def low_migration_accuracy(case: Case) -> Iterator[Place]:
    """A promised accuracy of migrated data under the walk-away position."""
    limit = case.playbook.parameters["migration_accuracy_percent"].walk_away
    for hit in case.scan.hits(_ACCURACY):
        if Decimal(hit.match["rate"]) < limit:
            yield hit.scope_start, hit.scope_end

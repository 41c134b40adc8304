"""Defects of maintenance that no generic check can say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mingyue.review.case import Case, Place
from mingyue.review.pattern import pattern

__all__ = ["high_maintenance_fee", "low_availability"]

_AVAILABILITY = pattern(r"(?:可用率|可用性|可用度|在线率|正常运行率)[^。；，\n\d]{0,14}(?P<rate>\d+(?:\.\d+)?)%")
_CONSEQUENCE = (pattern(r"低于|不足|未达|不达"),)
_PROMISED = pattern(r"不(?:低|少)于|不得低于|达到|以上")
_FEE = pattern(
    r"(?:维护|维保|运维|服务)(?:服务)?费(?:用)?[^。；，\n\d]{0,20}(?:总价|合同价|软件费|许可费|采购价|软件价款|合同总额|总额|价款)[^。；，\n\d]{0,6}(?P<rate>\d+(?:\.\d+)?)%"
)
_NOT_A_FEE = (pattern(r"扣|违约|赔|抵|减"),)


def low_availability(case: Case) -> Iterator[Place]:
    """A promised availability under the walk-away position."""
    limit = case.playbook.parameters["availability_percent"].walk_away
    for hit in case.scan.hits(_AVAILABILITY):
        sentence = case.scan.text[hit.scope_start : hit.scope_end]
        promised = _PROMISED.regex.search(sentence) or not any(p.regex.search(sentence) for p in _CONSEQUENCE)
        if promised and Decimal(hit.match["rate"]) < limit:
            yield hit.scope_start, hit.scope_end


def high_maintenance_fee(case: Case) -> Iterator[Place]:
    """A yearly maintenance fee above the walk-away share of the price."""
    limit = case.playbook.parameters["maintenance_fee_percent"].walk_away
    for hit in case.scan.hits(_FEE, unless=_NOT_A_FEE):
        if Decimal(hit.match["rate"]) > limit:
            yield hit.scope_start, hit.scope_end

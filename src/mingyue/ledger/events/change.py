"""Change orders and supplements (section 五.2 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.ledger.events.content import DAY, WHICH, Content, Side
from mingyue.terms.base import Id, Line, required, term
from mingyue.terms.delta import Delta

Reason = Literal["scope", "price", "schedule", "law", "staff", "technology", "other"]
REASONS: Mapping[str, str] = {
    "scope": "需求增减",
    "price": "价格调整",
    "schedule": "工期调整",
    "law": "法律法规变化",
    "staff": "人员变更",
    "technology": "技术方案变化",
    "other": "其他",
}


class ChangeProposed(Content):
    """A change order: reason, delta on the terms, from when, until when (a temporary change ends by itself)."""

    title = "提出变更"
    change: Id = required("变更编号")
    subject: Line = required("内容")
    side: Side = required(f"提出方：{WHICH}")
    reason: Reason = required("原因：" + "、".join(f"{key} {title}" for key, title in REASONS.items()))
    delta: Delta = required("对条款的改动")
    starts: Line | None = term("自哪一天起（日期）；不写为双方都同意之日", pattern=DAY)
    until: Line | None = term("临时变更到哪一天为止（含当日，日期）", pattern=DAY)


class ChangeApproved(Content):
    """One side signed a change order; it takes effect when both have."""

    title = "同意变更"
    change: Id = required("变更编号")
    side: Side = required(f"哪一方：{WHICH}")


class ChangeRejected(Content):
    """One side refused a change order."""

    title = "拒绝变更"
    change: Id = required("变更编号")
    side: Side = required(f"哪一方：{WHICH}")
    reason: Line = required("理由")


class ChangeWithdrawn(Content):
    """The proposer took a change order back."""

    title = "撤回变更"
    change: Id = required("变更编号")
    reason: Line | None = term("理由")


class Supplement(Content):
    """A supplement signed by both sides, with its delta."""

    title = "补充协议"
    number: Line = required("编号")
    subject: Line = required("内容")
    delta: Delta = required("对条款的改动")
    until: Line | None = term("到哪一天为止（含当日，日期）", pattern=DAY)

    def ahead(self) -> bool:
        """It may be signed for a day to come."""
        return True

"""Interruptions and the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mingyue.ledger.events.content import WHICH, Content, Side
from mingyue.terms.base import Line, Yuan, required, term
from mingyue.terms.ending import GROUNDS, Ground

Why = Literal[Ground, "trial", "agreed", "force_majeure", "statutory"]
WHYS: Mapping[str, str] = {
    **GROUNDS,
    "trial": "试用期内终止",
    "agreed": "双方协商一致",
    "force_majeure": "不可抗力持续",
    "statutory": "法定解除",
}
BUYERS = frozenset((*GROUNDS, "trial"))
"""Grounds that the contract gives to the buyer alone."""


class Suspended(Content):
    """One side stopped performing."""

    title = "中止履行"
    side: Side = required(f"哪一方：{WHICH}")
    reason: Line = required("理由")


class Resumed(Content):
    """Performance goes on."""

    title = "恢复履行"
    side: Side = required(f"哪一方：{WHICH}")


class ForceMajeureBegun(Content):
    """Force majeure struck one side."""

    title = "不可抗力发生"
    side: Side = required(f"受影响的一方：{WHICH}")
    subject: Line = required("情况")


class ForceMajeureNotified(Content):
    """The struck side told the other."""

    title = "不可抗力通知"
    side: Side = required(f"受影响的一方：{WHICH}")


class ForceMajeureEnded(Content):
    """Force majeure is over."""

    title = "不可抗力结束"
    side: Side = required(f"受影响的一方：{WHICH}")


class RenewalNotice(Content):
    """One side said whether it will renew."""

    title = "续约通知"
    side: Side = required(f"哪一方：{WHICH}")
    renew: bool = required("true 续约、false 不续约")


class TerminationNotice(Content):
    """A notice of termination arrived: the contract ends (民法典 565)."""

    title = "解除通知"
    side: Side = required(f"哪一方：{WHICH}")
    ground: Why = required("理由：" + "、".join(f"{key} {title}" for key, title in WHYS.items()))

    def ahead(self) -> bool:
        """Both sides may agree on a day to come; a notice works when it arrives."""
        return self.ground == "agreed"


class DataReturned(Content):
    """The vendor handed the data over."""

    title = "数据移交"
    complete: bool = term("核对完整", default=False)


class AccountsClosed(Content):
    """Accounts are closed."""

    title = "账号注销"


class DataWiped(Content):
    """The vendor wiped the data."""

    title = "数据清除"
    certificate: Line | None = term("清除证明编号")


class Refunded(Content):
    """The vendor paid back."""

    title = "退款"
    positive = True
    amount: Yuan = required("金额")

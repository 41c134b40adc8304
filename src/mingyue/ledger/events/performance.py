"""Signing, delivery, acceptance and money."""

from __future__ import annotations

from typing import ClassVar

from mingyue.ledger.events.content import Content, Hash
from mingyue.terms.base import Id, Line, Yuan, required, term


class Signed(Content):
    """Both sides signed the contract."""

    title = "合同签署"
    filled: ClassVar[frozenset[str]] = frozenset({"terms_hash"})
    terms_hash: Hash | None = term("签署时条款的散列值（由程序填写）")


class Effective(Content):
    """The contract took effect; without this event it does so when signed."""

    title = "合同生效"

    def ahead(self) -> bool:
        """The day on which it will take effect may be agreed."""
        return True


class Delivered(Content):
    """The vendor handed over a milestone and asked for acceptance in writing."""

    title = "交付"
    milestone: Id = required("里程碑")
    items: tuple[Line, ...] = term("交付物", ())


class Accepted(Content):
    """Both sides signed the acceptance report."""

    title = "验收合格"
    milestone: Id = required("里程碑")
    report: Line | None = term("阶段性验收报告编号")


class Rejected(Content):
    """The buyer refused acceptance, with reasons."""

    title = "验收不合格"
    milestone: Id = required("里程碑")
    reasons: tuple[Line, ...] = required("理由", min_length=1)


class WentLive(Content):
    """The system is in formal use."""

    title = "正式上线"


class Invoiced(Content):
    """The vendor's invoice arrived."""

    title = "收到发票"
    positive = True
    instalment: Id = required("期次")
    number: Line = required("发票号码")
    amount: Yuan = required("金额（含税）")


class Paid(Content):
    """The buyer paid."""

    title = "付款"
    positive = True
    instalment: Id = required("期次")
    amount: Yuan = required("金额")


class SetOff(Content):
    """The buyer told the vendor that a claim is set off against an instalment (民法典 568)."""

    title = "抵销通知"
    positive = True
    claim: Line = required("请求权编号（见台账）")
    instalment: Id = required("期次")
    amount: Yuan = required("金额")


class ClaimSettled(Content):
    """The debtor paid a claim directly."""

    title = "请求权清偿"
    positive = True
    claim: Line = required("请求权编号（见台账）")
    amount: Yuan = required("金额")


class ClaimWaived(Content):
    """The creditor gave up a claim, in whole or part."""

    title = "放弃请求权"
    positive = True
    claim: Line = required("请求权编号（见台账）")
    amount: Yuan | None = term("放弃的金额；不写为全部")
    reason: Line = required("理由和批准人")


class LossEstimated(Content):
    """Evidence of the actual loss behind a claim: what courts measure a penalty against (合同编通则解释 65)."""

    title = "实际损失"
    claim: Line = required("请求权编号（见台账）")
    amount: Yuan = required("损失金额")

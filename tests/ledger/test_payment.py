import pytest
from money import position

from mingyue.ledger.event import EventError

SIGNED = "2026-01-05 合同签署；2026-01-08 收到发票 P1 001 150000；"


def payment(found, name):
    return next(each for each in found.payments if each.id == name)


@pytest.mark.parametrize(
    "event", ["2026-02-01 付款 P9 1", "2026-02-01 收到发票 P9 7 1", "2026-02-01 抵销通知 C-M2-late P9 1"]
)
def test_an_unknown_instalment_is_refused_with_its_event(event):
    with pytest.raises(EventError, match=r"^E3：没有期次 P9，合同的期次有 P1、P2、P3：请更正。$"):
        position(SIGNED + event, "2026-03-01")


def test_conditions_name_the_day_and_the_event_that_met_them():
    first, second = payment(position(SIGNED, "2026-01-10"), "P1").conditions
    assert (first.met, str(first.day), first.event) == (True, "2026-01-05", "E1")
    assert (second.met, str(second.day), second.event) == (True, "2026-01-08", "E2")


def test_a_price_that_rises_when_everything_is_due_falls_due_anew():
    text = (
        "约定 fees_payment.instalments.P3.gate.fault_free=null fees_payment.instalments.P2.gate.invoice=false；"
        + SIGNED
        + "2026-01-09 付款 P1 150000；2026-02-01 验收合格 M2；2026-02-02 付款 P2 200000；2026-02-03 正式上线；2026-02-04 付款 P3 150000；"
        "2026-06-01 补充协议 S1 增项 fees_payment.total=510000 fees_payment.items.F1.amount=310000"
    )
    last = payment(position(text, "2026-06-05"), "P3")
    assert (last.amount, last.left, last.state, str(last.due)) == (160000, 10000, "released", "2026-06-08")
    found = position(text, "2026-06-10")
    assert payment(found, "P3").state == "overdue"
    assert [each.amount for each in found.claims if each.id == "C-P3-late"] == [10]  # 10,000 × 0.05 % × 2 days


def test_a_price_that_falls_when_everything_is_paid_is_an_overpayment():
    text = (
        "约定 fees_payment.instalments.P3.gate.fault_free=null fees_payment.instalments.P2.gate.invoice=false；"
        + SIGNED
        + "2026-01-09 付款 P1 150000；2026-02-01 验收合格 M2；2026-02-02 付款 P2 200000；2026-02-03 正式上线；2026-02-04 付款 P3 150000；"
        "2026-06-01 补充协议 S1 减项 fees_payment.total=300000 fees_payment.items.F1.amount=100000"
    )
    found = position(text, "2026-06-05")
    assert [each.amount for each in found.payments] == [150000, 150000, 0]
    assert {"N-P2-over", "N-P3-over"} <= {each.id for each in found.notices}
    assert all(each.left == 0 for each in found.payments)


def test_without_a_clause_a_late_payment_costs_nothing():
    found = position("约定 breach_dispute.late_payment=null；" + SIGNED, "2026-06-01")
    assert payment(found, "P1").state == "overdue"
    assert not [each for each in found.claims if each.creditor == "vendor"]


def test_an_early_payment_is_no_risk_once_its_gate_is_open():
    text = "2026-01-05 合同签署；2026-01-06 付款 P1 150000；"
    assert "N-P1-early" in {each.id for each in position(text, "2026-01-07").notices}
    later = position(text + "2026-01-08 收到发票 P1 001 150000", "2026-01-09")
    assert "N-P1-early" not in {each.id for each in later.notices}
    assert later.balances["预付账款"] == 0


def test_money_that_comes_back_without_a_claim_is_booked():
    text = SIGNED + "2026-01-09 付款 P1 150000；2026-01-10 付款 P1 150000；2026-01-20 退款 160000"
    books = position(text, "2026-01-30").balances
    assert (books["应收多付款"], books["其他应付款"], books["银行存款"]) == (0, -10000, -140000)

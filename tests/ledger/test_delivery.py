import pytest
from money import position

from mingyue.ledger.event import EventError

SIGNED = "2026-01-05 合同签署；"


def obligation(found, name):
    return next(each for each in found.obligations if each.id == name)


def claim(found, name):
    return next((each for each in found.claims if each.id == name), None)


def test_an_unknown_milestone_is_refused_with_its_event():
    with pytest.raises(EventError, match=r"^E2：没有里程碑 M9，合同的里程碑有 M1、M2、M3：请更正。$"):
        position(SIGNED + "2026-04-12 交付 M9", "2026-04-20")


def test_what_was_accepted_cannot_be_rejected():
    with pytest.raises(EventError, match="E3：M2 已经由 E2 验收合格，不能再记不合格"):
        position(SIGNED + "2026-04-12 验收合格 M2；2026-04-13 验收不合格 M2 坏了", "2026-04-20")


def test_an_acceptance_without_a_delivery_stands_for_one():
    found = position(SIGNED + "2026-04-12 验收合格 M2", "2026-04-20")
    assert claim(found, "C-M2-late").amount == 6000
    assert [each.id for each in found.obligations if each.id.startswith("O-M2")] == ["O-M2-deliver"]


def test_a_claim_grows_until_delivery_and_then_stops():
    late = claim(position(SIGNED, "2026-04-20"), "C-M2-late")
    assert late.accruing
    assert str(late.day) == "2026-04-20"
    done = claim(position(SIGNED + "2026-04-12 交付 M2", "2026-04-20"), "C-M2-late")
    assert not done.accruing
    assert str(done.day) == "2026-04-12"


def test_a_claim_at_its_cap_grows_no_more():
    full = claim(position(SIGNED, "2026-12-31"), "C-M2-late")
    assert full.amount == 50000
    assert not full.accruing


def test_a_milestone_that_was_changed_away_is_released():
    change = "2026-04-10 补充协议 S1 取消 implementation_schedule.milestones=[]"
    terms = "约定 fees_payment.items.F2.milestone=null fees_payment.items.F3.milestone=null fees_payment.instalments.P2.gate.after=effective fees_payment.instalments.P2.gate.milestone=null；"
    found = position(terms + SIGNED + change, "2026-04-20")
    assert obligation(found, "O-M2-deliver").state == "released"
    assert claim(found, "C-M2-late").amount == 9 * 500  # 1 to 9 April: earned before the change


def test_a_second_delivery_before_the_answer_adds_to_the_first():
    found = position(SIGNED + "2026-03-30 交付 M2；2026-04-05 交付 M2；2026-04-06 验收合格 M2", "2026-04-20")
    assert claim(found, "C-M2-late") is None
    assert obligation(found, "O-M2-deliver").state == "met"


def test_every_rejection_has_its_own_clock_and_its_number():
    text = SIGNED + "；".join(
        f"2026-04-{day:02} {what}"
        for day, what in [(1, "交付 M2"), (3, "验收不合格 M2 甲"), (5, "交付 M2"), (7, "验收不合格 M2 乙")]
    )
    found = position(text, "2026-04-30")
    assert obligation(found, "O-M2-rectify").state == "met"
    second = obligation(found, "O-M2-rectify-2")
    assert (second.state, str(second.due), second.days_late) == ("overdue", "2026-04-17", 13)
    assert second.why.formula[0] == "第 2 次验收不合格（2026-04-07）：乙"


def test_what_is_delivered_after_the_end_does_not_count():
    found = position(SIGNED + "2026-04-05 解除通知 甲方 法定；2026-04-20 交付 M2", "2026-05-01")
    assert obligation(found, "O-M2-deliver").state == "released"
    assert claim(found, "C-M2-late").amount == 5 * 500

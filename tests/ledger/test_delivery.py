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


def notice(found, name):
    return next(each for each in found.notices if each.id == name)


def test_the_rule_for_small_vendors_is_cited_only_where_it_holds():
    events = SIGNED + "2026-03-30 交付 M2"
    sizes = "约定 parties.buyer.size={} parties.vendor.size={}；"
    rule = "保障中小企业款项支付条例:10.2"
    for buyer, vendor, cited in (("public", "micro", True), ("large", "large", False), ("medium", "small", False)):
        found = notice(position(sizes.format(buyer, vendor) + events, "2026-04-20"), "N-M2-accept")
        assert (rule in found.why.basis, "付款期限" in found.text) == (cited, cited)
    unknown = notice(position(events, "2026-04-20"), "N-M2-accept")
    assert rule not in unknown.why.basis
    assert "乙方为中小企业的，付款期限可能自该日起算" in unknown.text


def test_two_suspensions_of_the_buyer_add_up_and_overlapping_ones_do_not():
    one = "2026-04-05 中止履行 甲方 预算；2026-04-08 中止履行 甲方 预算；2026-04-10 恢复履行 甲方；"
    two = "2026-04-12 中止履行 甲方 预算；2026-04-15 恢复履行 甲方；"
    found = notice(position(SIGNED + one + two + "2026-04-20 交付 M2", "2026-04-25"), "N-M2-suspended")
    assert found.why.formula[:3] == (
        "甲方 2026-04-05 中止履行，2026-04-10 恢复，计 5 日",
        "甲方 2026-04-12 中止履行，2026-04-15 恢复，计 3 日",
        "工期顺延 8 日的，M2 逾期 20 日减为 12 日",
    )


def test_a_suspension_after_the_delivery_disputes_nothing():
    events = "2026-04-12 交付 M2；2026-04-20 中止履行 甲方 预算；2026-04-30 恢复履行 甲方"
    found = position(SIGNED + events, "2026-05-05")
    assert "N-M2-suspended" not in {each.id for each in found.notices}
    assert claim(found, "C-M2-late").amount == 6000


def test_a_penalty_without_a_sum_names_what_is_missing():
    found = position(
        "约定 breach_dispute.late_delivery.base=milestone fees_payment.items.F2.milestone=M3；" + SIGNED, "2026-04-20"
    )
    assert claim(found, "C-M2-late") is None
    assert notice(found, "N-M2-late").why.formula[0] == "0.00 × 0.1% × 20 日 = 0.00"


def test_a_claim_under_a_raised_cap_grows_until_that_one_is_full():
    change = "2026-08-01 补充协议 S1 提高上限 breach_dispute.late_delivery.cap_percent=11"
    assert claim(position(SIGNED + change, "2026-08-09"), "C-M2-late").accruing
    full = claim(position(SIGNED + change, "2026-08-10"), "C-M2-late")
    assert (full.amount, full.accruing) == (55000, False)

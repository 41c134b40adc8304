"""Set-off, payment and waiver: one rule for a day, and what was refused on its day stays refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from money import position

from mingyue.ledger.event import EventError

SIGNED = "2026-01-05 合同签署；2026-01-08 收到发票 P1 001 150000；"
OUT = (
    "约定 termination_exit.refund_pro_rata=true；" + SIGNED + "2026-01-09 付款 P1 150000；"
    "2026-04-12 交付 M2；2026-04-16 验收合格 M2；2026-04-20 解除通知 甲方 协商；"
)


def claim(found, name):
    return next(each for each in found.claims if each.id == name)


def sums(found):
    claims = [(each.id, each.amount, each.set_off, each.paid, each.waived) for each in found.claims]
    payments = [(each.id, each.state, each.paid, each.set_off, each.left) for each in found.payments]
    return claims, payments, sorted(found.balances.items()), found.advice.pay, found.totals


amounts = st.sampled_from([500, 4000, 6000, 148_000, 150_000])


@st.composite
def days_work(draw):
    """What may be done about one claim and one instalment on one day, one of each kind."""
    kinds = ["付款 P1 {}", "请求权清偿 C-M2-late {}", "抵销通知 C-M2-late P1 {}", "放弃请求权 C-M2-late {} 批准"]
    return [f"2026-04-20 {each.format(draw(amounts))}" for each in draw(st.sets(st.sampled_from(kinds), min_size=2))]


@settings(max_examples=60, deadline=None)
@given(days_work(), st.randoms(use_true_random=False))
def test_what_is_done_on_one_day_counts_the_same_in_any_order(done, random):
    mixed = random.sample(done, len(done))
    begun = SIGNED + "2026-04-12 交付 M2；"
    assert sums(position(begun + "；".join(done), "2026-04-30")) == sums(
        position(begun + "；".join(mixed), "2026-04-30")
    )


days = st.dates(date(2026, 3, 28), date(2026, 5, 10))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(days, amounts), min_size=1, max_size=3),
    st.lists(days, max_size=4, unique=True).map(sorted),
    days,
)
def test_what_was_refused_on_its_day_stays_refused(notices, handed, day):
    """Deliveries and rejections in turn make the claim stand still and grow again."""
    told = [f"{when} {('验收不合格 M2 缺项' if place % 2 else '交付 M2')}" for place, when in enumerate(handed)]
    told += [f"{when} 抵销通知 C-M2-late P1 {amount}" for when, amount in notices if when <= day]
    then, later = (position(SIGNED + "；".join(told), str(each)) for each in (day, day + timedelta(days=30)))
    counted = [sum(each.set_off for each in found.claims) for found in (then, later)]
    assert counted[1] <= counted[0]
    assert counted[0] <= sum(each.amount for each in then.claims if each.id == "C-M2-late")


def test_a_waiver_of_more_than_was_earned_reaches_what_is_earned_later():
    told = SIGNED + "2026-04-05 放弃请求权 C-M2-late 4000 批准"
    found = position(told, "2026-04-05")
    assert (claim(found, "C-M2-late").waived, claim(found, "C-M2-late").left) == (2500, 0)
    assert "其余待以后产生时计入" in next(each.text for each in found.notices if each.id == "N-E3-C-M2-late")
    found = position(told, "2026-04-20")
    assert (claim(found, "C-M2-late").waived, claim(found, "C-M2-late").left) == (4000, 6000)
    assert "N-E3-C-M2-late" not in {each.id for each in found.notices}


def test_a_set_off_does_not_reach_what_the_instalment_is_raised_by_later():
    told = (
        "约定 fees_payment.items=[]；2026-01-05 合同签署；2026-03-31 付款 P2 198000；2026-04-10 抵销通知 C-M2-late P2 3000；"
        "2026-04-12 补充协议 S1 涨价 fees_payment.total=600000"
    )
    for day in ("2026-04-10", "2026-04-20"):
        assert claim(position(told, day), "C-M2-late").set_off == 2000


def test_what_the_buyer_owes_after_the_end_is_paid_once():
    """By money that names an instalment, by settling the claim, by set-off: together never more than is owed."""
    found = position(
        OUT + "2026-05-06 抵销通知 C-M2-late P2 6000；2026-05-06 付款 P2 60000；2026-05-07 请求权清偿 C-exit-owed 4000",
        "2026-05-10",
    )
    owed = claim(found, "C-exit-owed")
    assert (owed.amount, owed.set_off, owed.paid, owed.left) == (70_000, 6000, 64_000, 0)
    assert (found.totals.paid, found.totals.claims_for_vendor, found.advice.pay) == (214_000, 0, 0)
    assert next(each for each in found.payments if each.id == "P2").paid == 0


def test_before_the_end_nothing_can_be_set_off_against_what_will_be_owed():
    with pytest.raises(EventError, match="没有期次 C-exit-owed"):
        position(SIGNED + "2026-04-10 抵销通知 C-M2-late C-exit-owed 100", "2026-04-20")


def test_money_back_before_the_end_was_not_paid():
    """Paid twice, half of it came back: 220,000 were earned, 150,000 are paid."""
    told = OUT.replace("2026-04-12", "2026-01-10 付款 P1 150000；2026-01-20 退款 150000；2026-04-12")
    found = position(told, "2026-05-10")
    assert claim(found, "C-exit-owed").amount == 70_000
    assert found.balances["应收多付款"] == 0
    assert {"N-refund-over", "N-P1-over"}.isdisjoint(each.id for each in found.notices)

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.ledger.accrual import Stretch, earned

START = date(2026, 4, 1)
CENT = Decimal("0.01")
sums = st.decimals(1, 1_000_000, places=2)


def stretch(name, start, days, *, base=Decimal(500_000), rate=Decimal("0.1"), cap=None):
    first = START + timedelta(days=start)
    return Stretch(name, first, first + timedelta(days=days), base, rate, cap, f"上限 {cap}")


def until(stretches, days):
    """The same, as it was known some days after the start."""
    end = START + timedelta(days=days)
    return [replace(each, stop=min(each.stop, end)) for each in stretches if each.start < end]


@st.composite
def together(draw):
    """Up to four things late under one cap."""
    cap = draw(sums)
    return [
        stretch(f"M{number}", draw(st.integers(0, 30)), draw(st.integers(1, 60)), base=draw(sums), cap=cap)
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]


@given(together())
@settings(max_examples=100, deadline=None)
def test_a_full_cap_is_reached_to_the_cent(stretches):
    found = earned(stretches)
    total = sum(each.amount for each in found.values())
    cap = stretches[0].cap
    if any(each.capped for each in found.values()):
        assert total == cap
    else:
        assert total < cap + CENT * len(found)


@given(together(), st.integers(1, 90))
@settings(max_examples=100, deadline=None)
def test_what_stopped_never_changes_afterwards(stretches, days):
    then, now = earned(until(stretches, days)), earned(stretches)
    for each in stretches:
        if each.stop < START + timedelta(days=days):
            assert then[each.about] == now[each.about]


def test_an_odd_cap_is_rounded_down_and_reached():
    found = earned([stretch("M1", 0, 200, base=Decimal("333333.33"), cap=Decimal("33333.333"))])
    assert found["M1"].amount == Decimal("33333.333").quantize(CENT, ROUND_DOWN)
    assert found["M1"].capped


def test_without_a_cap_the_sum_is_rounded_once():
    found = earned([stretch("M1", 0, 12, base=Decimal("333333.33"))])["M1"]
    assert (found.amount, found.capped) == (Decimal("4000.00"), False)
    assert found.steps == ("333,333.33 × 0.1% × 12 日 = 4,000.0000", "四舍五入到分：4,000.00")


def test_a_cap_that_is_taken_away_lets_the_sum_grow():
    found = earned([stretch("M1", 0, 20, cap=Decimal(5_000)), stretch("M1", 20, 10)])["M1"]
    assert (found.amount, found.capped) == (Decimal(10_000), False)
    assert found.steps[-2:] == ("这一段没有约定累计上限", "合计 10,000.00")

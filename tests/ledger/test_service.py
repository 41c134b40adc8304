from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import agreed, case, delta, outcome, read

from mingyue.ledger import service
from mingyue.ledger.event import EventError
from mingyue.terms.delta import apply
from mingyue.terms.money import cents

REPORT = "2026-05-03 10:00 故障报告 I1 重大"


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("2026-05-03 10:00 故障响应 I9", "E1：故障响应所指的 I9 没有记录过：请先记录，或者更正编号。"),
        (f"{REPORT}；{REPORT}", "E2：故障报告 I1 在 E1 已经记录过：请换一个编号，或者更正。"),
        (f"{REPORT}；2026-05-03 09:00 到场 I1", "E2：到场 I1 早于 E1：请更正发生的时间。"),
        (
            f"{REPORT}；2026-05-03 12:00 故障修复 I1；2026-05-04 12:00 故障修复 I1",
            "E3：故障修复 I1 在 E2 已经记录过：再次发生的，请用新的编号记录。",
        ),
        (
            "2026-05-03 故障报告 I1 重大",
            "E1：故障报告须写明几点几分，如 2026-05-03T10:30，时限才能按小时计算。",
        ),
        (f"{REPORT}；2026-05-03 故障响应 I1", "E2：故障响应须写明几点几分，如 2026-05-03T10:30，时限才能按小时计算。"),
        ("2026-05-03 发现数据泄露 B1", "E1：发现数据泄露须写明几点几分，如 2026-05-03T10:30，时限才能按小时计算。"),
        ("2026-05-03 10:00 泄露通知 B1", "E1：泄露通知所指的 B1 没有记录过：请先记录，或者更正编号。"),
        (
            "2026-06-01 月度可用率 2026-05 99；2026-06-02 月度可用率 2026-05 98",
            "E2：2026-05 的可用率在 E1 已经记录过：有误的请用更正。",
        ),
        ("2026-06-01 月度可用率 0000-05 99", "E1：没有 0000-05 这个月：请更正。"),
    ],
)
def test_events_that_contradict_one_another_are_refused_in_one_sentence(events, said):
    with pytest.raises(EventError) as caught:
        service.outcome(case(events, "2026-06-30"))
    assert str(caught.value) == said


def test_nothing_happened_nothing_follows():
    assert service.outcome(case("", "2026-06-30")) == service.Outcome()


def test_a_second_response_changes_nothing():
    one = read(outcome(case(f"{REPORT}；2026-05-03 11:00 故障响应 I1", "2026-05-03")))
    two = read(outcome(case(f"{REPORT}；2026-05-03 11:00 故障响应 I1；2026-05-03 15:00 故障响应 I1", "2026-05-03")))
    assert one == two


def test_a_credit_grows_only_until_its_month_is_over():
    claims = [service.outcome(case(REPORT, day)).claims[0] for day in ("2026-05-30", "2026-05-31", "2026-06-30")]
    assert [claim.accruing for claim in claims] == [True, False, False]
    assert [claim.day for claim in claims] == [date(2026, 5, 30), date(2026, 5, 31), date(2026, 5, 31)]


def test_the_explanation_names_clause_law_and_events():
    found = service.outcome(case(f"{REPORT}；2026-05-03 12:30 故障响应 I1；2026-05-03 12:40 到场 I1", "2026-05-03"))
    (claim,) = found.claims
    assert claim.why.clause == "maintenance_upgrade.levels.critical"
    assert claim.why.events == ("E1", "E2")
    assert "惯例:服务等级" in claim.why.basis
    assert claim.creditor == "buyer"
    assert claim.debtor == "vendor"
    response = found.obligations[0]
    assert response.why.clause == "maintenance_upgrade.levels.critical.response"
    assert response.due_at == datetime(2026, 5, 3, 12, 0)  # noqa: DTZ001 - the ledger counts Beijing time without a zone
    assert response.day == date(2026, 5, 3)


@st.composite
def months(draw):
    """A month of faults, some of them mended, and a measured availability."""
    parts = ["2026-03-01 正式上线"]
    for number in range(draw(st.integers(0, 12))):
        start = datetime(2026, 5, 1) + timedelta(minutes=draw(st.integers(0, 31 * 24 * 60 - 1)))  # noqa: DTZ001 - as above
        severity = draw(st.sampled_from(["重大", "较大", "一般"]))
        parts.append(f"{start:%Y-%m-%d %H:%M} 故障报告 I{number} {severity}")
        if draw(st.booleans()):
            mended = start + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))
            parts.append(f"{mended:%Y-%m-%d %H:%M} 故障修复 I{number}")
    if draw(st.booleans()):
        parts.append(f"2026-06-01 月度可用率 2026-05 {draw(st.decimals(90, 100, places=2))}")
    return parts


@settings(max_examples=60, deadline=None)
@given(months(), st.decimals(0, 100, places=2), st.decimals(0, 99_999, places=2), st.integers(0, 45), st.randoms())
def test_credits_never_exceed_the_cap_nor_depend_on_the_order_of_records(parts, cap, fee, days, random):
    pairs = [f"maintenance_upgrade.credit_cap_percent={cap}", f"maintenance_upgrade.monthly_fee={fee}"]
    terms = apply(agreed(), delta(pairs))
    day = date(2026, 5, 1) + timedelta(days=days)
    found = service.outcome(case("；".join(parts), day, terms))
    for claim in found.claims:
        assert Decimal(0) < claim.amount <= cents(fee * cap / 100)
        assert claim.day <= day
    random.shuffle(parts)
    again = service.outcome(case("；".join(parts), day, terms))
    assert sorted((each.id, each.amount) for each in again.claims) == sorted(
        (each.id, each.amount) for each in found.claims
    )
    assert {each.id: each.state for each in again.obligations} == {each.id: each.state for each in found.obligations}


@settings(max_examples=60, deadline=None)
@given(months(), st.integers(0, 40))
def test_a_credit_once_earned_never_shrinks(parts, days):
    day = date(2026, 5, 1) + timedelta(days=days)
    before, after = (
        {claim.id: claim.amount for claim in service.outcome(case("；".join(parts), each)).claims}
        for each in (day, day + timedelta(days=1))
    )
    assert all(after[name] >= amount for name, amount in before.items())


def test_a_month_after_the_end_earns_nothing():
    events = "2026-03-01 正式上线；2026-05-20 解除通知 甲方 协商；2026-06-01 月度可用率 2026-05 98；2026-07-01 月度可用率 2026-06 98"
    assert [claim.id for claim in service.outcome(case(events, "2026-07-31")).claims] == ["C-2026-05-credit"]

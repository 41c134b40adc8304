from datetime import date

import pytest
from money import told
from worked import agreed

from mingyue.ledger.event import Event, EventError, content
from mingyue.ledger.history import happened
from mingyue.ledger.timeline import timeline

DUE = "implementation_schedule.milestones.M2.due_date"
TERMS = agreed("ledger_money.md")


def event(number, day, kind, **data):
    return Event(
        f"E{number}", kind, date.fromisoformat(day), None, f"{day}T18:00:00+08:00", "甲方", content(kind, data)
    )


def proposed(number=1, day="2026-03-01", change="CR1", **more):
    data = {"change": change, "subject": "延期", "side": "vendor", "reason": "schedule"}
    return event(number, day, "change_proposed", **data, delta={"set": {DUE: "2026-04-30"}}, **more)


def approved(number=2, day="2026-03-05", change="CR1", side="buyer"):
    return event(number, day, "change_approved", change=change, side=side)


def drawn(*events, as_of="2026-12-31"):
    return timeline(TERMS, happened(events, as_of=date.fromisoformat(as_of)))


def due(found, day):
    plan = found.on(date.fromisoformat(day)).implementation_schedule.milestones
    return str(next(each for each in plan if each.id == "M2").due_date)


def test_a_change_holds_from_the_day_on_which_both_signed():
    found = drawn(proposed(), approved())
    assert (due(found, "2026-03-04"), due(found, "2026-03-05")) == ("2026-03-31", "2026-04-30")
    assert [(each.state, each.missing) for each in found.proposals] == [("agreed", ())]
    assert found.changes[0].events == ("E1", "E2")


def test_a_change_of_one_side_changes_nothing():
    found = drawn(proposed())
    assert len(found.versions) == 1
    assert [(each.state, each.missing) for each in found.proposals] == [("open", ("buyer",))]


def test_a_change_may_begin_later_than_it_was_signed_but_not_earlier():
    assert due(drawn(proposed(starts="2026-03-20"), approved()), "2026-03-19") == "2026-03-31"
    assert due(drawn(proposed(starts="2026-03-20"), approved()), "2026-03-20") == "2026-04-30"
    assert due(drawn(proposed(starts="2026-03-01"), approved()), "2026-03-04") == "2026-03-31"


def test_a_temporary_change_ends_by_itself():
    found = drawn(proposed(until="2026-03-10"), approved())
    assert [due(found, f"2026-03-{day}") for day in ("04", "05", "10", "11")] == [
        "2026-03-31",
        "2026-04-30",
        "2026-04-30",
        "2026-03-31",
    ]


def test_pieces_are_half_open_and_cover_the_period():
    found = drawn(proposed(until="2026-03-10"), approved())
    cut = [(str(left), str(right)) for left, right, _ in found.pieces(date(2026, 3, 1), date(2026, 3, 15))]
    assert cut == [("2026-03-01", "2026-03-05"), ("2026-03-05", "2026-03-11"), ("2026-03-11", "2026-03-15")]


@pytest.mark.parametrize(("kind", "state"), [("change_rejected", "rejected"), ("change_withdrawn", "withdrawn")])
def test_what_was_refused_or_taken_back_cannot_be_signed_any_more(kind, state):
    extra = {"side": "buyer"} if kind == "change_rejected" else {}
    found = drawn(proposed(), event(2, "2026-03-02", kind, change="CR1", reason="不同意", **extra), approved(3))
    assert [each.state for each in found.proposals] == [state]
    assert found.changes == ()


def test_what_both_signed_cannot_be_refused():
    late = event(3, "2026-03-09", "change_rejected", change="CR1", side="buyer", reason="后悔")
    with pytest.raises(EventError, match=r"^E3：变更 CR1 已经双方同意，不能再拒绝或撤回"):
        drawn(proposed(), approved(), late)


def test_an_answer_needs_its_proposal_and_a_proposal_its_own_number():
    with pytest.raises(EventError, match=r"^E2：没有提出过变更 CR7"):
        drawn(proposed(), approved(change="CR7"))
    with pytest.raises(EventError, match=r"^E2：变更 CR1 在 E1 已经提出过"):
        drawn(proposed(), proposed(2))


def test_a_change_that_does_not_fit_the_terms_names_its_events():
    _, events = told("2026-03-01 补充协议 S1 增项 fees_payment.total=600000", TERMS)
    with pytest.raises(
        EventError, match=r"^变更 S1（E1）不能用于条款：fees_payment.total：合同总价 600000 与费用明细合计"
    ):
        drawn(*events)


def test_a_day_that_does_not_exist_is_named():
    with pytest.raises(EventError, match=r"^E1：时间写错了：2026-02-30"):
        drawn(proposed(starts="2026-02-30"), approved())


def test_many_changes_are_applied_once_each():
    _, events = told(
        "；".join(
            f"2026-{1 + n // 28:02}-{1 + n % 28:02} 补充协议 S{n:03} 加 product.users={n + 1}" for n in range(300)
        ),
        TERMS,
    )
    found = drawn(*events)
    assert len(found.versions) == 301
    assert found.on(date(2026, 12, 31)).product.users == 300

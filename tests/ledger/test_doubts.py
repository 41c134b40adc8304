from datetime import date

import pytest
from money import position, told

from mingyue.connectors.holidays import official
from mingyue.ledger.doubts import doubts
from mingyue.ledger.event import Event, EventError, content, renamed, when
from mingyue.ledger.history import happened
from mingyue.ledger.replay import replay


def found(events: str) -> list:
    _, recorded = told(events)
    return list(doubts(happened(recorded, as_of=date(2026, 12, 31)).events))


def test_an_orderly_contract_leaves_no_doubt():
    events = (
        "2026-01-05 合同签署；2026-01-06 合同生效；2026-02-16 交付 M1；2026-02-16 验收合格 M1；2026-03-01 交付 M2；"
        "2026-03-05 验收不合格 M2；2026-03-16 交付 M2；2026-03-20 验收合格 M2；2026-04-20 正式上线"
    )
    assert found(events) == []


def test_only_what_can_never_be_is_refused():
    twice = "2026-01-05 合同签署；2026-01-06 合同签署；2026-01-07 合同生效；2026-01-08 合同生效；2026-04-01 正式上线；2026-04-02 正式上线"
    assert [(each.id, each.never) for each in found(twice)] == [
        ("N-E2-twice", True),
        ("N-E4-twice", True),
        ("N-E6-twice", False),
    ]


def test_each_doubt_has_its_own_name_whatever_the_order_of_records():
    ids = [each.id for each in found("2026-01-06 合同签署；2026-01-07 合同签署；2026-01-05 合同签署")]
    assert ids == ["N-E1-twice", "N-E2-twice"]


def test_a_voided_event_is_no_double():
    events = "2026-01-05 合同签署；2026-01-06 合同签署；2026-01-07 更正 E1 是 更正理由=抄错"
    assert found(events) == []


def test_a_delivery_on_the_day_of_its_acceptance_is_in_order():
    assert found("2026-01-05 合同签署；2026-03-31 验收合格 M2；2026-03-31 交付 M2") == []


def test_a_change_that_ends_before_it_begins_is_told_and_changes_nothing():
    signed, events = told("2026-01-05 合同签署")
    delta = {"set": {"product.users": "60"}}
    said = content("supplement", {"number": "S1", "subject": "临时", "delta": delta, "until": "2026-01-31"})
    late = Event("E2", "supplement", date(2026, 2, 1), None, "2026-02-01T09:00:00+08:00", "甲方", said)
    result = replay(signed, [*events, late], as_of=date(2026, 3, 1), calendar=official())
    assert result.terms == signed
    (notice,) = (each for each in result.notices if each.id == "N-E2-empty")
    assert notice.text.startswith("变更 S1 到 2026-01-31 为止，早于开始的 2026-02-01")


@pytest.mark.parametrize(
    ("proposed", "answered", "refused"),
    [
        ("2026-03-06", "2026-03-01", True),
        ("2026-03-06 15:00", "2026-03-06 14:59", True),
        ("2026-03-06 15:00", "2026-03-06", False),
        ("2026-03-06", "2026-03-06", False),
    ],
)
def test_nobody_agrees_to_what_is_not_yet_proposed(proposed, answered, refused):
    signed, events = told("2026-01-05 合同签署")
    data = {
        "change": "B1",
        "subject": "x",
        "side": "buyer",
        "reason": "scope",
        "delta": {"set": {"product.users": "60"}},
    }
    answer = {"change": "B1", "side": "vendor"}
    rows = [("change_proposed", proposed, data), ("change_approved", answered, answer)]
    events += [_event(number, *row) for number, row in enumerate(rows, 2)]
    if refused:
        with pytest.raises(EventError, match=r"^E3：同意变更 B1 早于 E2 提出：请更正发生的时间。$"):
            replay(signed, events, as_of=date(2026, 4, 1), calendar=official())
    else:
        assert replay(signed, events, as_of=date(2026, 4, 1), calendar=official()).terms.product.users == 60


def _event(number: int, kind: str, moment: str, data: dict) -> Event:
    day, at = when(moment.replace(" ", "T"))
    return Event(f"E{number}", kind, day, at, "2026-03-07T09:00:00+08:00", "甲方", content(kind, data))


def test_every_notice_of_a_doubt_can_be_cited_and_found():
    result = position("2026-01-05 合同签署；2025-12-20 交付 M2；2026-01-06 合同签署", "2026-04-20")
    told_of = {each.id: each.why.events for each in result.notices if each.id in {"N-E2-early", "N-E3-twice"}}
    assert told_of == {"N-E2-early": ("E1", "E2"), "N-E3-twice": ("E1", "E3")}


def test_an_event_without_a_number_is_called_otherwise():
    error = EventError("E4：M1 已经由 E5 验收合格（E5），E50、XE5、E5-1 另算。")
    assert str(renamed(error, {"E5": "这条记录"})) == "E4：M1 已经由这条记录验收合格（这条记录），E50、XE5、E5-1 另算。"

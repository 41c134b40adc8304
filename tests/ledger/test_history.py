from datetime import date

import pytest

from mingyue.ledger.event import Event, EventError, content, decode, when
from mingyue.ledger.history import corrected, happened

LAST = date(2026, 12, 31)


def event(number, kind, moment, recorded=None, **data):
    day, at = when(moment)
    return Event(f"E{number}", kind, day, at, recorded or f"{day}T18:00:00+08:00", "甲方", content(kind, data))


def paid(number, moment, amount="100", recorded=None):
    return event(number, "paid", moment, recorded, instalment="P1", amount=amount)


def correction(number, of, moment="2026-05-01", **data):
    return event(number, "correction", moment, of=of, reason="记错了", **data)


def names(found):
    return [each.id for each in found.events]


def test_events_stand_in_the_order_in_which_they_happened():
    events = [paid(1, "2026-03-02"), paid(2, "2026-03-01T10:00"), paid(3, "2026-03-01"), paid(4, "2026-03-01T09:59")]
    assert names(happened(events, as_of=LAST)) == ["E3", "E4", "E2", "E1"]
    assert names(happened(events, as_of=date(2026, 3, 1))) == ["E3", "E4", "E2"]


def test_what_was_recorded_later_was_not_known():
    events = [paid(1, "2026-03-01"), paid(2, "2026-03-01", recorded="2026-04-01T09:00:00+08:00")]
    assert names(happened(events, as_of=LAST, known_at="2026-03-31T23:59:59+08:00")) == ["E1"]
    assert names(happened(events, as_of=LAST, known_at="2026-04-01T09:00:00+08:00")) == ["E1", "E2"]


def test_the_moment_of_knowledge_counts_whatever_its_time_zone():
    events = [paid(1, "2026-03-01", recorded="2026-03-01T07:00:00+08:00")]
    assert names(happened(events, as_of=LAST, known_at="2026-02-28T23:30:00+00:00")) == ["E1"]
    assert names(happened(events, as_of=LAST, known_at="2026-02-28T22:30:00+00:00")) == []


def test_a_correction_mends_content_and_time():
    found = corrected(
        [
            paid(1, "2026-03-01"),
            correction(2, "E1", happened="2026-03-05T08:00", data={"instalment": "P1", "amount": "90"}),
        ]
    )
    assert [(each.id, str(each.day), each.content.amount) for each in found] == [("E1", "2026-03-05", 90)]


def test_a_void_event_is_gone_until_it_is_corrected_again():
    events = [paid(1, "2026-03-01"), correction(2, "E1", void=True)]
    assert corrected(events) == []
    assert [each.id for each in corrected([*events, correction(3, "E1")])] == ["E1"]


def test_before_a_correction_was_recorded_the_wrong_event_stands():
    events = [paid(1, "2026-03-01"), correction(2, "E1", void=True)]
    assert names(happened(events, as_of=LAST, known_at="2026-04-30T00:00:00+08:00")) == ["E1"]


@pytest.mark.parametrize("of", ["E7", "E2"])
def test_a_correction_of_nothing_or_of_a_correction_is_refused(of):
    events = [paid(1, "2026-03-01"), correction(2, "E1"), correction(3, of)]
    with pytest.raises(EventError, match=f"^E3 更正的 {of} 不存在，或者本身是更正"):
        corrected(events)


def test_a_correction_whose_content_does_not_fit_names_itself():
    with pytest.raises(EventError, match=r"^E2：付款：amount：须为数字"):
        corrected([paid(1, "2026-03-01"), correction(2, "E1", data={"instalment": "P1", "amount": "x"})])


LINE = {
    "format": 1,
    "mingyue": "1.0",
    "seq": 1,
    "id": "E1",
    "key": None,
    "kind": "paid",
    "happened": "2026-04-12T10:30",
    "recorded": "2026-04-12T18:00:00+08:00",
    "by": "甲方",
    "note": None,
    "evidence": [],
    "data": {"instalment": "P1", "amount": "1.50"},
    "prev": "",
    "hash": "",
}


def test_a_line_is_decoded_and_what_is_unknown_is_kept():
    found = decode(LINE | {"weather": "晴"})
    assert (found.id, str(found.at), str(found.content.amount)) == ("E1", "2026-04-12 10:30:00", "1.50")
    assert found.extra == {"weather": "晴"}
    assert decode(LINE).extra is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "party"}, "E1：不认识的事件种类 party，可能由更新的版本写入：请升级明约。"),
        ({"happened": "2026-02-30"}, "E1：时间写错了：2026-02-30；须为 2026-04-12 或 2026-04-12T10:30（北京时间）。"),
        ({"happened": "2026-04-12T10:30+08:00"}, "E1：时间写错了：2026-04-12T10:30+08:00；请写北京时间，不带时区。"),
        ({"data": {"instalment": "P1"}}, "E1：amount：缺少这一项。"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(change, says):
    with pytest.raises(EventError) as error:
        decode(LINE | change)
    assert str(error.value) == says


def test_an_event_with_an_unknown_field_in_its_data_keeps_it():
    found = decode(LINE | {"data": {"instalment": "P1", "amount": "1", "mood": "good"}})
    assert found.content.model_extra == {"mood": "good"}

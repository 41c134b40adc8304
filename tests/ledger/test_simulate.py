from datetime import date

import pytest
from money import told

from mingyue.connectors.holidays import official
from mingyue.ledger.event import EventError
from mingyue.ledger.simulate import Assumption, accepted, delivered, simulate, terminated, undone

EVENTS = "2026-01-05 合同签署；2026-01-08 收到发票 P1 001 150000；2026-01-09 付款 P1 150000；2026-03-30 收到发票 P2 002 200000"


def run(*assumptions, as_of="2026-05-10"):
    signed, events = told(EVENTS)
    day = date.fromisoformat(as_of)
    return simulate(signed, events, assumptions, as_of=day, calendar=official())


def told_of(found, name):
    return {each.what: (each.before, each.after) for each in found.differences if each.id == name}


def test_if_acceptance_slips_to_the_fifth_of_may():
    found = run(delivered("M2", "2026-05-01"), accepted("M2", "2026-05-05"))
    assert told_of(found, "C-M2-late") == {"金额": (20000, 15500), "未清偿": (20000, 15500)}
    payment = told_of(found, "P2")
    assert payment["状态"] == ("withheld", "released")
    assert payment["条件满足日"] == (None, date(2026, 5, 5))
    assert told_of(found, "pay") == {"金额": (0, 184500)}
    assert told_of(found, "O-M2-deliver")["状态"] == ("overdue", "met_late")


def test_if_the_contract_is_ended_today():
    found = run(terminated("2026-04-10", "statutory"))
    assert told_of(found, "C-M2-late")["金额"] == (20000, 5000)
    assert told_of(found, "P3")["状态"] == ("withheld", "cancelled")
    assert ("obligation", "O-exit-data") in {(each.kind, each.id) for each in found.differences if each.before is None}


def test_what_is_not_assumed_does_not_differ_and_nothing_is_recorded():
    found = run()
    assert found.differences == ()
    assert found.before == found.after


def test_an_assumption_must_fit_its_kind_and_the_contract():
    with pytest.raises(EventError, match="没有这种事件"):
        run(Assumption("party", "2026-05-01", {}))
    with pytest.raises(EventError, match=r"^假设“验收合格”：没有里程碑 M9"):
        run(accepted("M9", "2026-05-01"))
    with pytest.raises(EventError, match=r"^交付：时间写错了：2026-02-30"):
        run(delivered("M2", "2026-02-30"))


def test_what_is_undone_must_have_been_recorded():
    _, events = told(f"{EVENTS}；2026-04-01 更正 E3 是 更正理由=抄错")
    day = date(2026, 5, 10)
    with pytest.raises(EventError, match=r"^E9 不存在：台账里的事件是 E1 至 E5，请核对编号。$"):
        undone(events, ["E1", "E9"], as_of=day)
    with pytest.raises(EventError, match=r"^E5 是更正，不能假设它没有发生：请写它更正的 E3。$"):
        undone(events, ["E5"], as_of=day)
    with pytest.raises(EventError, match=r"^E1 不存在：台账里还没有事件，请核对编号。$"):
        undone([], ["E1"], as_of=day)
    found = run(*undone(events, ["E4"], as_of=day))
    assert [each.what for each in found.differences if each.id == "P2"] == []


def test_notices_that_come_and_go_are_told_first_and_warnings_before_others():
    found = run(terminated("2026-04-10", "trial"), accepted("M2", "2026-04-05"), as_of="2026-04-10")
    kinds = [each.kind for each in found.differences]
    assert kinds == sorted(kinds, key=lambda kind: kind != "notice")
    notices = [each for each in found.differences if each.kind == "notice"]
    assert [each.title for each in notices] == sorted((each.title for each in notices), key="注意 提示".index)
    (ended,) = (each for each in notices if each.id == "N-termination")
    assert (ended.title, ended.what, ended.before) == ("注意", "新的提示", None)
    assert "由假设“解除通知”终止" in ended.after
    back = simulate(
        found.before.signed,
        found.after.events,
        undone(found.after.events, ["E5"], as_of=found.after.as_of),
        as_of=found.after.as_of,
        calendar=official(),
    )
    assert ("N-termination", "不再提示", None) in {(each.id, each.what, each.after) for each in back.differences}


def test_what_is_undone_differs():
    _, events = told(EVENTS)
    found = run(*undone(events, ["E3"], as_of=date(2026, 5, 10)))
    assert told_of(found, "P1")["未付"] == (0, 150000)

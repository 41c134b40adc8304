from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import agreed, case, outcome, read, words

from mingyue.ledger import conduct
from mingyue.ledger.event import EventError
from mingyue.terms.reading import contract, tree


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("2026-03-05 考核结果 基层 20 21", "E1：合格 21 人多于参加考核的 20 人：请更正。"),
        ("2026-03-05 承诺兑现 K1", "E1：承诺兑现所指的 K1 没有记录过：请先记录，或者更正编号。"),
        (
            "2026-03-01 问题反馈 Q1 慢；2026-03-05 问题解决 Q1；2026-03-06 问题解决 Q1",
            "E3：问题解决 Q1 在 E2 已经记录过：再次发生的，请用新的编号记录。",
        ),
        ("2026-03-01 问题反馈 Q1 慢；2026-02-28 问题解决 Q1", "E2：问题解决 Q1 早于 E1：请更正发生的时间。"),
        ("2026-03-01 问题反馈 Q1 慢 2026-02-30", "E1：没有 2026-02-30 这一天：请更正 due。"),
        ("2026-03-01 口头承诺 K1 送培训 张三 2026-02-30", "E1：没有 2026-02-30 这一天：请更正 due。"),
    ],
)
def test_events_that_contradict_one_another_are_refused_in_one_sentence(events, said):
    with pytest.raises(EventError) as caught:
        conduct.outcome(case(events, "2026-06-30"))
    assert str(caught.value) == said


def test_before_the_contract_takes_effect_the_plan_waits():
    found = read(conduct.outcome(case("", "2026-01-04")))
    assert set(found.values()) == {"未起算"}


def test_the_end_releases_what_was_not_done():
    events = (
        "2026-01-05 合同签署；2026-02-01 培训 高层 5；2026-02-01 口头承诺 K1 送培训 张三；2026-03-01 解除通知 甲方 协商"
    )
    found = read(conduct.outcome(case(events, "2026-03-01")))
    assert found["O-training-executives"] == "按时完成"
    assert found["O-training-staff"] == found["O-exam-staff"] == found["O-K1"] == "不再履行"
    assert "N-K1" not in found


def test_a_year_of_visits_that_ran_full_is_missed_and_one_cut_short_is_released():
    live = "2026-03-01 正式上线"
    assert read(outcome(case(live, "2027-03-01")))["O-visits-1"] == "进行中 2027-03-01"
    assert read(outcome(case(live, "2027-03-02")))["O-visits-1"] == "逾期 2027-03-01"
    cut = f"{live}；2026-09-01 解除通知 甲方 协商"
    assert read(outcome(case(cut, "2027-03-02")))["O-visits-1"] == "不再履行 2027-03-01"


def test_without_a_planned_number_those_who_took_the_exam_count():
    plan = tree(agreed())
    plan["implementation_schedule"]["training"] = [{"audience": "managers", "sessions": 1, "pass_percent": 90}]
    terms = contract(plan)
    first = "2026-03-05 考核结果 中层 10 8"
    assert (
        read(conduct.outcome(case(f"2026-01-05 合同签署；{first}", "2026-03-31", terms)))["O-exam-managers"] == "进行中"
    )
    found = conduct.outcome(case(f"{first}；2026-03-09 考核结果 中层 10 10", "2026-03-31", terms))
    assert read(found)["O-exam-managers"] == "按时完成"
    assert "累计合格 18 人 ÷ 累计参加 20 人 = 90.00%" in words(found)


def test_users_beyond_the_free_ones_without_a_price_are_a_warning():
    events = "约定 fees_payment.price_protection.user_price=null；2026-04-01 新增用户 11"
    found = conduct.outcome(case(events, "2026-04-30"))
    assert read(found)["N-users"] == "warning"
    assert "合同没有约定超出部分的单价" in words(found)


def test_a_promise_without_a_day_is_only_remembered():
    found = read(conduct.outcome(case("2026-02-01 口头承诺 K1 送培训 张三", "2026-12-31")))
    assert (found["O-K1"], found["N-K1"]) == ("进行中", "info")
    kept = read(conduct.outcome(case("2026-02-01 口头承诺 K1 送培训 张三；2026-03-01 承诺兑现 K1", "2026-12-31")))
    assert kept["O-K1"] == "按时完成"
    assert "N-K1" not in kept


def test_the_warranty_waits_for_every_milestone():
    assert "D-warranty" not in read(outcome(case("2026-03-31 验收合格 M2", "2026-12-31")))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 1200), max_size=12), st.integers(0, 1200))
def test_every_visit_after_go_live_counts_in_exactly_one_year(days, as_of):
    live = date(2026, 3, 1)
    parts = ["约定 product.service_term=9年", f"{live} 正式上线"]
    parts += [f"{live + timedelta(days=day)} 现场巡检" for day in days]
    found = conduct.outcome(case("；".join(parts), live + timedelta(days=as_of)))
    years = [each for each in found.obligations if each.id.startswith("O-visits-")]
    assert sum(len(each.why.events) for each in years) == sum(day <= as_of for day in days)
    assert [each.due for each in years] == sorted({each.due for each in years})
    assert live + timedelta(days=as_of) <= years[-1].due


def test_a_visit_before_go_live_counts_in_no_year():
    found = conduct.outcome(case("2026-02-28 现场巡检；2026-03-01 正式上线；2026-03-02 现场巡检", "2026-03-31"))
    assert "已巡检 1 次，约定不少于 4 次，还差 3 次" in words(found)


def test_a_rehearsal_after_the_migration_comes_too_late():
    events = (
        "2026-02-01 迁移核对 客户表 98 演练=是；2026-02-15 迁移核对 客户表 99；2026-02-16 迁移核对 客户表 99 演练=是"
    )
    assert read(conduct.outcome(case(events, "2026-02-28")))["O-migration-rehearsals"] == "逾期 2026-02-15"


def test_rehearsals_of_one_day_are_one():
    events = "2026-01-05 合同签署；2026-02-01 迁移核对 客户表 98 演练=是；2026-02-01 迁移核对 订单表 98 演练=是"
    assert "已演练 1 次" in words(conduct.outcome(case(events, "2026-02-28")))


def test_no_price_of_a_renewal_after_the_notice():
    assert "D-renewal-price" not in read(
        outcome(case("2026-03-01 正式上线；2026-09-01 解除通知 甲方 协商", "2026-09-02"))
    )

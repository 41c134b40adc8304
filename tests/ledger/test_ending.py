from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import case, outcome, read, words

from mingyue.ledger import ending
from mingyue.ledger.event import EventError
from mingyue.ledger.position import Outcome


@pytest.mark.parametrize(
    ("events", "said"),
    [
        (
            "2026-05-01 不可抗力结束 乙方",
            "E1：乙方没有尚待结束的不可抗力：请先记录发生，或者更正日期。",
        ),
        (
            "2026-05-02 不可抗力发生 乙方 台风；2026-05-01 不可抗力通知 乙方",
            "E2：乙方没有尚待通知的不可抗力：请先记录发生，或者更正日期。",
        ),
        (
            "2026-05-01 不可抗力发生 乙方 台风；2026-05-02 不可抗力通知 甲方",
            "E2：甲方没有尚待通知的不可抗力：请先记录发生，或者更正日期。",
        ),
        (
            "2026-05-01 恢复履行 乙方；2026-05-02 中止履行 乙方 欠款",
            "E1：乙方没有中止履行的记录，不能恢复：请先记录中止，或者更正。",
        ),
        ("2026-05-01 恢复履行 乙方", "E1：乙方没有中止履行的记录，不能恢复：请先记录中止，或者更正。"),
    ],
)
def test_events_that_contradict_one_another_are_refused_in_one_sentence(events, said):
    with pytest.raises(EventError) as caught:
        ending.outcome(case(events, "2026-06-30"), Outcome())
    assert str(caught.value) == said


SIGNED = "2025-12-31 合同签署"  # M1 is due on 2026-03-01, a Sunday, and so on 2026-03-02


def test_delivery_may_be_late_thirty_days_before_the_buyer_may_go():
    assert "R-late_delivery-M1" not in read(outcome(case(SIGNED, "2026-04-01")))
    found = outcome(case(SIGNED, "2026-04-02"))
    assert read(found)["R-late_delivery-M1"] == "2026-04-02 至 2027-04-02"
    assert "M1 应于 2026-03-02 交付，至 2026-04-02 逾期 31 日，约定超过 30 日可以解除" in words(found)


def test_what_was_late_when_the_buyer_went_is_the_ground_he_used():
    gone = f"{SIGNED}；2026-04-02 解除通知 甲方 逾期交付"
    assert read(outcome(case(gone, "2026-05-01")))["R-late_delivery-M1"] == "2026-04-02 至 2027-04-02 已行使"
    found = read(outcome(case(f"{SIGNED}；2026-04-01 解除通知 甲方 逾期交付", "2026-05-01")))
    assert found["N-termination"] == "warning"
    assert "R-late_delivery-M1" not in found


def test_a_milestone_that_was_delivered_late_gives_no_right():
    events = f"{SIGNED}；2026-04-20 交付 M1；2026-04-25 验收合格 M1"
    assert "R-late_delivery-M1" in read(outcome(case(events, "2026-04-19")))
    assert "R-late_delivery-M1" not in read(outcome(case(events, "2026-04-30")))


def test_days_of_force_majeure_are_not_late():
    events = f"{SIGNED}；2026-02-20 不可抗力发生 乙方 台风；2026-02-21 不可抗力通知 乙方；2026-03-12 不可抗力结束 乙方"
    assert "R-late_delivery-M1" not in read(outcome(case(events, "2026-04-02")))


def test_rights_not_used_are_gone_with_the_contract():
    rejected = "；".join(f"2026-03-{day:02} 验收不合格 M1" for day in (1, 11, 21))
    found = read(outcome(case(f"{rejected}；2026-04-01 解除通知 甲方 协商", "2026-04-02")))
    assert not [name for name in found if name.startswith(("R-", "D-R-", "N-termination"))]


def test_a_right_lapses_a_year_after_it_arose():
    rejected = "；".join(f"2026-03-{day:02} 验收不合格 M1" for day in (1, 11, 21))
    in_time = read(outcome(case(f"{rejected}；2027-03-21 解除通知 甲方 未通过验收", "2027-03-22")))
    assert in_time["R-failed_acceptance-M1"].endswith("已行使")
    too_late = outcome(case(f"{rejected}；2027-03-22 解除通知 甲方 未通过验收", "2027-03-22"))
    assert read(too_late)["N-termination"] == "warning"
    assert "这项权利在 2027-03-21 已经届满" in words(too_late)


def test_the_number_of_failures_may_stand_with_the_acceptance_procedure():
    events = (
        "约定 termination_exit.grounds=[] scope_acceptance.acceptance.max_failures=2；"
        "2026-03-01 验收不合格 M1；2026-03-11 验收不合格 M1"
    )
    assert read(outcome(case(events, "2026-03-31")))["R-failed_acceptance-M1"] == "2026-03-11 至 2027-03-11"


def test_rejections_after_the_end_count_no_more():
    rejected = "；".join(f"2026-03-{day:02} 验收不合格 M1" for day in (1, 11, 21))
    found = read(outcome(case(f"{rejected}；2026-03-15 解除通知 甲方 未通过验收", "2026-04-02")))
    assert found["N-termination"] == "warning"


def test_subcontracting_is_claimed_by_the_notice_itself():
    found = outcome(case("2026-03-15 解除通知 甲方 转包", "2026-03-16"))
    assert read(found)["R-subcontracting"] == "2026-03-15 至 2027-03-15 已行使"
    assert "须另备证据" in words(found)
    assert "N-termination" not in read(found)
    assert (
        read(outcome(case("2026-03-15 解除通知 甲方 停业", "2026-03-16")))["N-termination"] == "warning"
    )  # not agreed


def test_a_notice_of_the_vendor_is_questioned():
    found = outcome(case("2026-03-15 解除通知 乙方 法定", "2026-03-16"))
    assert read(found)["N-termination"] == "warning"
    assert "应及时请求确认解除的效力" in words(found)


def test_a_force_majeure_that_ended_in_time_gives_no_right_and_one_that_lasted_gives_it_to_both():
    begun = "2026-05-01 不可抗力发生 甲方 疫情；2026-05-01 不可抗力通知 甲方"
    assert not outcome(case(f"{begun}；2026-06-30 不可抗力结束 甲方", "2026-12-31")).rights
    found = read(outcome(case(f"{begun}；2026-07-10 不可抗力结束 甲方", "2026-07-10")))
    assert found["R-force_majeure-E1-buyer"] == found["R-force_majeure-E1-vendor"] == "2026-07-01 至 2026-07-10"


def test_two_spells_of_one_side_each_take_their_own_notice():
    events = (
        "2026-05-01 不可抗力发生 乙方 台风；2026-05-02 不可抗力通知 乙方；2026-05-05 不可抗力结束 乙方；"
        "2026-05-05 不可抗力发生 乙方 洪水；2026-05-06 不可抗力通知 乙方"
    )
    found = read(outcome(case(events, "2026-05-31")))
    assert (found["O-fm-E1-notice"], found["O-fm-E4-notice"]) == (
        "按时完成 2026-05-04 00:00",
        "按时完成 2026-05-08 00:00",
    )


def test_a_suspension_is_shown_until_it_ends():
    stopped = "2026-05-01 中止履行 乙方 欠款"
    assert read(outcome(case(stopped, "2026-05-31")))["N-suspended-E1"] == "warning"
    assert "N-suspended-E1" not in read(outcome(case(f"{stopped}；2026-05-10 恢复履行 乙方", "2026-05-31")))


def test_a_renewal_notice_after_its_last_day_is_said_to_be_late():
    found = outcome(case("2026-03-01 正式上线；2027-01-02 续约通知 甲方 是", "2027-01-31"))
    assert "晚于最后通知日 2027-01-01" in words(found)
    silent = outcome(case("2026-03-01 正式上线", "2027-01-02"))
    assert "服务期至 2027-03-01 届满" in words(silent)


def test_the_trial_is_no_ground_before_go_live():
    found = read(
        outcome(case("2026-02-01 付款 P1 150000；2026-02-28 解除通知 甲方 试用期；2026-03-01 正式上线", "2026-03-31"))
    )
    assert found["N-termination"] == "warning"
    assert "R-trial" not in found


def test_a_right_that_lapsed_is_not_shown():
    rejected = "；".join(f"2026-03-{day:02} 验收不合格 M1" for day in (1, 11, 21))
    assert "R-failed_acceptance-M1" in read(outcome(case(rejected, "2027-03-21")))
    assert "R-failed_acceptance-M1" not in read(outcome(case(rejected, "2027-03-22")))


GROUNDLESS = "2026-02-01 付款 P1 150000；2026-03-01 正式上线；2026-03-20 解除通知 乙方 法定"


def test_both_outcomes_of_a_groundless_notice_of_the_vendor_are_told():
    said = words(outcome(case(GROUNDLESS, "2026-04-20")))
    assert "有效的，合同在 2026-03-20 由 E3 终止，未付的各期取消，退出结算乙方应退 134,383.56 元" in said
    assert "无效的，合同继续履行，各期照常到期。甲方不同意的" in said


def test_without_the_groundless_notice_the_term_may_have_run_out():
    assert "无效的，合同在 2027-03-01 因服务期届满终止" in words(outcome(case(GROUNDLESS, "2027-04-20")))


def test_a_later_notice_of_the_buyer_is_named_with_what_would_follow():
    both = f"{GROUNDLESS}；2026-03-25 解除通知 甲方 试用期；2026-03-26 解除通知 甲方 未通过验收"
    found = outcome(case(both, "2026-04-20"))
    assert read(found)["N-termination-E4"] == read(found)["N-termination-E5"] == "warning"
    said = words(found)
    assert (
        "E3 无效的，合同在 2026-03-25 由 E4 终止，未付的各期取消，退出结算乙方应退 150,000.00 元，这项理由有台账记录"
        in said
    )
    assert "E3、E4 都无效的，合同在 2026-03-26 由 E5 终止" in said
    assert "这项理由台账也没有依据" in said


def test_after_a_notice_with_a_right_behind_it_others_change_nothing():
    gone = f"{GROUNDLESS.replace('乙方 法定', '甲方 试用期')}；2026-03-25 解除通知 乙方 法定"
    found = outcome(case(gone, "2026-04-20"))
    assert read(found)["N-termination-E4"] == "info"
    assert "N-termination" not in read(found)
    assert "合同已在 2026-03-20 由 E3 终止，这一通知不改变结果" in words(found)


def test_records_after_a_doubtful_end_that_do_not_fit_are_said_and_stop_nothing():
    events = "2026-02-01 验收合格 M1；2026-03-20 解除通知 乙方 法定；2026-03-25 验收不合格 M1"
    said = words(outcome(case(events, "2026-04-20")))
    assert "无效的，合同继续履行，但此后的记录互相矛盾，算不出金额（E3：M1 已经由 E1 验收合格" in said


def test_a_right_for_what_was_due_at_an_hour_counts_from_that_day():
    events = "约定 implementation_schedule.milestones.M1.due=1440小时；2026-01-05 10:00 合同签署"
    assert "R-late_delivery-M1" not in read(outcome(case(events, "2026-04-04")))
    assert read(outcome(case(events, "2026-04-05")))["R-late_delivery-M1"] == "2026-04-05 至 2027-04-05"


def test_a_renewal_is_taken_back_only_while_its_term_runs():
    both = "2026-03-01 正式上线；2026-12-20 续约通知 甲方 是；2026-12-25 续约通知 乙方 是"
    back = f"{both}；2027-03-01 续约通知 甲方 否"
    assert read(outcome(case(back, "2027-03-10")))["O-exit-data"] == "进行中 2027-03-16"
    late = read(outcome(case(back.replace("2027-03-01 续", "2027-03-02 续"), "2027-03-10")))
    assert "O-exit-data" not in late
    assert late["N-renewal-E4"] == "warning"


def test_words_given_before_the_change_that_moved_the_end_do_not_renew_again():
    both = "2026-03-01 正式上线；2026-12-20 续约通知 甲方 是；2026-12-25 续约通知 乙方 是"
    moved = f"{both}；2027-02-20 补充协议 S1 product.service_term=2年"
    again = f"{moved}；2027-12-20 续约通知 甲方 是"
    assert case(again, "2028-03-10").end.day == date(2028, 3, 1)
    assert case(f"{again}；2028-02-01 续约通知 乙方 是", "2028-03-10").end is None


said_words = st.lists(
    st.tuples(st.integers(1, 800), st.sampled_from(["甲方", "乙方"]), st.sampled_from("是否")), max_size=8
)


@settings(max_examples=60, deadline=None)
@given(said_words)
def test_no_word_changes_what_the_end_of_the_term_decided(told):
    live, last = date(2026, 3, 1), date(2027, 3, 1)
    dated = [f"{live + timedelta(days=days)} 续约通知 {side} {renew}" for days, side, renew in sorted(told)]
    found = case("；".join([f"{live} 正式上线", *dated]), date(2028, 12, 31))
    final = {side: renew for days, side, renew in sorted(told) if live + timedelta(days=days) <= last}
    assert (found.end is None) == (final == {"甲方": "是", "乙方": "是"})

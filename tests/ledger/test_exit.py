from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from money import position
from worked import agreed, case, outcome, read, words

LIVE, NOTICE = date(2026, 3, 1), "解除通知 甲方 协商"
ZERO = Decimal(0)


def refund(events: str, as_of: str | date) -> Decimal:
    """What the vendor must pay back."""
    claims = outcome(case(events, as_of)).claims
    return next((claim.amount for claim in claims if claim.id == "C-exit-refund"), ZERO)


sums = st.decimals(0, 500_000, places=2)


@st.composite
def courses(draw):
    """A course of the contract that ends by notice: payments, acceptances, go-live, a rule for refunds."""
    flags = {name: draw(st.booleans()) for name in ("refund_pro_rata", "refund_unimplemented")}
    pairs = " ".join(f"termination_exit.{name}={str(on).lower()}" for name, on in flags.items())
    paid = draw(sums)
    accepted = [f"2026-02-20 验收合格 {name}" for name in draw(st.sets(st.sampled_from(["M1", "M2"])))]
    live = [f"{LIVE} 正式上线"] if draw(st.booleans()) else []
    end = LIVE + timedelta(days=draw(st.integers(0, 364)))
    return flags, paid, [f"约定 {pairs}", f"2026-01-10 付款 P1 {paid}", *accepted, *live], end


@settings(max_examples=80, deadline=None)
@given(courses())
def test_a_refund_is_between_nothing_and_what_was_paid(course):
    flags, paid, parts, end = course
    back = refund("；".join([*parts, f"{end} {NOTICE}"]), end)
    assert ZERO <= back <= paid
    if not any(flags.values()):
        assert back == ZERO


@settings(max_examples=60, deadline=None)
@given(sums, st.integers(0, 300), st.sampled_from(["true", "false"]))
def test_everything_comes_back_when_nothing_was_accepted_nor_live(paid, days, pro_rata):
    end = LIVE + timedelta(days=days)
    rule = f"约定 termination_exit.refund_pro_rata={pro_rata}"
    assert refund(f"{rule}；2026-01-10 付款 P1 {paid}；{end} {NOTICE}", end) == paid


@settings(max_examples=60, deadline=None)
@given(courses(), st.integers(1, 30))
def test_a_later_end_never_gives_more_back(course, days):
    _, _, parts, end = course
    later = end + timedelta(days=days)
    assert refund("；".join([*parts, f"{later} {NOTICE}"]), later) <= refund(
        "；".join([*parts, f"{end} {NOTICE}"]), end
    )


@settings(max_examples=60, deadline=None)
@given(sums, st.integers(0, 60))
def test_in_the_trial_everything_comes_back_and_only_in_it(paid, days):
    end = LIVE + timedelta(days=days)
    events = f"2026-01-10 付款 P1 {paid}；2026-02-20 验收合格 M1；2026-02-25 验收合格 M2；{LIVE} 正式上线；{end} 解除通知 甲方 试用期"
    back = refund(events, end)
    if days <= 30:
        assert back == paid
    else:
        assert back == max(ZERO, refund(events.replace("试用期", "协商"), end))
        assert read(outcome(case(events, end)))["N-termination"] == "warning"


def test_the_refunded_reduces_what_is_left_and_never_below_nothing():
    events = f"2026-01-10 付款 P1 150000；{LIVE} {NOTICE}；2026-03-05 退款 50000；2026-03-06 退款 200000"
    (claim,) = outcome(case(events, "2026-03-05")).claims
    assert (claim.amount, claim.paid, claim.left) == (150_000, 50_000, 100_000)
    found = outcome(case(events, "2026-03-06"))
    assert found.claims[0].left == 0
    assert "乙方已退款 250,000.00，多于算出的应退 150,000.00" in words(found)


def test_a_settled_or_waived_refund_is_done():
    start = f"2026-01-10 付款 P1 150000；{LIVE} {NOTICE}"
    for done in ("请求权清偿 C-exit-refund 150000", "放弃请求权 C-exit-refund"):
        found = outcome(case(f"{start}；2026-03-05 {done}", "2026-03-31"))
        assert read(found)["O-exit-refund"] == "按时完成 2026-03-13", done


def test_a_refund_without_a_reason_is_pointed_out_only_at_the_end():
    assert "N-refund-over" not in read(outcome(case("2026-03-05 退款 50000", "2026-03-31")))
    assert "N-refund-over" in read(outcome(case(f"{LIVE} {NOTICE}；2026-03-05 退款 50000", "2026-03-31")))


def test_changed_terms_settle_by_what_held_on_the_last_day():
    start = "2026-01-10 付款 P1 150000；2026-02-20 验收合格 M1"
    change = "补充协议 S1 fees_payment.items.F3.amount=60000 fees_payment.total=520000"
    before = f"{start}；2026-02-25 {change}；{LIVE} {NOTICE}"
    after = f"{start}；{LIVE} {NOTICE}；2026-03-02 {change}"
    assert "F3 初始数据迁移费：60,000.00 × 1（M1 已验收） = 60,000.00" in words(outcome(case(before, "2026-03-31")))
    assert "F3 初始数据迁移费：40,000.00 × 1（M1 已验收） = 40,000.00" in words(outcome(case(after, "2026-03-31")))


def test_a_price_without_a_fee_table_is_settled_by_the_number_of_milestones():
    events = f"约定 fees_payment.items=[]；2026-01-10 付款 P1 300000；2026-02-20 验收合格 M1；{LIVE} {NOTICE}"
    found = outcome(case(events, LIVE))
    assert found.claims[0].amount == 50_000
    assert "total 合同总价：500,000.00 × 1 ÷ 2（已验收里程碑的个数比例） = 250,000.00" in words(found)


def test_data_returned_in_part_stop_no_clock():
    found = read(outcome(case(f"{LIVE} {NOTICE}；2026-03-10 数据移交", "2026-03-17")))
    assert found["O-exit-data"] == "逾期 2026-03-16"
    assert found["O-exit-wipe"] == "未起算"


def test_a_wipe_without_a_certificate_is_not_done():
    found = outcome(case(f"{LIVE} {NOTICE}；2026-03-10 数据移交 核对完整=是；2026-03-12 数据清除", "2026-04-10"))
    assert read(found)["O-exit-wipe"] == "逾期 2026-04-09"
    assert "2026-03-12 称已清除，尚无证明" in words(found)


def test_a_notice_after_the_term_ran_out_ends_nothing_more():
    found = read(outcome(case(f"{LIVE} 正式上线；2027-03-10 {NOTICE}", "2027-03-31")))
    assert found["O-exit-data"] == "逾期 2027-03-16"
    assert "N-termination" not in found


def test_instalments_stay_payable_when_the_term_ran_out_even_if_a_notice_comes_later():
    events = f"2026-01-05 合同签署；{LIVE} 正式上线；2027-03-10 {NOTICE}"
    first, _ = position(events, "2027-03-31", agreed()).payments
    assert (first.state, first.left) == ("overdue", 150_000)


def test_a_renewed_contract_earns_no_more_than_its_fee():
    renewed = "2026-12-01 续约通知 甲方 是；2026-12-01 续约通知 乙方 是"
    found = outcome(case(f"2026-01-10 付款 P1 500000；{LIVE} 正式上线；{renewed}；2027-06-01 {NOTICE}", "2027-06-01"))
    assert "300,000.00 × 365 日 ÷ 365 日" in words(found)


def test_what_was_accepted_after_the_end_is_not_earned():
    assert refund(f"2026-01-10 付款 P1 150000；{LIVE} {NOTICE}；2026-03-05 验收合格 M1", "2026-03-31") == 150_000


def test_data_returned_before_the_end_are_not_the_return():
    found = read(outcome(case(f"2026-02-01 数据移交 核对完整=是；{LIVE} {NOTICE}", "2026-03-10")))
    assert found["O-exit-data"] == "进行中 2026-03-16"


def test_proofs_are_named_in_the_order_of_their_records():
    events = f"2026-03-05 退款 50000；2026-01-10 付款 P1 150000；{LIVE} {NOTICE}；2026-05-04 10:00 故障报告 I2 重大"
    claim = next(each for each in outcome(case(events, "2026-03-31")).claims if each.id == "C-exit-refund")
    assert claim.why.events == ("E1", "E2", "E3")


dealings = st.lists(
    st.tuples(
        st.sampled_from(["抵销通知 C-exit-refund P2", "请求权清偿 C-exit-refund", "放弃请求权 C-exit-refund", "退款"]),
        st.integers(1, 20),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(dealings)
def test_the_refund_is_complete_when_nothing_of_its_claim_is_left(steps):
    told = "；".join(f"2026-03-05 {what} {tens}0000" + " 批准" * what.startswith("放弃") for what, tens in steps)
    found = position(f"2026-01-10 付款 P1 150000；{LIVE} {NOTICE}；{told}", "2026-03-31", agreed())
    owed = next(each for each in found.obligations if each.id == "O-exit-refund")
    claim = next(each for each in found.claims if each.id == "C-exit-refund")
    assert (owed.state == "met") == (claim.left == 0)


def test_a_refund_cannot_be_set_off_against_an_instalment():
    events = f"2026-01-10 付款 P1 150000；{LIVE} {NOTICE}；2026-03-05 抵销通知 C-exit-refund P2 150000"
    found = position(events, "2026-03-31", agreed())
    claim = next(each for each in found.claims if each.id == "C-exit-refund")
    assert (claim.left, claim.set_off) == (150_000, 0)
    assert next(each for each in found.obligations if each.id == "O-exit-refund").state == "overdue"
    notice = next(each for each in found.notices if each.id == "N-E3-C-exit-refund")
    assert "C-exit-refund（退出结算：应退还已付费用）不能与价款抵销，没有计入" in notice.text

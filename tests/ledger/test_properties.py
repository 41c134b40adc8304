"""What holds for any contract's history, on generated ones."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from worked import agreed

from mingyue.connectors.holidays import official
from mingyue.ledger.case import Case
from mingyue.ledger.event import Event, content
from mingyue.ledger.gates import facts
from mingyue.ledger.history import happened, mended
from mingyue.ledger.instalments import shares
from mingyue.ledger.replay import replay
from mingyue.ledger.timeline import timeline
from mingyue.terms.delta import Delta, apply
from mingyue.terms.money import cents

START, DAYS = date(2026, 1, 5), 200
LAST = START + timedelta(days=DAYS)
CALENDAR = official()
NOTHING = {"fees_payment.items": []}  # so that a change may touch the price alone
TERMS = apply(
    agreed("ledger_money.md"),
    Delta.model_validate({"set": NOTHING | {"implementation_schedule.milestones.M1.due": "30日"}}),
)
EXIT = apply(TERMS, Delta.model_validate({"set": {"termination_exit.refund_pro_rata": True}}))
days = st.integers(0, DAYS)
sums = st.decimals(1, 300_000, places=2).map(str)
instalments = st.sampled_from(["P1", "P2", "P3"])
claims = st.sampled_from(["C-M1-late", "C-M2-late", "C-P1-late", "C-P2-late", "C-exit-owed", "C-exit-refund"])


@st.composite
def milestone(draw):
    """Deliveries, rejections and perhaps the acceptance of one milestone, in order."""
    name = draw(st.sampled_from(["M1", "M2"]))
    moments = sorted(draw(st.lists(days, min_size=1, max_size=5, unique=True)))
    kinds = ["delivered", "rejected", "delivered", "accepted" if draw(st.booleans()) else "rejected", "delivered"]
    reasons = {"rejected": {"reasons": ["不合格"]}}
    told = zip(moments, kinds, strict=False)
    return name, [(day, kind, {"milestone": name} | reasons.get(kind, {})) for day, kind in told]


money = st.one_of(
    st.tuples(
        days,
        st.just("invoice"),
        st.fixed_dictionaries({"instalment": instalments, "number": st.just("1"), "amount": sums}),
    ),
    st.tuples(days, st.just("paid"), st.fixed_dictionaries({"instalment": instalments, "amount": sums})),
    st.tuples(
        days, st.just("set_off"), st.fixed_dictionaries({"claim": claims, "instalment": instalments, "amount": sums})
    ),
    st.tuples(days, st.just("claim_settled"), st.fixed_dictionaries({"claim": claims, "amount": sums})),
    st.tuples(
        days,
        st.just("claim_waived"),
        st.fixed_dictionaries({"claim": claims, "reason": st.just("批准"), "amount": sums}),
    ),
    st.tuples(days, st.just("claim_waived"), st.fixed_dictionaries({"claim": claims, "reason": st.just("批准")})),
)
refunds = st.tuples(days, st.just("refund"), st.fixed_dictionaries({"amount": sums}))
prices = st.tuples(
    days,
    st.just("supplement"),
    st.builds(
        lambda number, total: {
            "number": f"S{number}",
            "subject": "调价",
            "delta": {"set": {"fees_payment.total": str(total)}},
        },
        st.integers(1, 99),
        st.integers(100_000, 900_000),
    ),
)
endings = st.tuples(days, st.just("termination_notice"), st.just({"side": "buyer", "ground": "statutory"}))


@st.composite
def storms(draw):
    """One force majeure of the vendor."""
    first, told, last = sorted(draw(st.lists(days, min_size=3, max_size=3)))
    side = {"side": "vendor"}
    return [
        (first, "force_majeure_begun", side | {"subject": "台风"}),
        (told, "force_majeure_notified", side),
        (last, "force_majeure_ended", side),
    ]


@st.composite
def faults(draw):
    """One critical fault, perhaps mended."""
    name, day = f"I{draw(st.integers(1, 10**6))}", draw(days)
    opened = (day, "incident_opened", {"incident": name, "severity": "critical", "subject": "不能登录"})
    mended = (day + draw(st.integers(0, 20)), "incident_resolved", {"incident": name})
    return [opened, mended] if draw(st.booleans()) else [opened]


def event(number, told):
    day, kind, data = told
    moment = START + timedelta(days=day)
    at = datetime.combine(moment, time(10)) if kind.startswith("incident") else None  # faults need their hour
    stamp = f"2027-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}+08:00"
    return Event(f"E{number}", kind, moment, at, stamp, "甲方", content(kind, data))


@st.composite
def histories(draw, *, changes=True, ends=True):
    """The records of one contract, in the order in which they happened."""
    groups = [[(0, "signed", {})]]
    by_name = dict(draw(st.lists(milestone(), max_size=2)))
    groups += by_name.values()
    groups.append(draw(st.lists(st.one_of(money, refunds), max_size=8)))
    groups.append(draw(st.lists(st.tuples(days, st.just("went_live"), st.just({})), max_size=1)))
    groups += draw(st.lists(storms(), max_size=1))
    groups += draw(st.lists(faults(), max_size=2, unique_by=lambda group: group[0][2]["incident"]))
    if changes:
        groups.append(draw(st.lists(prices, max_size=2)))
    if ends:
        groups.append(draw(st.lists(endings, max_size=1)))
    told = sorted((each for group in groups for each in group), key=lambda each: each[0])
    return [event(number, each) for number, each in enumerate(told, 1)]


def position(events, as_of=LAST, known_at=None, terms=TERMS):
    return replay(terms, events, as_of=as_of, calendar=CALENDAR, known_at=known_at)


as_ofs = days.map(lambda day: START + timedelta(days=day))


@given(histories(), as_ofs)
@settings(max_examples=80, deadline=None)
def test_postings_sum_to_zero_and_agree_with_the_position(events, as_of):
    found = position(events, as_of)
    for transaction in found.transactions:
        assert sum(posting.amount for posting in transaction.postings) == 0
    assert sum(found.balances.values()) == 0
    open_ = sum(each.left for each in found.payments if each.state in {"released", "overdue"})
    open_ += sum(claim.left for claim in found.claims if claim.kind == "price")
    early = sum(min(each.amount, each.paid + each.set_off) for each in found.payments if each.released is None)
    assert -found.balances.get("应付价款", 0) == open_
    if not any(claim.kind in {"refund", "price"} for claim in found.claims):
        assert found.balances.get("预付账款", 0) == early
    mine = sum(claim.left for claim in found.claims if claim.kind == "late_delivery")
    assert found.balances.get("应收违约金", 0) == mine
    theirs = sum(claim.left for claim in found.claims if claim.kind == "late_payment")
    assert -found.balances.get("应付违约金", 0) == theirs
    assert found.totals.claims_for_vendor == theirs + sum(c.left for c in found.claims if c.kind == "price")


@given(histories(changes=False))
@settings(max_examples=80, deadline=None)
def test_what_the_contract_cost_at_its_end_is_what_was_earned(events):
    found = position(events, terms=EXIT)
    for transaction in found.transactions:
        assert sum(posting.amount for posting in transaction.postings) == 0
    settled = {claim.kind: claim for claim in found.claims if claim.kind in {"refund", "price"}}
    assert len(settled) < 2
    notice = next((each for each in events if each.kind == "termination_notice"), None)
    if notice is None or not settled:
        return
    accepted = {each.content.milestone for each in events if each.kind == "accepted" and each.day <= notice.day}
    earned = cents(Decimal(500_000) * len(accepted) / 3)
    assert found.balances.get("合同成本", 0) == earned
    assert found.balances.get("预付账款", 0) == 0
    assert -found.balances.get("应付价款", 0) == sum(claim.left for claim in found.claims if claim.kind == "price")
    assert found.balances.get("应收退款", 0) == sum(claim.left for claim in found.claims if claim.kind == "refund")


@given(histories(), st.integers(0, DAYS - 1))
@settings(max_examples=80, deadline=None)
def test_a_set_off_that_was_refused_stays_refused(events, day):
    """Seen later, the same notices never count for more than they did on their day."""
    until = START + timedelta(days=day)
    known = [each for each in events if each.kind != "set_off" or each.day <= until]

    def counted(as_of):
        return sum(claim.set_off for claim in position(known, as_of).claims if claim.creditor == "buyer")

    assert counted(LAST) <= counted(until)


@given(histories(), as_ofs)
@settings(max_examples=80, deadline=None)
def test_nothing_is_negative_and_advice_adds_up(events, as_of):
    found = position(events, as_of)
    assert all(min(each.left, each.amount, each.paid, each.set_off) >= 0 for each in found.payments)
    assert all(min(each.left, each.amount, each.set_off, each.waived) >= 0 for each in found.claims)
    assert all(each.set_off + each.waived <= each.amount for each in found.claims)
    assert found.advice.pay == found.advice.payable - found.advice.set_off >= 0


@given(histories(), as_ofs)
@settings(max_examples=80, deadline=None)
def test_a_cap_is_never_exceeded(events, as_of):
    found = position(events, as_of)
    prices_ = [500_000, *(int(change.delta.set["fees_payment.total"]) for change in found.changes)]
    late = sum(claim.amount for claim in found.claims if claim.kind == "late_delivery")
    assert late <= max(prices_) * Decimal("0.1")
    owed = max(prices_)
    assert all(claim.amount <= owed * Decimal("0.05") for claim in found.claims if claim.kind == "late_payment")


@given(histories(changes=False), as_ofs)
@settings(max_examples=60, deadline=None)
def test_late_payment_keeps_to_the_cap_of_its_instalment(events, as_of):
    found = position(events, as_of)
    amounts = {f"C-{each.id}-late": each.amount for each in found.payments}
    for claim in found.claims:
        if claim.kind == "late_payment":
            assert claim.amount <= amounts[claim.id] * Decimal("0.05")


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_first_records_are_what_was_known_then(events, data):
    count = data.draw(st.integers(1, len(events)))
    known_at = events[count - 1].recorded
    assert position(events[:count], known_at=known_at) == position(events, known_at=known_at)


@given(histories(), as_ofs)
@settings(max_examples=60, deadline=None)
def test_what_happens_later_does_not_count_before(events, as_of):
    assert position([each for each in events if each.day <= as_of], as_of) == position(events, as_of)


def subject(each):
    """What must keep its order: the same milestone, one kind of money, the same fault, one side's force majeure, the terms."""
    said = each.content
    if each.kind in {"delivered", "accepted", "rejected"}:
        return said.milestone
    if each.kind.startswith("incident"):
        return said.incident
    if each.kind.startswith("force_majeure"):
        return "force_majeure"
    return each.kind


def figures(found):
    """All sums and states, without the numbers of events."""
    return (
        [(each.id, each.amount, each.set_off, each.paid, each.waived, each.accruing) for each in found.claims],
        [(each.id, each.state, each.due, each.paid, each.set_off, each.left) for each in found.payments],
        [(each.id, each.state, each.due) for each in found.obligations if "-fm-" not in each.id],
        sorted(found.balances.items()),
        (found.advice.pay, found.totals),
    )


@given(histories(), st.randoms(use_true_random=False), as_ofs)
@settings(max_examples=80, deadline=None)
def test_the_order_of_records_of_independent_events_of_a_day_does_not_matter(events, random, as_of):
    crowded = [each._replace(day=START + (each.day - START) // 20 * 20) if each.at is None else each for each in events]
    rows = {}
    for each in crowded:
        rows.setdefault(subject(each), []).append(each)
    mixed = []
    while rows:
        name = random.choice(sorted(rows))
        mixed.append(rows[name].pop(0))
        if not rows[name]:
            del rows[name]
    mixed = [each._replace(id=f"E{number}") for number, each in enumerate(mixed, 1)]
    assert figures(position(crowded, as_of)) == figures(position(mixed, as_of))


@given(histories(), as_ofs)
@settings(max_examples=40, deadline=None)
def test_replaying_twice_changes_nothing(events, as_of):
    assert position(events, as_of) == position(events, as_of)


@given(histories(), st.data(), as_ofs)
@settings(max_examples=60, deadline=None)
def test_a_correction_restores_what_it_corrects(events, data, as_of):
    right = data.draw(st.sampled_from(events))
    wrong = right._replace(day=right.day + timedelta(days=data.draw(st.integers(-30, 30))), at=None)
    happened_ = right.at.isoformat(timespec="minutes") if right.at else right.day.isoformat()
    mend = {"of": right.id, "happened": happened_, "data": right.content.model_dump(mode="json"), "reason": "记错了"}
    records = [wrong if each is right else each for each in events]
    records.append(event(len(events) + 1, (DAYS, "correction", mend)))
    assert position(records, as_of) == position(events, as_of)
    void = event(len(events) + 2, (DAYS, "evidence", {"subject": "x", "source": "邮件", "sha256": "0" * 64}))
    gone = event(len(events) + 3, (DAYS, "correction", {"of": void.id, "void": True, "reason": "重复"}))
    assert position([*events, void, gone], as_of) == position(events, as_of)


@given(histories(), histories())
@settings(max_examples=60, deadline=None)
def test_the_fields_that_are_told_anew_are_enough(events, others):
    pairs = [(one.content, other.content) for one in events for other in others if one.kind == other.kind]
    for right, wrong in pairs:
        fields = right.model_dump(mode="json")
        changed = {name: value for name, value in fields.items() if getattr(wrong, name) != getattr(right, name)}
        assert type(right).model_validate(mended(wrong, changed)) == right


@given(
    st.decimals("0.01", 10**9, places=2),
    st.lists(st.integers(1, 9_999), min_size=1, max_size=8),
    histories(changes=False, ends=False),
)
@settings(max_examples=80, deadline=None)
def test_instalments_sum_to_the_price(total, weights, events):
    whole = sum(weights)
    percents = [round(Decimal(100 * weight) / whole, 4) for weight in weights[:-1]]
    percents.append(100 - sum(percents))
    if min(percents) < 0:
        percents = [Decimal(100)]
    plan = [
        {"id": f"P{n}", "percent": str(percent), "gate": {"after": "signed"}, "within": "7日"}
        for n, percent in enumerate(percents, 1)
    ]
    terms = apply(
        TERMS, Delta.model_validate({"set": {"fees_payment.total": str(total), "fees_payment.instalments": plan}})
    )
    kept = [each for each in events if each.kind not in {"invoice", "paid", "set_off"}]
    history = happened(kept, as_of=LAST)
    case = Case(timeline(terms, history), history, LAST, CALENDAR)
    found = shares(case, facts(case))
    assert sum(each.amount for each in found) == total
    assert all(each.amount >= 0 for each in found)


@given(histories(ends=False), as_ofs)
@settings(max_examples=60, deadline=None)
def test_instalments_sum_to_the_price_whatever_was_changed(events, as_of):
    found = position(events, as_of)
    assert sum(each.amount for each in found.payments) == found.totals.price

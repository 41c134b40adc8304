from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.web.signoff.chain import Chain, Decided, Hand, Threshold, hand, needed, next_role, state

ROLES = ("business", "legal", "finance", "sponsor")
PEOPLE = range(1, 6)
RULE = tuple(Threshold(role, Decimal(since)) for role, since in zip(ROLES, (0, 0, 100, 500), strict=True))
NOBODY: dict[int, frozenset[str]] = {}

roles_of = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.frozensets(st.sampled_from(ROLES), min_size=1),
    min_size=len(PEOPLE),
    max_size=len(PEOPLE),
)
stand_ins = st.dictionaries(st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(PEOPLE), max_size=2))
chains = st.builds(
    Chain,
    st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    st.sampled_from(PEOPLE),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=100, deadline=None)
@given(chains, roles_of, stand_ins, st.data())
def test_whatever_people_try_the_rule_holds(
    chain: Chain, roles: dict[int, frozenset[str]], stand_in: dict[int, frozenset[int]], data: st.DataObject
) -> None:
    decided: list[Decided] = []
    for _ in range(8):
        person = data.draw(st.sampled_from(PEOPLE))
        lent = {giver: roles[giver] for giver in stand_in.get(person, frozenset()) if giver != person}
        found = hand(chain, decided, person, roles[person], lent)
        turn = next_role(chain, decided)
        if found is None:
            continue
        assert turn is not None
        held = roles[person] if found.instead_of is None else lent[found.instead_of]
        assert turn in held
        decided.append(Decided(person, data.draw(st.booleans()), found.instead_of))
    hands = [who for each in decided for who in {each.by, each.instead_of} - {None}]
    assert len(decided) <= len(chain.roles)
    assert chain.own or chain.asked_by not in hands
    assert chain.twice or len(hands) == len(set(hands))
    assert all(each.approved for each in decided[:-1])
    assert (state(chain, decided) == "approved") == (
        all(each.approved for each in decided) and len(decided) == len(chain.roles)
    )
    if state(chain, decided) != "pending":
        assert all(hand(chain, decided, person, roles[person], NOBODY) is None for person in PEOPLE)


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.decimals(min_value=0, max_value=10**9, places=2))
@settings(max_examples=50, deadline=None)
def test_a_higher_price_needs_no_fewer_people(first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))
    assert set(needed(RULE, low)) <= set(needed(RULE, high))


@pytest.mark.parametrize(
    ("price", "currency", "count"),
    [("0", "CNY", 2), ("99.99", "CNY", 2), ("100", "CNY", 3), ("500", "CNY", 4), (None, "CNY", 4), ("1", "USD", 4)],
)
def test_the_price_says_who_decides(price: str | None, currency: str, count: int) -> None:
    assert needed(RULE, price and Decimal(price), currency=currency) == ROLES[:count]


def test_a_stand_in_is_named_and_both_count() -> None:
    chain = Chain(("legal", "finance"), 1)
    lent = {2: frozenset({"legal"})}
    assert hand(chain, [], 3, frozenset({"finance"}), lent) == Hand(2)
    after = [Decided(3, approved=True, instead_of=2)]
    assert hand(chain, after, 3, frozenset({"finance"}), {}) is None
    assert hand(chain, after, 2, frozenset({"finance"}), {}) is None
    assert hand(chain, after, 4, frozenset({"finance"}), {}) == Hand()


def test_who_asked_decides_neither_by_hand_nor_by_stand_in() -> None:
    chain = Chain(("legal",), 1)
    assert hand(chain, [], 1, frozenset({"legal"}), {}) is None
    assert hand(chain, [], 1, frozenset(), {2: frozenset({"legal"})}) is None
    assert hand(chain, [], 2, frozenset(), {1: frozenset({"legal"})}) is None
    assert hand(Chain(("legal",), 1, own=True), [], 1, frozenset({"legal"}), {}) == Hand()

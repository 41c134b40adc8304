"""A drafted contract reads back to the terms it was drafted from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import terms

from mingyue.clauses.texts import texts
from mingyue.connectors import word
from mingyue.drafting.recover import recover
from mingyue.drafting.write import draft
from mingyue.review.finding import FAMILIES
from mingyue.terms.contract import Contract, Position
from mingyue.terms.reading import contract, contractual

POSITIONS = st.dictionaries(st.sampled_from(FAMILIES), st.sampled_from(("preferred", "fallback", "floor")))
# a whole contract is a large example: making it smaller would take minutes and tells little more than the refused field
QUICK: dict[str, Any] = {
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
}


@settings(max_examples=25, **QUICK)
@given(terms(), POSITIONS)
def test_the_text_says_the_terms(said: Contract, positions: dict[str, Position]) -> None:
    draft(said, texts(), positions=positions)  # refuses what does not read back


@settings(max_examples=5, **QUICK)
@given(terms(), POSITIONS)
def test_the_word_file_says_the_terms(said: Contract, positions: dict[str, Position]) -> None:
    pages = texts()
    file = word.compose(draft(said, pages, positions=positions), created=datetime(2026, 1, 1, tzinfo=UTC))
    read = contract(recover(word.read(file), pages).tree)
    assert contractual(read) == contractual(said)

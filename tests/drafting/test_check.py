"""What the texts of the library say passes our own review."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import resources

import pytest

from mingyue import api
from mingyue.clauses.texts import texts
from mingyue.connectors import word
from mingyue.drafting.write import draft
from mingyue.review.finding import FAMILIES, WHOLE

GUIDE = resources.files("mingyue.api").joinpath("example/contract.yaml").read_text("utf-8")


@pytest.mark.parametrize("position", ["preferred", "fallback", "floor"])
def test_the_guides_own_example_drafted_has_no_high_finding(position: str) -> None:
    terms = api.read_terms(GUIDE)
    written = draft(terms, texts(), positions=dict.fromkeys((*FAMILIES, WHOLE), position))
    review = api.check(
        word.read(word.compose(written, created=datetime(2026, 1, 1, tzinfo=UTC))), as_of=date(2026, 1, 1)
    )
    found = [(finding.severity, finding.rule, finding.span.quote) for finding in review.findings]
    assert [each for each in found if each[0] == "high"] == []
    if position == "preferred":
        assert found == []

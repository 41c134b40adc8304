"""The worked tables of docs/spec: each row is a small contract and what must be read from it."""

import json
from collections import Counter
from datetime import date

import pytest
from spec import draft, rows

from mingyue import api
from mingyue.review.finding import FAMILIES
from mingyue.review.taxonomy import FACTS

DAY = date(2026, 11, 23)
LEVELS = [(family, level, text) for family, (level, text, _) in rows("families.md")]
VALUES = [(fact, text, json.loads(value.strip("`"))) for fact, (text, value, _) in rows("facts.md")]


def review(text: str) -> api.Review:
    return api.check(api.read_document(draft(text), "spec.txt"), as_of=DAY)


@pytest.mark.parametrize(
    ("family", "level", "text"), LEVELS, ids=[f"{row[0]}-{row[1]}-{n}" for n, row in enumerate(LEVELS)]
)
def test_a_family_is_as_complete_as_the_table_says(family: str, level: str, text: str) -> None:
    reading = review(text).clauses[family]
    assert reading.present == level
    assert bool(reading.spans) is (level != "absent")


@pytest.mark.parametrize(("fact", "text", "value"), VALUES, ids=[f"{row[0]}-{n}" for n, row in enumerate(VALUES)])
def test_a_fact_is_read_as_the_table_says(fact: str, text: str, value: object) -> None:
    checked = review(text)
    read = checked.facts[fact]
    found = read.value if read else None
    if fact == "payment_splits" and isinstance(found, list) and isinstance(value, list):
        assert [part["percent"] for part in found] == [percent for percent, _ in value]
        words = [word for _, word in value]
        assert [[word for word in words if word in part["trigger"]] for part in found] == [[word] for word in words]
    else:
        assert found == value
    if read:
        assert read.span.quote == checked.document.text[read.span.start : read.span.end] != ""


def test_every_family_has_rows_of_every_level() -> None:
    counts = Counter((family, level) for family, level, _ in LEVELS)
    assert {key for key, count in counts.items() if count} == {
        (family, level) for family in FAMILIES for level in ("full", "partial", "absent")
    }


def test_every_fact_has_rows_with_and_without_a_value() -> None:
    assert tuple(dict.fromkeys(fact for fact, _, _ in VALUES)) == FACTS
    for fact in FACTS:
        values = [value for name, _, value in VALUES if name == fact]
        assert len(values) >= 7
        assert None in values
        assert any(value is not None for value in values)

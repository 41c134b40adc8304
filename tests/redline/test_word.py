"""The plan carried out in the sample draft's own Word file, findings of the real rules."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from mingyue import api
from mingyue.redline import plan, preview

SAMPLE = Path(__file__).parents[2] / "examples" / "vendor_draft.docx"
MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
_NUMBER = re.compile(r"^(?:第[一二三四五六七八九十]+条|（[一二三四五六七八九十]+）|\d+\.(?:\d+)?) ")


@pytest.fixture(scope="module")
def review() -> api.Review:
    return api.check(api.read_document(SAMPLE.read_bytes(), SAMPLE.name), as_of=date(2026, 11, 23))


def _words(text: str) -> list[str]:
    """Lines without the numbers that Word makes up: new paragraphs get theirs only there."""
    return [_NUMBER.sub("", line) for line in text.split("\n")]


def test_the_file_holds_exactly_the_intended_text(review: api.Review) -> None:
    redlined = api.redline(SAMPLE.read_bytes(), review, author="采购部", date=MOMENT)
    assert _words(api.read_document(redlined, "r.docx").text) == _words(preview(review.document, plan(review)))


def test_the_same_review_gives_the_same_bytes(review: api.Review) -> None:
    data = SAMPLE.read_bytes()
    first, second = (api.redline(data, review, author="采购部", date=MOMENT) for _ in range(2))
    assert first == second


def test_every_open_finding_is_answered(review: api.Review) -> None:
    said = "\n".join(revision.comment for revision in plan(review))
    assert review.findings
    assert [f.title for f in review.findings if f.title not in said] == []


def test_revisions_stand_in_order_and_apart(review: api.Review) -> None:
    assert all(left.end <= right.start for left, right in pairwise(plan(review)))


def test_no_closing_mark_is_doubled_or_lost(review: api.Review) -> None:
    intended = preview(review.document, plan(review))
    for pair in ("。。", "；。", "。；", "，。", "。，"):
        assert intended.count(pair) <= review.document.text.count(pair)

from __future__ import annotations

import re
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.web.rounds.marking import Mark, html


def _plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


def test_the_text_is_escaped_inside_and_outside_of_marks() -> None:
    text = "甲方<script>alert(1)</script>&\"'\n<b>第一条</b>"
    page = html(text, [Mark(1, 2, 8, "high", 'a "title" <i>'), Mark(2, 0, len(text), "low", "")], [1])
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert _plain(page) == text
    assert '<p class="head-line">' in page


def test_overlapping_marks_lie_inside_one_another_and_lead_to_the_shortest() -> None:
    page = html("0123456789", [Mark(1, 0, 8, "low", ""), Mark(2, 4, 10, "high", ""), Mark(3, 5, 6, "medium", "")])
    assert page.count('id="m1"') == page.count('id="m2"') == page.count('id="m3"') == 1
    assert '<a href="?f=3#f3" title="">5</a>' in page
    assert _plain(page) == "0123456789"


def test_a_mark_over_two_lines_has_its_id_once() -> None:
    page = html("甲方\n\n乙方", [Mark(7, 1, 6, "high", "")])
    assert page.count('id="m7"') == 1
    assert page.count('data-finding="7"') == 2
    assert page.count("<p>") == 3


spans = st.tuples(st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=80, deadline=None)
@given(st.text("甲<&\n\"'a", max_size=30), st.lists(spans, max_size=6))
def test_whatever_is_marked_the_text_stays_the_same_and_tags_are_closed(
    text: str, places: list[tuple[int, int]]
) -> None:
    page = html(text, [Mark(n, *place, "high", "<") for n, place in enumerate(places)])
    assert _plain(page) == text
    assert page.count("<mark") == page.count("</mark>")
    for number, (start, end) in enumerate(places):
        quoted = any(character != "\n" for character in text[start:end])
        assert page.count(f'id="m{number}"') == quoted

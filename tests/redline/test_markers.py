"""Typed numbers: the next, the first, one between."""

from __future__ import annotations

import pytest

from mingyue.redline import markers


@pytest.mark.parametrize(
    ("marker", "following"),
    [
        ("3.", "4."), ("（三）", "（四）"), ("(9)", "(10)"), ("12.3", "12.4"), ("九、", "十、"), ("第十九条", "第二十条"), ("①", "②"),
        ("c）", "d）"), ("９．", "１０．"), ("（九十九）", "（一百）"), ("（一百零九）", "（一百一十）"), ("⑳", ""), ("z)", ""), ("—", ""),
    ],
)  # fmt: skip
def test_the_next_number(marker: str, following: str) -> None:
    assert markers.after(marker) == following


@pytest.mark.parametrize(("marker", "opening"), [("（三）", "（一）"), ("7)", "1)"), ("⑤", "①"), ("D.", "A.")])
def test_the_first_number(marker: str, opening: str) -> None:
    assert markers.first(marker) == opening


@pytest.mark.parametrize(
    ("marker", "taken", "made"),
    [
        ("第八条", "", "第八条之一"), ("第八条", "第八条之一 保密", "第八条之二"), ("第八条之一", "第八条之一", "第八条之二"),
        ("八、", "", "八之一、"), ("8.", "", "8之一."), ("第三章", "", "第三章之一"), ("12.2", "", "12.2之一"),
    ],
)  # fmt: skip
def test_a_number_between_moves_no_other(marker: str, taken: str, made: str) -> None:
    assert markers.between(marker, taken) == made


def test_chinese_numbers() -> None:
    assert [markers.chinese(n) for n in (0, 1, 10, 11, 20, 100, 101, 110, 999)] == [
        "零", "一", "十", "十一", "二十", "一百", "一百零一", "一百一十", "九百九十九",
    ]  # fmt: skip


def test_values() -> None:
    assert [markers.value(m) for m in ("12.3", "（四）", "③", "b)", "第二十一条", "附件")] == [3, 4, 3, 2, 21, 0]

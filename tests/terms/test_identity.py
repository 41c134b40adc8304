"""统一社会信用代码: the check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue.terms.identity import credit_code_valid

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)  # as GB 32100-2015 prints them


def completed(first: str) -> str:
    """The first 17 characters with their check character, by the table of the standard."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first, WEIGHTS, strict=True))
    return first + ALPHABET[-total % 31]


@given(st.text(st.sampled_from(ALPHABET), min_size=17, max_size=17))
def test_the_right_check_character_is_accepted_and_every_other_refused(first: str) -> None:
    right = completed(first)
    assert [c for c in ALPHABET if credit_code_valid(first + c)] == [right[-1]]


@given(st.text(st.sampled_from(ALPHABET), min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(first: str, place: int, other: str) -> None:
    code = completed(first)
    wrong = code[:place] + other + code[place + 1 :]
    assert credit_code_valid(wrong) is (wrong == code)


def test_a_code_by_the_standard() -> None:
    assert credit_code_valid("91310000MA1TEXTX0P")
    assert credit_code_valid("91330000MA2CDEFG5H")
    assert not credit_code_valid("91330000MA2CDEFG5A")


@pytest.mark.parametrize(
    "code", ["", "9131", "91310000MA1TEXTX0", "91310000ma1textx0p", "91310000MA1TEXTI0P", "９1310000MA1TEXTX0P"]
)
def test_what_is_no_code_at_all(code: str) -> None:
    assert not credit_code_valid(code)

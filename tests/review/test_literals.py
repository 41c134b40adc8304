"""The prefilter never loses a match: what a pattern finds line by line, it still finds when only likely lines are looked at."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue import api
from mingyue.clauses import library
from mingyue.review.literals import required
from mingyue.review.pattern import Matcher, Pattern, expand, pattern

LETTERS = "甲乙付款%％aBb。"
ATOMS = st.one_of(
    st.text(st.sampled_from("甲乙付款%aB"), min_size=1, max_size=4),
    st.sampled_from(["…", "……", "[甲乙]", "[^。]", ".", r"\d"]),
)
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{1,3}", "{2}", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"{part}(?!甲方付款)"),
        inner.map(lambda part: f"(?i:{part})"),
    ),
    max_leaves=8,
)
TEXTS = st.text(st.sampled_from(LETTERS + "\n"), max_size=60)


def line_by_line(wanted: Pattern, text: str) -> list[tuple[int, int]]:
    """Where a pattern matches, without any prefilter."""
    if not wanted.one_line:
        return [match.span() for match in wanted.regex.finditer(text)]
    found, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        found += [match.span() for match in wanted.regex.finditer(text, start, end)]
        start = end + 1
    return found


def spans(wanted: Pattern, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in Matcher(text).finditer(wanted)]


@given(EXPRESSIONS, TEXTS, st.data())
def test_a_line_that_matches_holds_a_word_of_every_group(expression: str, text: str, data: st.DataObject) -> None:
    regex = re.compile(expand(expression))
    groups, _ = required(regex.pattern)
    made = data.draw(st.from_regex(regex))  # a text that matches, where chance alone would seldom give one
    text = f"{text}\n{made}"
    for line in text.split("\n"):
        if regex.search(line):
            assert all(any(word in line for word in group) for group in groups)


def test_no_pattern_of_a_rule_loses_a_match_in_any_example() -> None:
    for rule in api.rules():
        patterns = [wanted for group in rule.check.patterns.values() for wanted in group]
        text = "\n".join((*rule.fires, *rule.silent))
        for wanted in patterns:
            assert spans(wanted, text) == line_by_line(wanted, text), (rule.id, wanted.source)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(?i)SaaS", "提供SAAS服务"),
        ("(?i:bug)修复", "负责BUG修复"),
        ("(?:甲方|乙方)付款", "乙方付款"),
        ("甲方?付", "甲付"),
        ("(?:逾期)*付款", "付款"),
        ("(?:逾期){2}", "逾期逾期"),
        ("甲方…付款", "甲方应当按期付款"),
        ("甲方……付款", "甲方验收。之后付款"),
        ("甲方\n乙方", "甲方\n乙方"),
        ("甲方(?:\n|。)乙方", "甲方\n乙方"),
        (r"\d+%", "首付30%"),
    ],
)
def test_a_match_is_kept(expression: str, text: str) -> None:
    filler = "\n".join(["无关的一行"] * 3)
    assert len(spans(pattern(expression), f"{filler}\n{text}\n{filler}")) == 1


def test_a_pattern_stays_within_a_line_unless_it_names_the_break() -> None:
    assert spans(pattern("甲方[^。]*付款"), "甲方\n付款") == []
    assert spans(pattern(r"甲方\n付款"), "甲方\n付款") == [(0, 5)]


def test_gap_marks_mean_what_they_say() -> None:
    assert pattern("甲…乙").regex.search("甲" + "字" * 24 + "乙")
    assert not pattern("甲…乙").regex.search("甲" + "字" * 25 + "乙")
    assert not pattern("甲…乙").regex.search("甲。乙")
    assert pattern("甲……乙").regex.search("甲。" + "字" * 79 + "乙")
    assert not pattern("甲……乙").regex.search("甲" + "字" * 81 + "乙")


def test_a_pattern_made_after_the_text_was_read_finds_its_matches_too() -> None:
    matcher = Matcher("第一行\n独一无二的措辞")
    assert list(matcher.finditer(pattern("第一行")))
    assert [match.span() for match in matcher.finditer(pattern("独一无二的措辞"))] == [(4, 11)]


def test_the_prefilter_is_used() -> None:
    assert required(expand("甲方…(?:付款|支付)"))[0] == (frozenset({"付款", "支付"}),)
    searched = sum(
        bool(wanted.needs) for rule in api.rules() for group in rule.check.patterns.values() for wanted in group
    )
    total = sum(len(group) for rule in library().rules for group in rule.check.patterns.values())
    assert searched > total * 0.6

from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.connectors.folder import dump_yaml, load_yaml

TREE = {
    "title": "客户关系管理系统采购合同",
    "price": Decimal("500000.00"),
    "users": 50,
    "cloud": True,
    "answer": "no",
    "due": None,
    "parties": {"buyer": {"name": "甲公司", "code": "0123"}, "vendor": {}},
    "milestones": [{"name": "上线", "due": "2026-03-31"}, {"name": "验收", "gates": ["signed", None]}],
    "tags": [],
    "note": "第一行\n第二行\n",
}
COMMENTS = {
    (): "合同条款\n改动请走变更",
    ("price",): "合同总价，含税，元",
    ("due",): "到期日",
    ("parties",): "双方",
    ("parties", "buyer", "name"): "很长的说明" * 20,
    ("milestones",): "里程碑",
    ("milestones", 0): "第一个",
    ("milestones", 0, "name"): "名称\n分两行说明",
    ("milestones", 1, "gates", 0): "甲乙双方签字",
    ("note",): "备注",
}
WRITTEN = f"""\
# 合同条款
# 改动请走变更

title: 客户关系管理系统采购合同
price: 500000.00  # 合同总价，含税，元
users: 50
cloud: true
answer: "no"
due:  # 到期日

parties:  # 双方
  buyer:
    # {"很长的说明" * 20}
    name: 甲公司
    code: "0123"
  vendor: {{}}

milestones:  # 里程碑
  # 第一个
  # 名称
  # 分两行说明
  - name: 上线
    due: 2026-03-31
  - name: 验收
    gates:
      - signed  # 甲乙双方签字
      - null
tags: []
note: |  # 备注
  第一行
  第二行
"""


def as_text(value):
    """What every reader of text sees in a value."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_it_looks_as_a_person_would_write_it():
    assert dump_yaml(TREE, COMMENTS) == WRITTEN
    assert load_yaml(WRITTEN).root == as_text(TREE)


def test_nothing_is_an_empty_mapping():
    assert load_yaml(dump_yaml({})).root == {}


def test_other_values_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="no YAML for float"):
        dump_yaml({"rate": 0.1})


PLAIN = [
    "甲公司",
    "500000.00",
    "-3.5",
    "0",
    "0.1%",
    "2026-03-31",
    "2026-04-12T10:30",
    "30/40/30",
    "V5.2.1",
    "a b",
    "a#b",
]
PLAIN += ["a:b", "甲：乙", "见“附件一”", "https://example.com/a?b=c#d", "90天", "don't"]


@pytest.mark.parametrize("text", PLAIN)
def test_no_quotes_without_need(text):
    assert dump_yaml({"a": text, "b": [text]}) == f"a: {text}\nb:\n  - {text}\n".replace("\nb:", "\n\nb:")


QUOTED = [
    "",
    " a",
    "a ",
    "no",
    "Yes",
    "ON",
    "y",
    "null",
    "~",
    "true",
    "=",
    "<<",
    "007",
    "1_000",
    "10:30",
    "1e5",
    "0x1F",
]
QUOTED += ["0o17", "1.", ".5", "+5", ".inf", "-.INF", ".NaN", "2026-13-01", "2026-04", "1" * 16, "0.1234567890123456"]
QUOTED += [
    "a: b",
    "a:",
    "a #b",
    "- a",
    "-",
    "---",
    "...",
    "? a",
    "*a",
    "&a",
    "!a",
    "@a",
    "`a",
    "%a",
    "#a",
    "[a]",
    "{a}",
]
QUOTED += [
    "'a'",
    '"a"',
    "|",
    ">",
    ",a",
    "a\tb",
    "a\\b",
    'a"b',
    "\x85",
    "a\u2028b",
    "\ufeff",
    "\x07",
    "a\rb",
    "\n",
    "\na",
]


@pytest.mark.parametrize("text", QUOTED)
def test_quotes_where_some_reader_would_see_something_else(text):
    written = dump_yaml({"a": text, text: "b", "c": [text]})
    assert written.startswith('a: "')
    assert load_yaml(written).root == {"a": text, text: "b", "c": [text]}
    assert yaml.safe_load(written) == {"a": text, text: "b", "c": [text]}


LONG = [
    "a\n\n",
    "a\n \nb",
    "a\n ",
    "a\n\n\nb",
    " a\nb",
    "a\n  b",
    "a\n\tb",
    "a\n# b: c\n",
    "a\n- b",
    'a"\nb\\',
    "a\r\nb",
]


@pytest.mark.parametrize("text", LONG)
def test_texts_of_several_lines(text):
    tree = {"a": text, "b": [text, {"c": text, "d": None}], "e": text}
    assert load_yaml(dump_yaml(tree, {("a",): "说明", ("b", 0): "说明"})).root == tree
    assert yaml.safe_load(dump_yaml(tree)) == tree


TEXT = st.one_of(
    st.text(max_size=20),
    st.text(st.sampled_from("a1 -:#\n\t\"'\\.,[]{}&*!|>%@?~，：中\u2028"), max_size=12),
    st.sampled_from(PLAIN + QUOTED),
)
SCALAR = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    TEXT,
)


def trees(keys):
    return st.dictionaries(
        keys,
        st.recursive(
            SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
        ),
        max_size=5,
    )


def places(value, place=()):
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*place, key))


@settings(max_examples=100, deadline=None)
@given(trees(TEXT), st.data())
def test_what_is_written_is_read(tree, data):
    note = st.sampled_from(["", "说明", "# a: b", "两行\n说明", "长" * 60])
    comments = {place: data.draw(note) for place in places(tree)} if data.draw(st.booleans()) else None
    written = dump_yaml(tree, comments)
    assert load_yaml(written).root == as_text(tree)
    lines = load_yaml(written).lines
    assert set(lines) == set(places(tree))


def strings(value):
    """The tree's texts alone: what another YAML reader must see as the very same."""
    if isinstance(value, dict):
        return {key: strings(item) for key, item in value.items()}
    if isinstance(value, list):
        return [strings(item) for item in value]
    return value if isinstance(value, str) else "x"


def same(ours, theirs):
    if isinstance(ours, dict):
        return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs or type(theirs) in {int, float, date}


@settings(max_examples=60, deadline=None)
@given(trees(TEXT.map("k".__add__)))
def test_another_reader_sees_the_same_but_for_plain_numbers_and_dates(tree):
    assert same(strings(tree), yaml.safe_load(dump_yaml(strings(tree))))

"""A form says what the terms say, and what somebody typed stays as it was typed."""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue import api
from mingyue.terms.contract import Contract
from mingyue.web.forms.filling import filled
from mingyue.web.forms.nodes import Look, nodes
from mingyue.web.forms.reading import read
from mingyue.web.forms.rows import act
from mingyue.web.forms.schema import Data, Field, fields_of
from mingyue.web.forms.words import explained, spoken

FIELDS = fields_of(Contract, leave_out=frozenset({"format"}))
GATE = ("fees_payment", "instalments", 0, "gate")


def _loaded(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / "drafting" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


FULL = _loaded("filled").FULL


def _back(terms: api.Contract) -> api.Contract:
    tree = api.terms_tree(terms)
    return api.terms_of(read(FIELDS, filled(FIELDS, tree), tree).tree)


def test_the_full_contract_comes_back_from_its_form() -> None:
    terms = api.terms_of(FULL)
    assert _back(terms) == terms


def test_the_worked_example_comes_back_from_its_form() -> None:
    terms = api.read_terms(api.worked_example().terms)
    assert _back(terms) == terms


def _paths(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for key, inner in items for each in ((*path, key), *_paths(inner, (*path, key)))]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_part_of_the_contract_comes_back_from_its_form(data: st.DataObject) -> None:
    tree = api.terms_tree(api.terms_of(FULL))
    for _ in range(data.draw(st.integers(1, 8))):
        *way, last = data.draw(st.sampled_from(_paths(tree)))
        holder: Any = tree
        for step in way:
            holder = holder[step]
        del holder[last]
    try:
        terms = api.terms_of(tree, whole=False)
    except api.TermsFileError:
        return
    plain = api.terms_tree(terms)
    assert api.terms_of(read(FIELDS, filled(FIELDS, plain), plain).tree, whole=False) == terms


def test_what_a_newer_version_added_is_kept_in_its_row_when_rows_move() -> None:
    tree = api.terms_tree(api.terms_of(FULL))
    tree["fees_payment"]["items"][1]["later"] = "新字段"
    tree["new_part"] = {"x": "1"}
    data, _ = act(FIELDS, filled(FIELDS, tree), "up:fees_payment.items.1")
    data, _ = act(FIELDS, data, "add:fees_payment.items")
    back = read(FIELDS, data, tree).tree
    assert [each["id"] for each in back["fees_payment"]["items"]] == ["F2", "F1"]
    assert back["fees_payment"]["items"][0]["later"] == "新字段"
    assert back["new_part"] == {"x": "1"}


def test_a_row_is_added_with_its_defaults_and_removed_whole() -> None:
    data = filled(FIELDS, {})
    data, name = act(FIELDS, data, "add:breach_dispute.late_delivery")
    assert name == "breach_dispute.late_delivery"
    assert data["breach_dispute.late_delivery.base"] == ["total"]
    assert data["breach_dispute.late_delivery.partial_day_counts"] == ["true"]
    data, first = act(FIELDS, data, "add:implementation_schedule.milestones")
    data, second = act(FIELDS, data, "add:implementation_schedule.milestones")
    assert first != second
    data[f"{second}.id"] = ["M9"]
    data, _ = act(FIELDS, data, f"remove:{first}")
    data, _ = act(FIELDS, data, "remove:breach_dispute.late_delivery")
    tree = read(FIELDS, data, {}).tree
    assert tree["implementation_schedule"]["milestones"] == [{"id": "M9"}]
    assert "late_delivery" not in tree["breach_dispute"]
    assert not [name for name in data if name.startswith((f"{first}.", "breach_dispute.late_delivery."))]


@pytest.mark.parametrize(
    "asked", ["", "add:", "add:nothing", "remove:x.1", "up:fees_payment.items.7", "add:title", "x:y"]
)
def test_a_button_that_no_form_has_changes_nothing(asked: str) -> None:
    data = filled(FIELDS, api.terms_tree(api.terms_of(FULL)))
    changed, _ = act(FIELDS, data, asked)
    tree = api.terms_tree(api.terms_of(FULL))
    assert read(FIELDS, changed, tree).tree == read(FIELDS, data, tree).tree


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("fees_payment.total", " ￥1，200,000.50 元", "1200000.50"),
        ("fees_payment.price_protection.renewal_increase_percent", "５％", "5"),
        ("product.users", "1,000", "1000"),
    ],
)
def test_figures_may_be_typed_as_people_type_them(name: str, typed: str, said: str) -> None:
    value: Any = read(FIELDS, filled(FIELDS, {}) | {name: [typed]}, {}).tree
    for step in name.split("."):
        value = value[step]
    assert value == said


def test_a_fault_finds_its_control_after_an_empty_row() -> None:
    tree = api.terms_tree(api.terms_of(FULL))
    data, added = act(FIELDS, filled(FIELDS, tree), "add:fees_payment.items")
    for _ in range(2):
        data, _name = act(FIELDS, data, f"up:{added}")
    data["fees_payment.items.1.amount"] = ["许多"]
    reading = read(FIELDS, data, tree)
    with pytest.raises(api.TermsFileError) as caught:
        api.terms_of(reading.tree)
    assert [reading.control(fault.path) for fault in caught.value.faults] == ["fees_payment.items.1.amount"]


def test_a_long_list_is_kept_and_not_shown() -> None:
    rows = [{"id": f"R-{number:03}", "title": "功能"} for number in range(100)]
    tree = {"scope_acceptance": {"requirements": rows}}
    data = filled(FIELDS, tree)
    assert len(data) < 400
    assert read(FIELDS, data, tree).tree["scope_acceptance"]["requirements"] == rows


def test_sentences_name_titles_and_words_instead_of_codes() -> None:
    assert spoken("after 为 accepted 时须写 milestone，其他情形不写。", FIELDS, GATE) == (
        "「起点」 为 里程碑验收合格 时须写 「里程碑」，其他情形不写。"
    )
    helps = [each.help for each in _flat(explained(FIELDS))]
    assert not [each for each in helps if "accepted" in each or "due" in each]


def _flat(fields: tuple[Field, ...]) -> list[Field]:
    return [one for each in fields for one in (each, *_flat(each.fields))]


def test_every_field_has_a_chinese_title_and_every_choice_chinese_words() -> None:
    for field in _flat(FIELDS):
        assert any("\u4e00" <= char <= "\u9fff" for char in field.label), field
        assert all(
            any("\u4e00" <= c <= "\u9fff" or c == "S" for c in words) for words in (field.choices or {}).values()
        ), field


def test_nodes_show_what_was_typed_and_an_unknown_choice() -> None:
    data: Data = filled(FIELDS, {}) | {"product.service_term": ["三年吧"], "product.licence": ["rented"]}
    product = next(
        each
        for each in nodes(FIELDS, data, Look({"product.service_term": ["期限看不懂"]}, {}))
        if each.name == "product"
    )
    inner = {each.name: each for each in product.nodes}
    assert inner["product.service_term"].text == "三年吧"
    assert inner["product.service_term"].faults == ["期限看不懂"]
    assert ("rented", "rented", True) in inner["product.licence"].options

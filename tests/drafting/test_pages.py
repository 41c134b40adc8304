"""Each page of clause texts says every field of its family, in each position, in words that read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any, get_args

import pytest
from filled import FULL

from mingyue.clauses.texts import texts
from mingyue.drafting.fields import leaves
from mingyue.drafting.proof import as_document
from mingyue.drafting.recover import recover
from mingyue.drafting.tables import TABLES
from mingyue.drafting.write import draft
from mingyue.review.finding import FAMILIES, WHOLE
from mingyue.terms.contract import Position
from mingyue.terms.reading import TermsError, contract, contractual

POSITIONS = get_args(Position)


def without_true_defaults() -> dict[str, Any]:
    """The other way round where a field is true unless said otherwise, and other words of a choice."""
    terms = deepcopy(FULL)
    terms["breach_dispute"]["late_delivery"] = {"rate": "0.1", "base": "total", "partial_day_counts": False}
    terms["breach_dispute"]["dispute"] = "arbitration"
    terms["termination_exit"]["trial"] = {"period": "30日", "full_refund": False}
    terms["data_privacy"]["cross_border"] = "assessed"
    terms["product"].update(deployment="hybrid", licence="perpetual")
    terms["fees_payment"]["currency"] = "USD"
    terms["ip"]["custom_owner"] = "joint"
    terms["parties"]["vendor"]["role"] = "maker"
    terms["confidentiality"]["non_compete"] = {}
    return terms


def with_little() -> dict[str, Any]:
    """Nothing but what must be there."""
    parties = {side: {"name": FULL["parties"][side]["name"]} for side in ("buyer", "vendor")}
    return {"title": FULL["title"], "parties": parties, "product": {"name": FULL["product"]["name"]}}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("make", [lambda: FULL, without_true_defaults, with_little], ids=["full", "other", "little"])
def test_every_position_reads_back(position: Position, make: Callable[[], dict[str, Any]]) -> None:
    terms = contract(make())
    written = draft(terms, texts(), positions=dict.fromkeys((*FAMILIES, WHOLE), position))
    assert contractual(contract(recover(as_document(written), texts()).tree)) == contractual(terms)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_says_all_its_fields(family: str, position: Position) -> None:
    wanted = {path for path in leaves() if path.startswith(f"{family}.")}
    said = set()
    for each in texts():
        for clause in each.clauses:
            for line in clause.positions[position]:
                said |= {
                    f"{line.each}..{slot.where}" if slot.near else slot.where for slot in line.slots() if slot.where
                }
                said |= {line.each}
                if line.table:
                    layout = TABLES[line.table]
                    said |= {f"{layout.path}..{name}" for column in layout.columns for name in column.fields}
    assert sorted(wanted - said) == []


def test_every_clause_of_a_family_says_how_to_concede() -> None:
    assert [
        clause.key for page in texts() for clause in page.clauses if page.role == "article" and not clause.advice
    ] == []


def test_clause_keys_are_unique_in_a_family() -> None:
    keys = [(page.family, clause.key) for page in texts() for clause in page.clauses]
    assert len(keys) == len(set(keys))


def test_a_value_without_a_page_is_refused() -> None:
    with pytest.raises(TermsError) as error:
        draft(contract(FULL), tuple(page for page in texts() if page.family != "ip"))
    assert {fault.path[0] for fault in error.value.faults} == {"ip"}


def test_the_annexes_are_those_with_something_to_tell() -> None:
    little = [annex.title for annex in draft(contract(with_little()), texts()).annexes]
    assert little == ["阶段性验收报告", "退出清单", "变更单"]
    full = [annex.title for annex in draft(contract(FULL), texts()).annexes]
    assert full == [page.title for page in texts() if page.role == "annex"]


def test_no_sentence_names_an_annex_that_is_not_there() -> None:
    text = as_document(draft(contract(with_little()), texts())).text
    assert re.findall("《(?:功能需求清单|费用明细表|里程碑计划表|服务等级协议|数据处理协议)》", text) == []


def test_what_is_the_buyers_own_never_enters() -> None:
    text = as_document(draft(contract(FULL), texts())).text
    assert [word for word in ("内部备注", "987,654", "987654", "销售部", "import_speed", "must") if word in text] == []

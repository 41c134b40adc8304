"""What cannot be read back from a contract is refused before it is drafted, with the field and the mend."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from filled import FULL

from mingyue.clauses.texts import texts
from mingyue.drafting.write import draft
from mingyue.terms.reading import TermsError, contract, dotted


def changed(path: str, value: object) -> dict[str, Any]:
    terms = deepcopy(FULL)
    *above, last = path.split(".")
    at: Any = terms
    for name in above:
        at = at[int(name)] if isinstance(at, list) else at[name]
    at[int(last) if isinstance(at, list) else last] = value
    return terms


@pytest.mark.parametrize(
    ("path", "value", "mend"),
    [
        ("product.modules", ["销售、市场", "客服"], "拆成几项"),
        ("parties.buyer.affiliates", ["甲公司、乙公司"], "拆成几项"),
        ("implementation_schedule.milestones.0.deliverables", ["原型；蓝图"], "拆成几项"),
        ("scope_acceptance.requirements.0.detail", "查询 | 导出", "竖线"),
        ("data_privacy.processing.kinds", [], "合同文本没有写明这一项"),
        ("product.name", "智联\u200bCRM", "看不见的字符"),
        ("product.modules", ["销售\u2060管理"], "看不见的字符"),
    ],
)
def test_a_value_that_would_not_read_back(path: str, value: object, mend: str) -> None:
    terms = contract(changed(path, value))
    with pytest.raises(TermsError) as error:
        draft(terms, texts())
    assert any(dotted(fault.path).startswith(path) and mend in fault.what for fault in error.value.faults)


def test_a_position_of_no_clause() -> None:
    with pytest.raises(TermsError, match=r"positions\.ip/source：没有这一条"):
        draft(contract(FULL), texts(), positions={"ip/source": "floor"})


def test_a_position_of_a_clause_goes_before_that_of_its_family() -> None:
    said = [draft(contract(FULL), texts(), positions=each) for each in (
        {"ip": "floor"},
        {"ip": "floor", **{f"ip/{clause.key}": "preferred" for page in texts() if page.family == "ip" for clause in page.clauses}},
        {},
    )]  # fmt: skip
    assert said[0] != said[2]
    assert said[1] == said[2]

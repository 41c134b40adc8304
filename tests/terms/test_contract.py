from decimal import Decimal

import jsonschema
import pytest

from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta, apply
from mingyue.terms.reading import TermsError, contract, contractual, dotted, tree, unknown
from mingyue.terms.schema import schema

SMALL = {
    "title": "智联CRM采购合同",
    "parties": {"buyer": {"name": "甲公司"}, "vendor": {"name": "乙公司"}},
    "product": {"name": "智联CRM Pro版", "service_term": "3年"},
}
PLAN = {
    **SMALL,
    "implementation_schedule": {"milestones": [{"id": "M1", "title": "部署", "due": "30日"}]},
    "fees_payment": {
        "total": "500000.00",
        "items": [{"id": "F1", "kind": "licence", "amount": "500000.00", "by_term": "true"}],
        "instalments": [
            {"id": "P1", "percent": "30", "gate": {"after": "signed"}, "within": "7日"},
            {"id": "P2", "percent": "70", "gate": {"after": "accepted", "milestone": "M1"}, "within": "10日"},
        ],
    },
}


def changed(**sections):
    return {**PLAN, **sections}


def faults(value):
    with pytest.raises(TermsError) as caught:
        contract(value)
    return {dotted(fault.path): fault.what for fault in caught.value.faults}


def test_a_tree_and_its_terms_are_one():
    terms = contract(PLAN)
    assert contract(tree(terms)) == terms
    assert terms.fees_payment.total == Decimal("500000.00")
    assert str(terms.implementation_schedule.milestones[0].due) == "30日"


def test_every_fault_is_told_with_its_path():
    found = faults(
        {
            "title": "x",
            "parties": {"buyer": {"name": "甲"}, "vendor": {}},
            "product": {"name": "p", "users": "五十", "deployment": "cloud"},
            "fees_payment": {"total": "1,000"},
        }
    )
    assert found["parties.vendor.name"] == "缺少这一项。"
    assert found["product.users"] == "须为整数，现在是“五十”。"
    assert "saas" in found["product.deployment"]
    assert found["fees_payment.total"].startswith("须为数字")


@pytest.mark.parametrize(
    ("sections", "path", "what"),
    [
        (
            {"fees_payment": {**PLAN["fees_payment"], "total": "499999.99"}},
            "fees_payment.total",
            "合同总价 499999.99 与费用明细合计 500000.00 不一致。",
        ),
        (
            {"fees_payment": {**PLAN["fees_payment"], "instalments": PLAN["fees_payment"]["instalments"][:1]}},
            "fees_payment.instalments",
            "各期比例合计 30%，须为 100%。",
        ),
        (
            {"implementation_schedule": {}},
            "fees_payment.instalments.1.gate.milestone",
            "里程碑里没有 M1。",
        ),
        (
            {"scope_acceptance": {"requirements": [{"id": "R1", "title": "a"}, {"id": "R1", "title": "b"}]}},
            "scope_acceptance.requirements",
            "R1 出现了 2 次：每项须有自己的编号。",
        ),
        (
            {"scope_acceptance": {"core_functions": ["R9"]}},
            "scope_acceptance.core_functions.0",
            "需求清单里没有 R9。",
        ),
        (
            {"breach_dispute": {"dispute": "arbitration"}},
            "breach_dispute.dispute_body",
            "约定仲裁须写仲裁委员会的全称，否则仲裁条款可能无效（仲裁法 27）。",
        ),
        (
            {"breach_dispute": {"dispute_body": "北京仲裁委员会"}},
            "breach_dispute.dispute",
            "写了机构，须写 dispute：arbitration 仲裁或 litigation 诉讼。",
        ),
        (
            {"termination_exit": {"grounds": [{"ground": "late_delivery"}]}},
            "termination_exit.grounds.0.days",
            "late_delivery 须写逾期天数 days，其他情形不写。",
        ),
        (
            {"termination_exit": {"grounds": [{"ground": "insolvency", "count": "2"}]}},
            "termination_exit.grounds.0.count",
            "failed_acceptance（次数）和 unavailable（月数）须写 count，其他情形不写。",
        ),
        (
            {"termination_exit": {"grounds": [{"ground": "failed_acceptance", "count": "0"}]}},
            "termination_exit.grounds.0.count",
            "次数或者月数 count 须不小于 1，现在是 0。",
        ),
        (
            {"termination_exit": {"grounds": [{"ground": "late_delivery", "days": "0"}]}},
            "termination_exit.grounds.0.days",
            "逾期天数 days 须不小于 1，现在是 0。",
        ),
        (
            {"product": {"name": "p"}},
            "fees_payment.items.0.by_term",
            "按服务期实现的费用，须写 product.service_term。",
        ),
    ],
)
def test_parts_that_contradict_one_another(sections, path, what):
    assert faults(changed(**sections)) == {path: what}


def test_a_newer_format_is_refused():
    assert "format" in faults({**SMALL, "format": "2"})


def test_unknown_fields_are_kept_and_shown():
    terms = contract({**SMALL, "carbon": {"limit": "1"}, "product": {**SMALL["product"], "colour": "blue"}})
    assert dict(unknown(terms)) == {("carbon",): {"limit": "1"}, ("product", "colour"): "blue"}
    assert tree(terms)["product"]["colour"] == "blue"


def test_the_buyers_own_is_not_contractual():
    terms = contract(
        {
            **SMALL,
            "note": "内部",
            "scope_acceptance": {"requirements": [{"id": "R1", "title": "a", "weight": "20", "department": "销售部"}]},
            "fees_payment": {"budget": "600000"},
        }
    )
    shown = contractual(terms)
    assert shown.note is None
    assert shown.fees_payment.budget is None
    assert shown.scope_acceptance.requirements[0].weight is None
    assert shown.scope_acceptance.requirements[0].title == "a"


def test_a_delta_sets_adds_and_removes_by_id():
    delta = Delta(
        set={"implementation_schedule.milestones.M1.due": "40日", "product.users": "60"},
        add={"scope_acceptance.requirements": {"id": "R2", "title": "抖音小程序对接"}},
    )
    after = apply(contract(PLAN), delta)
    assert str(after.implementation_schedule.milestones[0].due) == "40日"
    assert (after.product.users, after.scope_acceptance.requirements[0].id) == (60, "R2")
    again = apply(after, Delta(remove=("scope_acceptance.requirements.R2", "product.users")))
    assert (again.product.users, again.scope_acceptance.requirements) == (None, ())


@pytest.mark.parametrize(
    ("delta", "what"),
    [
        (Delta(set={"implementation_schedule.milestones.M9.due": "40日"}), "没有 M9"),
        (Delta(remove=("product.users",)), "没有这一项"),
        (Delta(add={"product.name": "x"}), "不是列表"),
        (Delta(set={"product.name.x": "y"}), "没有更细的项"),
        (Delta(set={"fees_payment.total": "1"}), "不一致"),
    ],
)
def test_a_delta_that_cannot_be_applied(delta, what):
    with pytest.raises(TermsError, match=what):
        apply(contract(PLAN), delta)


def test_the_schema_accepts_what_the_reader_accepts():
    described = schema()
    jsonschema.Draft202012Validator.check_schema(described)
    assert described["properties"]["fees_payment"]["title"] == "费用构成与支付"
    assert set(described["properties"]) == set(Contract.model_fields)

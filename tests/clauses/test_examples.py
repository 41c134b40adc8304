"""Every rule, by its own page: it fires where it says so, is silent where it says so, and is complete."""

from collections import Counter
from datetime import date

import pytest

from mingyue import api
from mingyue.clauses import library
from mingyue.law import load
from mingyue.review import playbook
from mingyue.review.finding import FAMILIES, WHOLE
from mingyue.review.taxonomy import RISKS

DAY = date(2026, 11, 23)
RULES = api.rules()


def alone(rule: api.Rule) -> api.Playbook:
    """A playbook with every other rule off: none can speak for the rule at the same place."""
    others = (other.id for other in RULES if other.id != rule.id)
    return api.playbook("".join(f'[rules."{name}"]\noff = true\n' for name in others))


def fires(rule: api.Rule, example: str, house: api.Playbook) -> bool:
    """Whether a rule finds something in an example, read as a whole draft."""
    document = api.read_document(example.encode(), "example.txt")
    return any(found.rule == rule.id for found in api.check(document, as_of=DAY, playbook=house).findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_does_what_its_page_says(rule: api.Rule) -> None:
    house = alone(rule)
    missed = [example for example in rule.fires if not fires(rule, example, house)]
    false_alarms = [example for example in rule.silent if fires(rule, example, house)]
    assert (missed, false_alarms) == ([], [])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: api.Rule) -> None:
    assert len(rule.fires) >= 2
    assert len(rule.silent) >= len(rule.fires)
    examples = (*rule.fires, *rule.silent)
    assert len(set(examples)) == len(examples)
    assert [load().check(citation) for citation in rule.basis] == [None] * len(rule.basis)
    assert [load().resolve(citation, DAY) is not None for citation in rule.basis] == [True] * len(rule.basis)
    assert rule.fix or rule.action in {"comment", "delete"}
    assert "{" not in playbook.default().text(rule.fix)


def test_every_named_risk_has_a_rule() -> None:
    assert sorted(set(RISKS) - {rule.risk for rule in RULES}) == []


def test_every_family_and_the_whole_contract_have_rules() -> None:
    counts = Counter(rule.family for rule in RULES)
    assert sorted({*FAMILIES, WHOLE} - set(counts)) == []


def test_every_function_is_used_by_a_rule() -> None:
    used = {f"{rule.family}/{rule.check.options['name']}" for rule in RULES if rule.check.kind == "function"}
    assert sorted(set(library().functions) - used) == []


def test_no_example_serves_two_sides_of_two_rules_of_one_risk() -> None:
    firing = {(rule.risk, example) for rule in RULES if rule.risk != "other" for example in rule.fires}
    both = [(rule.id, example) for rule in RULES for example in rule.silent if (rule.risk, example) in firing]
    assert both == []

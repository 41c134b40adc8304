"""The content: one folder per clause family and `whole_contract/`, each with its reader, rules and model text.

`library()` finds everything by looking: a rule is added by adding its file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module, resources
from importlib.resources.abc import Traversable
from types import ModuleType

from mingyue.law import load as load_law
from mingyue.review.case import FactReader, FamilyReader, RuleFunction
from mingyue.review.finding import FAMILIES, WHOLE
from mingyue.review.rules import Rule, RuleError, parse
from mingyue.review.scan import Scan


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the clause families know."""

    families: Mapping[str, FamilyReader]
    facts: Mapping[str, FactReader]
    rules: tuple[Rule, ...]
    functions: Mapping[str, RuleFunction]
    contract_type: Callable[[Scan], str]
    features: Callable[[Scan, str], frozenset[str]]

    def rule(self, rule_id: str) -> Rule | None:
        """A rule by its id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@cache
def library() -> Library:
    """Loads all families. Raises RuleError for a page, a function or a citation that does not resolve."""
    readers = {family: import_module(f"{__name__}.{family}.reader") for family in FAMILIES}
    whole = import_module(f"{__name__}.{WHOLE}.reader")
    functions = {key: value for family in (*FAMILIES, WHOLE) for key, value in _functions(family).items()}
    rules = tuple(rule for family in (*FAMILIES, WHOLE) for rule in _rules(family))
    _resolve(rules, functions)
    return Library(
        {family: module.read for family, module in readers.items()},
        {family: module.facts for family, module in readers.items() if hasattr(module, "facts")},
        rules,
        functions,
        whole.contract_type,
        whole.features,
    )


def _functions(family: str) -> dict[str, RuleFunction]:
    """The functions of a family's rules.py, by family/name."""
    if not (resources.files(__name__) / family / "rules.py").is_file():
        return {}
    module: ModuleType = import_module(f"{__name__}.{family}.rules")
    return {f"{family}/{name}": getattr(module, name) for name in module.__all__}


def _rules(family: str) -> list[Rule]:
    folder = resources.files(__name__) / family / "rules"
    if not folder.is_dir():
        return []
    pages: list[Traversable] = sorted((p for p in folder.iterdir() if p.name.endswith(".md")), key=lambda p: p.name)
    return [parse(f"{family}/{page.name.removesuffix('.md')}", page.read_text("utf-8")) for page in pages]


def _resolve(rules: tuple[Rule, ...], functions: Mapping[str, RuleFunction]) -> None:
    """Every citation and every function a rule names must exist."""
    law = load_law()
    for rule in rules:
        for citation in rule.basis:
            if fault := law.check(citation):
                raise RuleError(f"规则 {rule.id}：{fault}")
        if rule.check.kind == "function" and f"{rule.family}/{rule.check.options['name']}" not in functions:
            raise RuleError(f"规则 {rule.id}：rules.py 中没有函数 {rule.check.options['name']}。")

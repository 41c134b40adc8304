"""What a rule costs: the rules stage with 30, 60, 120 and 240 rules on one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stages import RULES, check, watching

from mingyue.clauses import library
from mingyue.review.pattern import pattern
from mingyue.review.rules import Rule

NUMBERS = (30, 60, 120, 240)


def curve(data: bytes, rounds: int) -> dict[int, float]:
    """Seconds of the processor in the rules stage by number of rules, the best of n, all numbers in turn."""
    contents = {number: replace(library(), rules=some(library().rules, number)) for number in NUMBERS}
    best: dict[int, float] = {}
    for number, content in [*contents.items()] * rounds:
        with watching(content) as spent:
            check(data)
        best[number] = min(spent[RULES], best.get(number, spent[RULES]))
    return best


def some(rules: Sequence[Rule], number: int) -> tuple[Rule, ...]:
    """Evenly spread over the families; where there are too few, with clones."""
    chosen = [rules[index * len(rules) // number] for index in range(number)] if number <= len(rules) else [*rules]
    plain = [rule for rule in rules if rule.check.patterns]
    missing = range(number - len(chosen))
    return (*chosen, *(_clone(plain[index % len(plain)], 1 + index // len(plain)) for index in missing))


def _clone(rule: Rule, depth: int) -> Rule:
    """The same rule under another name, its patterns written another way, so that nothing compiled or found is shared."""
    patterns = {
        key: tuple(pattern("(?:" * depth + wanted.source + ")" * depth) for wanted in group)
        for key, group in rule.check.patterns.items()
    }
    return replace(rule, id=f"{rule.id}_{depth}", check=replace(rule.check, patterns=patterns))

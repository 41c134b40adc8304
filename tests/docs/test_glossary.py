"""The glossary holds every public name."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from mingyue import api
from mingyue.review.finding import FAMILIES, FAMILY_TITLES, WHOLE
from mingyue.review.taxonomy import CONTRACT_TYPES, FACTS

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", GLOSSARY, re.MULTILINE))
TYPES = {
    "review.case": ("Case",),
    "review.document": ("Block", "Document", "Span", "Unreadable"),
    "review.finding": ("CreditCode", "Fact", "FamilyReading", "Finding", "Fix", "Party", "Review", "Waiver"),
    "review.outline": ("Outline",),
    "review.pattern": ("Pattern",),
    "review.playbook": ("Playbook", "PlaybookError", "Positions"),
    "review.reading": ("Reading",),
    "review.rules": ("Check", "Rule", "RuleError"),
    "review.scan": ("Scan",),
    "terms.calendar": ("Calendar",),
    "terms.contract": ("Contract",),
    "terms.delta": ("Delta",),
    "terms.fees": ("Gate",),
    "terms.money": ("Money",),
    "terms.periods": ("Period",),
    "ledger.event": ("Event", "EventError"),
    "ledger.position": ("Claim", "Payment", "Position", "Posting", "Right", "Transaction", "Why"),
    "ledger.simulate": ("Assumption", "Difference", "Simulation"),
    "ledger.timeline": ("Timeline",),
}


def test_every_name_of_the_door_is_there_and_no_other() -> None:
    section = GLOSSARY.partition("## 公开接口")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == sorted(api.__all__)
    assert [name for name in api.__all__ if not hasattr(api, name)] == []


@pytest.mark.parametrize("module", TYPES)
def test_every_type_of_the_engine_is_there(module: str) -> None:
    found = import_module(f"mingyue.{module}")
    assert [name for name in TYPES[module] if not isinstance(getattr(found, name), type)] == []
    assert [name for name in TYPES[module] if f"`{name}" not in GLOSSARY] == []


def test_families_types_and_facts_are_there() -> None:
    assert {family: ENTRIES[family].split("：")[0] for family in (*FAMILIES, WHOLE)} == dict(FAMILY_TITLES)
    assert [name for name in (*CONTRACT_TYPES, *FACTS) if name not in ENTRIES] == []


def test_the_words_of_the_design_are_there() -> None:
    words = [
        *("buyer", "vendor", "requirements", "acceptance criterion", "clause", "finding", "playbook", "redline"),
        *("ledger", "obligation", "milestone", "acceptance report", "liquidated damages", "late-payment interest"),
        *("change order", "supplement", "commitment", "trial period", "exit"),
    ]
    assert [word for word in words if f"`{word}`" not in GLOSSARY] == []

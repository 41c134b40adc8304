"""The facts of a review as a first draft of terms: contract.yaml, for a person to check and complete."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from mingyue import __version__
from mingyue.connectors.report.words import fact_title
from mingyue.review.document import Span
from mingyue.review.finding import FAMILY_TITLES, Fact, Party, Review

MONEY = frozenset({"total_amount"})
_HEAD = """\
# 条款初稿：由明约从合同文本中读出，请逐项对照 quote（原文）核对后使用。
# null 表示合同没有写明；金额写成带引号的文字，避免小数误差；place 是原文所在位置。
"""


class _Dumper(yaml.SafeDumper):
    """Quotes of several lines stay several lines."""


def _text(dumper: _Dumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def terms_yaml(review: Review, file: str) -> str:
    """The draft as YAML: the same review gives the same text."""
    tree = {
        "mingyue": __version__,
        "source": {"file": file, "text_sha256": review.document.sha256, "as_of": review.as_of.isoformat()},
        "contract_type": review.contract_type,
        "parties": [_party(party) for party in review.parties],
        "terms": {name: _fact(name, fact) for name, fact in {**review.facts, **review.extra}.items()},
        "clauses": {
            family: {
                "title": FAMILY_TITLES[family],
                "present": reading.present,
                "quotes": [_place(span) for span in reading.spans],
            }
            for family, reading in review.clauses.items()
        },
    }
    body = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return _HEAD + body


def _party(party: Party) -> dict[str, Any]:
    code = party.credit_code
    return {
        "position": party.position,
        "label": party.label,
        "name": party.name,
        "aliases": list(party.aliases),
        "credit_code": {"value": code.value, "valid": code.valid} if code else None,
    }


def _fact(name: str, fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    value: Any = fact.value
    money = {"value": f"{Decimal(str(value)):.2f}", "currency": "CNY"} if name in MONEY else {"value": value}
    return {"title": fact_title(name), **money, **_place(fact.span)}


def _place(span: Span) -> dict[str, str]:
    return {"quote": span.quote, "place": span.anchor}

"""Terms of every kind: any field given or not, realistic and awkward words; what contradicts itself is put right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from mingyue.drafting.fields import hints, is_optional
from mingyue.terms.base import OWN, Count, Id, Percent, Rate, Yuan
from mingyue.terms.contract import Contract
from mingyue.terms.periods import UNITS, Period
from mingyue.terms.reading import contract

REALISTIC = (
    "客户信息管理",
    "北京华辰制造集团有限公司",
    "AES-256",
    "7×24小时",
    "V5.2.1",
    "CRM Pro（专业版）",
    "3个月",
    "合同",
)
AWKWARD = st.text("、；。客户甲方乙的第一二条附件12.%-:：,，（）()《》“”\"'&<>{}[]#@ ·—…", min_size=1, max_size=14)
TEXT = (st.sampled_from(REALISTIC) | AWKWARD).filter(str.strip)
SPECIAL: dict[Any, st.SearchStrategy[Any]] = {
    Yuan: st.decimals(0, 10**8, places=2),
    Percent: st.decimals(0, 100, places=4),
    Rate: st.decimals(0, 100, places=6),
    Count: st.integers(0, 1_000_000),
    Id: st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,6}", fullmatch=True),
    Period: st.builds(Period, st.integers(1, 99999), st.sampled_from(UNITS)),
    date: st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    bool: st.booleans(),
}


def value(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation, as a plain tree may hold them."""
    if is_optional(hint):
        return st.none() | value(next(each for each in get_args(hint) if each is not NoneType))
    if get_origin(hint) is tuple:
        return st.lists(value(get_args(hint)[0]).map(_without_joints), max_size=3)
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return part(hint)
    if hint in SPECIAL:
        return SPECIAL[hint]
    base = get_args(hint)[0] if get_args(hint) else hint
    return {str: TEXT, int: st.integers(0, 1000), Decimal: st.decimals(0, 7, places=1)}[base]


def _without_joints(entry: Any) -> Any:
    """An entry of a list of texts: it may not hold what stands between the entries."""
    return entry.replace("、", "，").replace("；", "，") if isinstance(entry, str) else entry


def part(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    """Trees of a model, without what is the buyer's own."""
    given = {
        name: value(hints(model)[name])
        for name, info in model.model_fields.items()
        if name != "format" and not (isinstance(info.json_schema_extra, dict) and info.json_schema_extra.get(OWN))
    }
    return st.fixed_dictionaries(given)


@st.composite
def terms(draw: st.DrawFn) -> Contract:
    """A whole contract that holds together."""
    tree = draw(part(Contract))
    scope, schedule, fees = tree["scope_acceptance"], tree["implementation_schedule"], tree["fees_payment"]
    for entries in (scope["requirements"], schedule["milestones"], fees["items"], fees["instalments"]):
        for number, entry in enumerate(entries):
            entry["id"] = f"{entry['id']}{number}"
    milestones = [milestone["id"] for milestone in schedule["milestones"]]
    one_milestone = st.sampled_from(milestones) if milestones else st.none()
    for milestone in schedule["milestones"]:
        milestone["due_date" if milestone["due"] else "due"] = None
    for entry in (*scope["requirements"], *fees["items"]):
        entry["milestone"] = draw(st.none() | one_milestone)
    scope["core_functions"] = [entry["id"] for entry in scope["requirements"][:2]]
    _settle_fees(tree, lambda: draw(one_milestone))
    levels = {level["severity"]: level for level in tree["maintenance_upgrade"]["levels"]}
    tree["maintenance_upgrade"]["levels"] = list(levels.values())
    _settle_rest(tree)
    return contract(tree)


def _settle_fees(tree: dict[str, Any], milestone: Any) -> None:
    fees = tree["fees_payment"]
    for item in fees["items"]:
        item["by_term"] = bool(item["by_term"] and not item["milestone"] and tree["product"]["service_term"])
    if fees["items"]:
        fees["total"] = sum(item["amount"] for item in fees["items"]) if fees["total"] is not None else None
    if fees["total"] is None:
        fees["instalments"] = []
    left = Decimal(100)
    for number, each in enumerate(fees["instalments"], 1):
        each["percent"] = left if number == len(fees["instalments"]) else min(each["percent"], left)
        left -= each["percent"]
        gate = each["gate"]
        gate["on"] = (gate["on"] or date(2026, 3, 31)) if gate["after"] == "date" else None
        gate["milestone"] = milestone() if gate["after"] == "accepted" else None
        if gate["after"] == "accepted" and gate["milestone"] is None:
            gate["after"] = "signed"


def _settle_rest(tree: dict[str, Any]) -> None:
    """What contradicts itself, or no text can say."""
    breach = tree["breach_dispute"]
    if breach["dispute"] is None:
        breach["dispute_body"] = None
    elif breach["dispute"] == "arbitration":
        breach["dispute_body"] = breach["dispute_body"] or "上海仲裁委员会"
    for ground in tree["termination_exit"]["grounds"]:
        ground["count"] = (ground["count"] or 3) if ground["ground"] in {"failed_acceptance", "unavailable"} else None
        ground["days"] = (ground["days"] or 30) if ground["ground"] == "late_delivery" else None
    if processing := tree["data_privacy"]["processing"]:
        processing["kinds"] = processing["kinds"] or ["姓名"]

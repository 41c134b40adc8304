"""A first version of terms from a contract in anybody's words: what the review read, each value with its place.

What our own clause texts say is read exactly by `recover`; this fills the rest from the facts of the review. What must be
there and was not found stays empty (None) for a person to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from mingyue.drafting.recover import Recovered
from mingyue.review.document import Span
from mingyue.review.finding import Fact, Review

Tree = dict[str, Any]
_QUOTE = 300
_PERIOD = re.compile(r"\d+(?:个工作日|个?月|日|天|年)")
_GATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"验收|初验|终验|报告"), "accepted"),
    (re.compile(r"上线|试运行|启用|运行"), "went_live"),
    (re.compile(r"生效"), "effective"),
    (re.compile(r"签订|签署|签字|签约|盖章|订立"), "signed"),
)


def gather(review: Review, recovered: Recovered) -> Tree:
    """A plain tree of terms, exact readings first. Keys in the order of the terms; `places` says where each was read."""
    tree: Tree = {
        "title": None,
        "parties": {"buyer": {"name": None}, "vendor": {"name": None}},
        "product": {"name": None},
    }
    places: dict[str, Span] = dict(recovered.places)
    found = [*_parties(review), *_facts(review)]
    for path, value, span in found:
        _put(tree, path, value)
        if span is not None:
            places.setdefault(path, span)
    _merge(tree, recovered.tree)
    if tree["title"] is None:
        tree["title"] = _title(review)
    told = {path: _place(span) for path, span in sorted(places.items()) if span.quote.strip()}
    return {**tree, **({"places": told} if told else {})}


def missing(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """The paths that a person must fill in."""
    for name, value in tree.items():
        at = f"{path}.{name}" if path else str(name)
        if value is None:
            yield at
        elif isinstance(value, Mapping):
            yield from missing(value, at)
        elif isinstance(value, list):
            for index, entry in enumerate(value):
                if isinstance(entry, Mapping):
                    yield from missing(entry, f"{at}.{index}")


def _place(span: Span) -> dict[str, str]:
    quote = " ".join(span.quote.split())
    place = {"place": span.anchor} if span.anchor else {}
    return {"quote": quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…", **place}


def _put(tree: Tree, path: str, value: object) -> None:
    *way, name = path.split(".")
    for step in way:
        tree = tree.setdefault(step, {})
    tree[name] = value


def _merge(tree: Tree, exact: Mapping[str, Any]) -> None:
    """What was read exactly takes the place of what was gathered; lists are taken whole."""
    for name, value in exact.items():
        held = tree.get(name)
        if isinstance(held, dict) and isinstance(value, Mapping):
            _merge(held, value)
        else:
            tree[name] = value


_Found = tuple[str, object, Span | None]


def _parties(review: Review) -> Iterator[_Found]:
    for party in review.parties:
        if party.position == "unknown" or party.name is None:
            continue
        yield f"parties.{party.position}.name", party.name, None
        if party.credit_code:
            yield f"parties.{party.position}.credit_code", party.credit_code.value, None


def _title(review: Review) -> str | None:
    """The first line that reads like the title of a contract."""
    for block in review.document.blocks[:20]:
        line = " ".join(review.document.text[block.start : block.end].split())
        if re.search(r"(?:合同|协议)(?:书|（[^）]{1,20}）)?$", line) and len(line) <= 60 and "：" not in line:
            return line
    return None


def _decimal(value: object) -> str:
    return format(Decimal(str(value).rstrip("%")).normalize(), "f")


def _years(value: object) -> str:
    months = Decimal(str(value)) * 12
    whole = months / 12
    return (
        f"{whole.to_integral_value()}年" if whole == whole.to_integral_value() else f"{months.to_integral_value()}个月"
    )


def _whole(unit: str) -> Callable[[object], str]:
    return lambda value: f"{Decimal(str(value)).to_integral_value()}{unit}"


_FIELDS: tuple[tuple[str, str, Callable[[object], object]], ...] = (
    ("total_amount", "fees_payment.total", lambda value: f"{Decimal(str(value)):.2f}"),
    ("late_delivery_rate_per_day", "breach_dispute.late_delivery.rate", _decimal),
    ("late_payment_rate_per_day", "breach_dispute.late_payment.rate", _decimal),
    ("confidentiality_years", "confidentiality.after_end", _years),
    ("warranty_months", "maintenance_upgrade.warranty", _whole("个月")),
    ("breach_notice_hours", "data_privacy.breach_notice", _whole("小时")),
)


def _facts(review: Review) -> Iterator[_Found]:
    facts = review.facts
    for name, path, shape in _FIELDS:
        fact = facts.get(name)
        if fact is not None and Decimal(re.sub(r"[^\d.]", "", str(fact.value)) or 0) > 0:
            yield path, shape(fact.value), fact.span
    cap = facts.get("penalty_cap_percent")
    if cap is not None and facts.get("late_delivery_rate_per_day") is not None:
        yield "breach_dispute.late_delivery.cap_percent", _decimal(cap.value), cap.span
    days = facts.get("term_or_duration_days")
    if days is not None:
        path = "product.service_term" if review.contract_type == "saas" else "implementation_schedule.total"
        yield path, _whole("日")(days.value), days.span
    yield from _dispute(facts)
    yield from _instalments(facts.get("payment_splits"))


def _dispute(facts: Mapping[str, Fact | None]) -> Iterator[_Found]:
    how, body = facts.get("dispute"), facts.get("dispute_body")
    if how is None or how.value not in {"arbitration", "litigation"}:
        return
    yield "breach_dispute.dispute", how.value, how.span
    if body is not None or how.value == "arbitration":
        yield "breach_dispute.dispute_body", body.value if body else None, body.span if body else None


def _instalments(fact: Fact | None) -> Iterator[_Found]:
    if fact is None or not isinstance(fact.value, list | tuple):
        return
    stages: dict[str, str] = {}
    parts = [_instalment(number, part, stages) for number, part in enumerate(fact.value, 1)]
    if stages:
        yield (
            "implementation_schedule.milestones",
            [{"id": name, "title": trigger} for trigger, name in stages.items()],
            fact.span,
        )
    yield "fees_payment.instalments", parts, fact.span


def _instalment(number: int, part: Mapping[str, Any], stages: dict[str, str]) -> Tree:
    trigger = " ".join(str(part.get("trigger") or "").split())[:200]
    after = next((gate for shape, gate in _GATES if shape.search(trigger)), None)
    gate: Tree = {"after": after}
    if after == "accepted":
        gate["milestone"] = stages.setdefault(trigger, f"M{len(stages) + 1}")
    within = _PERIOD.search(trigger)
    return {
        "id": f"P{number}",
        "percent": _decimal(part["percent"]),
        "gate": gate,
        "within": within.group().replace("天", "日") if within else None,
    }

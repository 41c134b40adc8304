"""What the parts of a contract must say about one another: names that exist, sums that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from mingyue.terms.contract import Contract

Found = tuple[tuple[str | int, ...], str]
HUNDRED = Decimal(100)


def faults(terms: Contract) -> Iterator[Found]:
    """Each contradiction between parts, with the path it is seen at."""
    yield from _repeated(terms)
    yield from _milestones(terms)
    yield from _fees(terms)
    yield from _instalments(terms)
    yield from _ending(terms)
    known = {requirement.id for requirement in terms.scope_acceptance.requirements}
    for index, core in enumerate(terms.scope_acceptance.core_functions):
        if core not in known:
            yield ("scope_acceptance", "core_functions", index), f"需求清单里没有 {core}。"


def _repeated(terms: Contract) -> Iterator[Found]:
    scope, schedule, fees = terms.scope_acceptance, terms.implementation_schedule, terms.fees_payment
    lists: Sequence[tuple[tuple[str, ...], Iterable[str]]] = (
        (("scope_acceptance", "requirements"), (each.id for each in scope.requirements)),
        (("implementation_schedule", "milestones"), (each.id for each in schedule.milestones)),
        (("fees_payment", "items"), (each.id for each in fees.items)),
        (("fees_payment", "instalments"), (each.id for each in fees.instalments)),
        (("maintenance_upgrade", "levels"), (each.severity for each in terms.maintenance_upgrade.levels)),
    )
    for path, names in lists:
        for name, count in Counter(names).items():
            if count > 1:
                yield path, f"{name} 出现了 {count} 次：每项须有自己的编号。"


def _milestones(terms: Contract) -> Iterator[Found]:
    known = terms.milestone_ids()
    for index, milestone in enumerate(terms.implementation_schedule.milestones):
        if milestone.due is not None and milestone.due_date is not None:
            yield ("implementation_schedule", "milestones", index), "due 和 due_date 只能写一个。"
    named = [
        (("scope_acceptance", "requirements", index, "milestone"), requirement.milestone)
        for index, requirement in enumerate(terms.scope_acceptance.requirements)
    ]
    named += [
        (("fees_payment", "items", index, "milestone"), item.milestone)
        for index, item in enumerate(terms.fees_payment.items)
    ]
    for path, name in named:
        if name is not None and name not in known:
            yield path, f"里程碑里没有 {name}。"


def _fees(terms: Contract) -> Iterator[Found]:
    fees = terms.fees_payment
    total = sum((item.amount for item in fees.items), Decimal(0))
    if fees.items and fees.total is not None and total != fees.total:
        yield ("fees_payment", "total"), f"合同总价 {fees.total} 与费用明细合计 {total} 不一致。"
    for index, item in enumerate(fees.items):
        if item.milestone is not None and item.by_term:
            yield ("fees_payment", "items", index), "milestone 和 by_term 只能写一个。"
        if item.by_term and terms.product.service_term is None:
            yield ("fees_payment", "items", index, "by_term"), "按服务期实现的费用，须写 product.service_term。"


def _instalments(terms: Contract) -> Iterator[Found]:
    fees = terms.fees_payment
    percent = sum((each.percent for each in fees.instalments), Decimal(0))
    if fees.instalments and percent != HUNDRED:
        yield ("fees_payment", "instalments"), f"各期比例合计 {percent}%，须为 100%。"
    if fees.instalments and fees.total is None:
        yield ("fees_payment", "instalments"), "有分期，须写合同总价 total。"
    for index, each in enumerate(fees.instalments):
        path, gate = ("fees_payment", "instalments", index, "gate"), each.gate
        if (gate.after == "accepted") != (gate.milestone is not None):
            yield path, "after 为 accepted 时须写 milestone，其他情形不写。"
        elif gate.milestone is not None and gate.milestone not in terms.milestone_ids():
            yield (*path, "milestone"), f"里程碑里没有 {gate.milestone}。"
        if (gate.after == "date") != (gate.on is not None):
            yield path, "after 为 date 时须写 on，其他情形不写。"


def _ending(terms: Contract) -> Iterator[Found]:
    breach = terms.breach_dispute
    if breach.dispute == "arbitration" and breach.dispute_body is None:
        yield ("breach_dispute", "dispute_body"), "约定仲裁须写仲裁委员会的全称，否则仲裁条款可能无效（仲裁法 27）。"
    if breach.dispute is None and breach.dispute_body is not None:
        yield ("breach_dispute", "dispute"), "写了机构，须写 dispute：arbitration 仲裁或 litigation 诉讼。"
    for index, each in enumerate(terms.termination_exit.grounds):
        path = ("termination_exit", "grounds", index)
        if (each.count is not None) != (each.ground in {"failed_acceptance", "unavailable"}):
            yield (*path, "count"), "failed_acceptance（次数）和 unavailable（月数）须写 count，其他情形不写。"
        elif each.count == 0:
            yield (*path, "count"), "次数或者月数 count 须不小于 1，现在是 0。"
        if (each.days is not None) != (each.ground == "late_delivery"):
            yield (*path, "days"), "late_delivery 须写逾期天数 days，其他情形不写。"
        elif each.days == 0:
            yield (*path, "days"), "逾期天数 days 须不小于 1，现在是 0。"

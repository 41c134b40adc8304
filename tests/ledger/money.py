"""Positions of the rows of docs/spec/ledger_money.md, and their results as people read them."""

import re
from datetime import date

from spec import SPEC
from worked import STATES, agreed, delta, event, prove

from mingyue.connectors.holidays import official
from mingyue.ledger.case import Case
from mingyue.ledger.event import Event
from mingyue.ledger.history import happened
from mingyue.ledger.position import Outcome, Position
from mingyue.ledger.replay import replay
from mingyue.ledger.timeline import timeline
from mingyue.terms.contract import Contract
from mingyue.terms.delta import apply

PAGE = "ledger_money.md"
assert (SPEC / PAGE).is_file()
WORDS = {english: word for word, english in STATES.items()} | {"suspended": "因不可抗力中止"}
PAYMENTS = {"withheld": "暂不可付", "released": "可付", "overdue": "逾期", "paid": "已付", "cancelled": "已取消"}


def told(events: str, terms: Contract | None = None) -> tuple[Contract, list[Event]]:
    """The terms as signed and the events of a row."""
    signed, found = terms or agreed(PAGE), []
    for part in filter(None, (part.strip() for part in re.split("；|<br>", events))):
        if part.startswith("约定 "):
            signed = apply(signed, delta(part.split()[1:]))
        else:
            found.append(event(len(found) + 1, part))
    return signed, found


def position(events: str, as_of: str, terms: Contract | None = None) -> Position:
    """The position of a row: every id unique, every citation resolved, every transaction in balance."""
    signed, found = told(events, terms)
    day = date.fromisoformat(as_of)
    result = replay(signed, found, as_of=day, calendar=official())
    history = happened(found, as_of=day)
    outcome = Outcome(result.obligations, result.claims, result.payments, result.rights, result.dates, result.notices)
    prove(Case(timeline(signed, history), history, day, official()), outcome)
    for transaction in result.transactions:
        assert sum(posting.amount for posting in transaction.postings) == 0
    return result


def read(position: Position) -> dict[str, str]:
    """Each result as the tables write it."""
    said = {each.id: WORDS[each.state] + (f" {each.due}" if each.due else "") for each in position.obligations}
    said |= {each.id: f"{each.amount:,.2f}" for each in position.claims}
    said |= {f"未清偿 {each.id}": f"{each.left:,.2f}" for each in position.claims}
    for each in position.payments:
        said[each.id] = f"{PAYMENTS[each.state]} {each.left:,.2f}" + (f" {each.due}" if each.due else "")
    said |= {each.id: each.level for each in position.notices}
    said["仍在增加"] = "、".join(each.id for each in position.claims if each.accruing) or "无"
    said |= {account: f"{amount:,.2f}" for account, amount in position.balances.items()}
    said["甲方欠乙方"] = f"{position.totals.claims_for_vendor:,.2f}"
    return said | {"建议支付": f"{position.advice.pay:,.2f}"}


def words(position: Position) -> str:
    """All formulas and texts, a line each."""
    groups = (position.obligations, position.claims, position.payments, position.notices, (position.advice,))
    lines = [line for group in groups for each in group for line in each.why.formula]
    return "\n".join([*lines, *(notice.text for notice in position.notices)])

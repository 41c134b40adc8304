"""Cases in the short writing of docs/spec: events as people write them, results as people read them."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import yaml
from spec import SPEC  # the reader of the worked tables

from mingyue.connectors.holidays import official
from mingyue.law import load
from mingyue.ledger import conduct, delivery, ending, payment, service
from mingyue.ledger.case import Case
from mingyue.ledger.event import Event, content, when
from mingyue.ledger.events import KINDS
from mingyue.ledger.history import happened
from mingyue.ledger.position import Outcome
from mingyue.ledger.timeline import timeline
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta, apply
from mingyue.terms.reading import contract

WORDS = {
    "重大": "critical",
    "较大": "major",
    "一般": "minor",
    "甲方": "buyer",
    "乙方": "vendor",
    "是": True,
    "否": False,
}
WORDS |= {"高层": "executives", "中层": "managers", "基层": "staff", "管理员": "administrators"}
WORDS |= {"试用期": "trial", "法定": "statutory", "协商": "agreed", "不可抗力": "force_majeure"}
WORDS |= {"未通过验收": "failed_acceptance", "安全事故": "security_incident", "逾期交付": "late_delivery"}
WORDS |= {"可用率": "unavailable", "转包": "subcontracting", "停业": "insolvency"}
STATES = {
    "未起算": "waiting",
    "进行中": "open",
    "逾期": "overdue",
    "按时完成": "met",
    "迟延完成": "met_late",
    "不再履行": "released",
}
TITLES = {kind.title: name for name, kind in KINDS.items()}


@cache
def agreed(page: str = "ledger_service.md") -> Contract:
    """The contract of the page's yaml block."""
    block = re.search(r"```yaml\n(.*?)```", (SPEC / page).read_text("utf-8"), re.DOTALL)
    return contract(yaml.safe_load(block[1]))


def value(text: str) -> Any:
    return WORDS.get(text, text)


def delta(pairs: Iterable[str]) -> Delta:
    return Delta.model_validate({"set": dict(yaml.safe_load(pair.replace("=", ": ", 1)).popitem() for pair in pairs)})


def event(number: int, text: str) -> Event:
    """ "2026-05-03 10:00 故障报告 I1 重大": the time, the Chinese name of the kind, its fields in order or by their titles."""
    moment, title, rest = re.fullmatch(r"(\S+(?: \d\d:\d\d)?) (\S+) ?(.*)", text).groups()
    name = TITLES[title]
    fields = KINDS[name].model_fields
    data: dict[str, Any] = {}
    plain = [word for word in rest.split() if "=" not in word]
    for word in rest.split():
        if "=" in word and name != "supplement":
            key, _, said = word.partition("=")
            data[next(field for field, spec in fields.items() if spec.title.startswith(key))] = value(said)
    if name == "supplement":
        data["delta"] = delta(word for word in rest.split() if "=" in word)
    for field, spec in fields.items():
        if field not in data and plain:
            word = value(plain.pop(0))
            data[field] = [word] if field == "reasons" else word
        elif field not in data and spec.is_required():
            data[field] = ["略"] if field == "reasons" else "略"
    day, at = when(moment.replace(" ", "T"))
    return Event(f"E{number}", name, day, at, f"{day}T23:59:59+08:00", "甲方", content(name, data))


def case(events: str, as_of: str | date, terms: Contract | None = None) -> Case:
    """The case of a row. A part "约定 path=value ..." changes the terms as signed."""
    signed, told = terms or agreed(), []
    for part in filter(None, (part.strip() for part in re.split("；|<br>", events))):
        if part.startswith("约定 "):
            signed = apply(signed, delta(part.split()[1:]))
        else:
            told.append(event(len(told) + 1, part))
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    history = happened(told, as_of=day)
    return Case(timeline(signed, history), history, day, official())


def outcome(found: Case) -> Outcome:
    """What all calculators say, every citation resolved and every id unique."""
    result = delivery.outcome(found) + service.outcome(found) + conduct.outcome(found)
    result += payment.outcome(found, result)
    result += ending.outcome(found, result)
    prove(found, result)
    return result


def prove(found: Case, result: Outcome) -> None:
    known = {each.id: each.seq for each in found.history.events}
    everything = [*result.obligations, *result.claims, *result.rights, *result.dates, *result.notices]
    assert len({each.id for each in everything}) == len(everything)
    for each in everything:
        assert [load().check(citation) for citation in each.why.basis] == [None] * len(each.why.basis), each.id
        assert each.why.basis, each.id
        order = [known[name] for name in each.why.events if name in known]
        assert len(order) == len(each.why.events), each.id
        assert order == sorted(order), each.id
    assert all(claim.amount > 0 and claim.why.formula for claim in result.claims)


def read(result: Outcome) -> dict[str, str]:
    """Each result as the tables write it."""
    back = {english: word for word, english in STATES.items()}
    said = {}
    for each in result.obligations:
        due = each.due_at.strftime("%Y-%m-%d %H:%M") if each.due_at else each.due
        said[each.id] = back[each.state] + (f" {due}" if due else "")
    said |= {each.id: f"{each.amount:,.2f}" for each in result.claims}
    for right in result.rights:
        said[right.id] = f"{right.since} 至 {right.until or '不限'}" + (" 已行使" if right.used else "")
    said |= {each.id: str(each.day) for each in result.dates}
    return said | {each.id: each.level for each in result.notices}


def words(result: Outcome) -> str:
    """All formulas and texts, a line each."""
    everything = [*result.obligations, *result.claims, *result.rights, *result.dates, *result.notices]
    lines = [line for each in everything for line in each.why.formula]
    return "\n".join([*lines, *(notice.text for notice in result.notices)])

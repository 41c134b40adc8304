"""What happens to a contract, written as its people would record it: the shipped example, then years of service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from itertools import islice

from mingyue.connectors import folder

START = datetime(2026, 5, 11, 8, 30)  # noqa: DTZ001 - Beijing time, as entries have it
_LIVE = 32  # of the example's events: up to the first fault, without its own correction
_YEARS = timedelta(days=365 * 2.6)  # of the service term, which is three years
_EXAMPLE = resources.files("mingyue.api").joinpath("example")
_SUBJECTS = ("报表导出超时", "公众号留言没有生成线索", "移动端离线资料打不开", "客户合并后联系人丢失", "审批流程卡住")
_AUDIENCES = ("managers", "staff", "administrators")


def contract_text() -> str:
    """The example's contract.yaml."""
    return _EXAMPLE.joinpath("contract.yaml").read_text("utf-8")


def entries(number: int) -> list[folder.Entry]:
    """So many events in the order of time; the more there are, the denser the years of service."""
    begun = list(islice(_begun(), min(number, _LIVE)))
    served = list(islice(_served(), number - len(begun)))
    step = _YEARS / max(1, len(served))
    return [
        *begun,
        *(_entry(kind, START + at * step, dict(data), len(begun) + at) for at, (kind, data) in enumerate(served, 1)),
    ]


def _begun() -> Iterator[folder.Entry]:
    """The example's own events, up to the day when the system went live and its first fault."""
    told = folder.load_yaml(_EXAMPLE.joinpath("events.yaml").read_text("utf-8")).root["events"]
    assert isinstance(told, list)
    for each in told:
        assert isinstance(each, dict)
        data = each.get("data") or {}
        assert isinstance(data, dict)
        yield folder.Entry(str(each["kind"]), str(each["happened"]), data, note=each.get("note"))  # type: ignore[arg-type]


def _entry(kind: str, at: datetime, data: dict[str, object], before: int) -> folder.Entry:
    exact = kind.startswith("incident")
    if kind == "correction":
        data["of"] = f"E{before - 2}"  # the minutes recorded two lines above
    happened = at.isoformat(timespec="minutes") if exact else at.date().isoformat()
    return folder.Entry(kind, happened, data)


def _served() -> Iterator[tuple[str, dict[str, object]]]:
    """Rounds of about thirty events: three faults, two issues, meetings, training, now and then money, a change, a correction."""
    turn = 0
    while True:
        turn += 1
        for fault in range(3):
            yield from _fault(f"I{turn}-{fault}", turn * 3 + fault)
        for issue in range(2):
            name = f"W{turn}-{issue}"
            yield "issue_raised", {"issue": name, "subject": f"{_SUBJECTS[(turn + issue) % 5]}，请给出处理计划"}
            yield "issue_fixed", {"issue": name}
        yield (
            "training_held",
            {"audience": _AUDIENCES[turn % 3], "people": 10 + turn % 9, "subject": "新功能和常见问题"},
        )
        yield "exam_result", {"audience": _AUDIENCES[turn % 3], "taken": 12, "passed": 12}
        yield "site_visit", {"people": "乙方 赵宁"}
        yield "minutes", {"subject": f"第 {turn} 次例会", "decisions": ["遗留问题下周关闭", "报表口径由客服部确认"]}
        if turn <= 100:
            yield from _money(turn)
        if turn % 40 == 1 and turn < 400:
            yield from _change(turn)
        yield "minutes", {"subject": f"第 {turn} 次专题会", "decisions": ["接口方案通过"]}
        yield "decision", {"subject": "本月不升级，月底再议", "decided_by": "周敏"}
        yield "correction", {"data": {"subject": f"第 {turn} 次专题会（改期）", "decisions": []}, "reason": "题目记错"}
        yield (
            "commitment_recorded",
            {"commitment": f"K{turn + 1}", "subject": "增加一次现场支持", "promised_by": "王珂"},
        )
        yield "commitment_met", {"commitment": f"K{turn + 1}"}


def _fault(name: str, number: int) -> Iterator[tuple[str, dict[str, object]]]:
    severity = ("minor", "minor", "major", "minor", "critical")[number % 5]
    yield "incident_opened", {"incident": name, "severity": severity, "subject": _SUBJECTS[number % 5]}
    yield "incident_responded", {"incident": name}
    if severity != "minor":
        yield "incident_arrived", {"incident": name}
    yield "incident_resolved", {"incident": name}


def _money(turn: int) -> Iterator[tuple[str, dict[str, object]]]:
    """The last instalment in a hundred parts."""
    yield "invoice", {"instalment": "P3", "number": f"2026-{turn:04}", "amount": "1500.00"}
    yield "paid", {"instalment": "P3", "amount": "1500.00"}


def _change(turn: int) -> Iterator[tuple[str, dict[str, object]]]:
    name = f"B{turn + 1}"
    delta = {"set": {"maintenance_upgrade.site_visits": 4 + turn // 40}}
    said = {"change": name, "subject": "增加巡检次数", "side": "buyer", "reason": "scope", "delta": delta}
    yield "change_proposed", said
    yield "change_approved", {"change": name, "side": "vendor"}

"""The engine: each kind of check, severities, what a playbook changes, and the order of findings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from mingyue.connectors import plain
from mingyue.review import playbook
from mingyue.review.case import Case, RuleFunction
from mingyue.review.engine import run
from mingyue.review.finding import FAMILIES, Fact, FamilyReading, Finding
from mingyue.review.rules import Rule, parse
from mingyue.review.scan import Scan

DAY = date(2026, 11, 23)
PARTIES = "甲方：某厂\n乙方：某公司\n"


def rule(check: str, *, name: str = "ip/a_rule", risk: str = "other", severity: str = "high", more: str = "") -> Rule:
    """A rule with this check, its page complete."""
    return parse(
        name,
        f'+++\ntitle = "标题"\nrisk = "{risk}"\nseverity = "{severity}"\nbasis = ["惯例:服务等级"]\n{more}\n'
        f"check = {{ {check} }}\n+++\n理由。\n## 修改为\n改为{{trial_days}}日。\n"
        "## 报告\n> 甲\n\n> 乙\n## 不报告\n> 丙\n\n> 丁\n",
    )


def case(text: str, **changes: object) -> Case:
    """A draft, with nothing read from it but what the test says."""
    scan = Scan.of(plain.read((PARTIES + text).encode()))
    facts = {
        name: Fact(value, scan.span(scan.text.index(words), scan.text.index(words) + len(words)))
        for name, (value, words) in changes.pop("read", {}).items()
    }
    clauses = {family: FamilyReading("absent") for family in FAMILIES}
    made = Case(scan, "saas", frozenset(), clauses, facts, playbook.default(), DAY)
    return replace(made, **changes)


def findings(
    text: str, *rules: Rule, functions: Mapping[str, RuleFunction] | None = None, **changes: object
) -> tuple[Finding, ...]:
    return run(case(text, **changes), rules, functions or {})


def quotes(text: str, made: Rule, **changes: object) -> list[str | None]:
    """What the rule quotes; None for an absence."""
    return [found.span.quote if found.span else None for found in findings(text, made, **changes)]


def test_phrase_quotes_each_sentence_once_in_order() -> None:
    made = rule('kind = "phrase", any = ["另行收费", "收费"]')
    assert quotes("培训另行收费。升级免费；接口收费，另行收费。", made) == ["培训另行收费", "接口收费，另行收费"]


@pytest.mark.parametrize(
    ("options", "quoted"),
    [
        ('any = ["收费"]', ["1. 培训收费", "升级收费", "2. 接口收费，有上限"]),
        ('any = ["收费"], limit = 1', ["1. 培训收费"]),
        ('any = ["收费"], limit = 0', []),
        ('any = ["收费"], all = ["上限"]', ["2. 接口收费，有上限"]),
        ('any = ["收费"], all = ["上限", "培训"]', []),
        ('any = ["收费"], unless = ["上限", "培训"]', ["升级收费"]),
        ('any = ["收费"], scope = "paragraph"', ["1. 培训收费。升级收费。", "2. 接口收费，有上限。"]),
        ('any = ["收费"], scope = "paragraph", unless = ["上限"]', ["1. 培训收费。升级收费。"]),
        ('any = ["收费"], scope = "clause", all = ["升级"]', ["1. 培训收费。升级收费。\n"]),
        (
            'any = ["接口"], scope = "article"',
            ["第一条 费用\n1. 培训收费。升级收费。\n2. 接口收费，有上限。\n"],
        ),
        ('any = ["收费"], under = "费用"', ["1. 培训收费", "升级收费", "2. 接口收费，有上限"]),
        ('any = ["收费"], under = "服务"', []),
        ('any = ["收费"], not_under = "费用"', []),
        ('any = ["免费"]', ["巡检免费"]),
    ],
)
def test_phrase(options: str, quoted: list[str]) -> None:
    text = "第一条 费用\n1. 培训收费。升级收费。\n2. 接口收费，有上限。\n第二条 服务\n巡检免费。"
    assert quotes(text, rule(f'kind = "phrase", {options}')) == quoted


@pytest.mark.parametrize(
    ("text", "options", "quoted"),
    [
        ("乙方响应故障。乙方2小时响应。", 'where = ["响应"], any = ["小时"]', ["乙方响应故障"]),
        ("乙方响应故障。乙方响应咨询。", 'where = ["响应"], any = ["小时"]', ["乙方响应故障"]),
        (
            "乙方响应故障。乙方响应咨询。",
            'where = ["响应"], any = ["小时"], limit = 2',
            ["乙方响应故障", "乙方响应咨询"],
        ),
        ("乙方响应故障。时限2小时。", 'where = ["响应"], any = ["小时"], scope = "paragraph"', []),
        ("乙方及时响应。", 'where = ["响应"], any = ["小时"], unless = ["及时"]', []),
        ("乙方维修。", 'where = ["响应"], any = ["小时"]', []),
    ],
)
def test_lacks(text: str, options: str, quoted: list[str]) -> None:
    assert quotes(text, rule(f'kind = "lacks", {options}')) == quoted


@pytest.mark.parametrize(
    ("text", "options", "fires"),
    [
        ("乙方应交付。", 'any = ["保密"]', True),
        ("双方应保密。", 'any = ["保密"]', False),
        ("乙方交付，未约定保密。", 'any = ["保密"], unless = ["未约定"]', True),
        ("乙方处理数据。", 'any = ["保密"], given = ["数据"]', True),
        ("乙方交付设备。", 'any = ["保密"], given = ["数据"]', False),
    ],
)
def test_absent(text: str, options: str, *, fires: bool) -> None:
    assert quotes(text, rule(f'kind = "absent", {options}')) == ([None] if fires else [])


@pytest.mark.parametrize(("present", "fires"), [("absent", True), ("partial", True), ("full", False)])
def test_level(present: str, *, fires: bool) -> None:
    made = rule('kind = "level", family = "ip", is = ["absent", "partial"]')
    clauses = {**{family: FamilyReading("full") for family in FAMILIES}, "ip": FamilyReading(present)}
    assert quotes("正文。", made, clauses=clauses) == ([None] if fires else [])


WARRANTY = 'kind = "fact", name = "warranty_months", worse = "below", parameter = "warranty_months"'
LATE = 'kind = "fact", name = "late_payment_rate_per_day", worse = "above", parameter = "late_payment_percent_per_day"'
HOUSE = """
[parameters.warranty_months]
preferred = 24
fallback = 12
walk_away = 6
[parameters.late_payment_percent_per_day]
preferred = 0.03
fallback = 0.05
walk_away = 0.1
"""


@pytest.mark.parametrize(
    ("check", "value", "severity"),
    [
        (WARRANTY, 24, None),
        (WARRANTY, 36, None),
        (WARRANTY, 23.9, "low"),
        (WARRANTY, 12, "low"),
        (WARRANTY, 11, "medium"),
        (WARRANTY, 6, "medium"),
        (WARRANTY, 5, "high"),
        (LATE, "0.03%", None),
        (LATE, "0.04%", "low"),
        (LATE, "0.05%", "low"),
        (LATE, "0.06%", "medium"),
        (LATE, "0.1%", "medium"),
        (LATE, "0.11%", "high"),
    ],
)
def test_a_graded_fact_is_as_grave_as_the_position_it_passes(check: str, value: object, severity: str | None) -> None:
    name = "warranty_months" if check is WARRANTY else "late_payment_rate_per_day"
    found = findings(
        "质保期如下。约定为若干。",
        rule(check, severity="graded"),
        read={name: (value, "若干")},
        playbook=playbook.parse(HOUSE, frozenset()),
    )
    assert [(one.severity, one.span.quote if one.span else None) for one in found] == (
        [(severity, "约定为若干")] if severity else []
    )


def test_a_fact_that_was_not_read_says_nothing() -> None:
    assert quotes("正文。", rule(WARRANTY)) == []


def test_a_fact_with_a_fixed_severity_keeps_it() -> None:
    found = findings("质保若干。", rule(WARRANTY, severity="low"), read={"warranty_months": (1, "若干")})
    assert [one.severity for one in found] == ["low"]


@pytest.mark.parametrize(
    ("paying", "delivering", "fires"),
    [("0.5%", "0.1%", True), ("0.2%", "0.1%", False), ("0.21%", "0.1%", True), ("0.5%", None, False)],
)
def test_compare(paying: str, delivering: str | None, *, fires: bool) -> None:
    made = rule('kind = "compare", name = "late_payment_rate_per_day", over = "late_delivery_rate_per_day", times = 2')
    read: dict[str, object] = {"late_payment_rate_per_day": (paying, "付款")}
    read |= {"late_delivery_rate_per_day": (delivering, "交付")} if delivering else {}
    assert quotes("逾期付款者罚。逾期交付者罚。", made, read=read) == (["逾期付款者罚"] if fires else [])


def test_function() -> None:
    def second(view: Case) -> list[tuple[int, int] | None]:
        return [view.scan.reading.sentences[-1], None]

    made = rule('kind = "function", name = "second"')
    assert quotes("第一句。最后一句。", made, functions={"ip/second": second}) == ["最后一句", None]


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("", True),
        ('type = ["saas"]', True),
        ('type = ["custom_dev", "saas"]', True),
        ('type = ["custom_dev"]', False),
        ('feature = ["holds_data"]', True),
        ('feature = ["holds_data", "custom"]', False),
        ('not_feature = ["form"]', True),
        ('not_feature = ["holds_data"]', False),
        ('type = ["saas"], feature = ["holds_data"], not_feature = ["custom"]', True),
    ],
)
def test_a_rule_speaks_where_the_deal_needs_it(when: str, *, fires: bool) -> None:
    made = rule('kind = "phrase", any = ["正文"]', more=f"when = {{ {when} }}")
    assert bool(quotes("正文。", made, features=frozenset({"holds_data"}))) is fires


BODY = rule('kind = "phrase", any = ["正文"]')


def house(text: str) -> playbook.Playbook:
    return playbook.parse(text, frozenset({"ip/a_rule", "ip/b_rule"}))


def test_a_playbook_changes_severity_and_fix_or_switches_a_rule_off() -> None:
    (plain_one,) = findings("正文。", BODY)
    assert plain_one.fix is not None
    assert (plain_one.severity, plain_one.fix.text, plain_one.fix.action) == ("high", "改为30日。", "replace")
    own = house(
        '[rules."ip/a_rule"]\nseverity = "low"\nfix = "本处为{trial_days}日"\n[parameters.trial_days]\npreferred = 45\n'
    )
    (changed,) = findings("正文。", BODY, playbook=own)
    assert changed.fix is not None
    assert (changed.severity, changed.fix.text) == ("low", "本处为45日")
    assert findings("正文。", BODY, playbook=house('[rules."ip/a_rule"]\noff = true')) == ()


def test_a_severity_of_the_playbook_outranks_the_grade() -> None:
    own = house(HOUSE + '[rules."ip/a_rule"]\nseverity = "low"')
    (found,) = findings(
        "若干。", rule(WARRANTY, severity="graded"), read={"warranty_months": (1, "若干")}, playbook=own
    )
    assert found.severity == "low"


@pytest.mark.parametrize(
    ("until", "day", "waived"),
    [
        ("until = 2026-11-23", date(2026, 11, 22), True),
        ("until = 2026-11-23", date(2026, 11, 23), True),
        ("until = 2026-11-23", date(2026, 11, 24), False),
        ("", date(2099, 1, 1), True),
        ('contains = "正文"', date(2026, 1, 1), True),
        ('contains = "别处"', date(2026, 1, 1), False),
    ],
)
def test_a_waived_finding_is_shown_as_waived_until_the_waiver_ends(until: str, day: date, *, waived: bool) -> None:
    own = house(f'[[waivers]]\nrule = "ip/a_rule"\nreason = "框架协议"\nby = "张三"\n{until}')
    (found,) = findings("正文。", BODY, playbook=own, as_of=day)
    assert (found.waived is not None) is waived
    if found.waived:
        assert (found.waived.reason, found.waived.by) == ("框架协议", "张三")


def test_an_absence_is_inserted_and_a_page_may_say_otherwise() -> None:
    missing = rule('kind = "absent", any = ["保密"]', name="ip/b_rule")
    struck = rule('kind = "phrase", any = ["正文"]', more='action = "delete"')
    actions = [found.fix.action for found in findings("正文。", struck, missing) if found.fix]
    assert actions == ["delete", "insert"]


def test_findings_stand_in_the_order_of_the_text_and_absences_last() -> None:
    late = rule('kind = "phrase", any = ["后面"]', name="ip/a_late")
    early = rule('kind = "phrase", any = ["前面"]', name="ip/b_early", severity="low")
    missing = rule('kind = "absent", any = ["保密"]', name="ip/c_missing")
    assert [found.rule for found in findings("前面。后面。", missing, late, early)] == [
        "ip/b_early",
        "ip/a_late",
        "ip/c_missing",
    ]


def test_one_risk_at_one_place_is_told_once_by_the_gravest() -> None:
    light = rule('kind = "phrase", any = ["正文"]', name="ip/a_light", risk="no_refund", severity="low")
    grave = rule('kind = "phrase", any = ["正文"]', name="ip/b_grave", risk="no_refund")
    elsewhere = rule('kind = "phrase", any = ["另一句"]', name="ip/c_else", risk="no_refund", severity="low")
    assert [found.rule for found in findings("正文。另一句。", light, grave, elsewhere)] == ["ip/b_grave", "ip/c_else"]


def test_other_risks_at_one_place_are_all_told() -> None:
    second = rule('kind = "phrase", any = ["正文"]', name="ip/b_rule")
    assert [found.rule for found in findings("正文。", BODY, second)] == ["ip/a_rule", "ip/b_rule"]


def test_a_finding_carries_what_a_reader_needs() -> None:
    (found,) = findings("正文在此。", BODY)
    assert (found.family, found.title, found.why, found.basis) == ("ip", "标题", "理由。", ("惯例:服务等级",))
    assert found.span is not None
    assert found.span.anchor == "line 3"

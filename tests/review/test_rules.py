"""Rule pages: what a good one gives, and one clear message for each fault."""

import pytest

from mingyue.review.rules import RuleError, parse

PAGE = """\
+++
title = "把故障写成不可抗力"
risk = "force_majeure_too_broad"
severity = "high"
basis = ["民法典:590"]
when = { type = ["saas"], feature = ["service"] }
check = { kind = "phrase", any = ["不可抗力…宕机"], unless = ["不属于"], scope = "paragraph", under = "免责" }
+++
为什么，一两句话。

## 修改为
只有不能预见、不能避免且不能克服的才是不可抗力。

## 报告
> 不可抗力包括
> 服务器宕机。

> 宕机属于不可抗力。

## 不报告
> 宕机不属于不可抗力。

> 战争属于不可抗力。
"""
ID = "force_majeure/covers_outage"


def test_a_page_becomes_a_rule() -> None:
    rule = parse(ID, PAGE.replace("\n", "\r\n"))
    assert (rule.id, rule.family, rule.title) == (ID, "force_majeure", "把故障写成不可抗力")
    assert (rule.risk, rule.severity, rule.basis) == ("force_majeure_too_broad", "high", ("民法典:590",))
    assert (rule.why, rule.fix) == ("为什么，一两句话。", "只有不能预见、不能避免且不能克服的才是不可抗力。")
    assert rule.fires == ("不可抗力包括\n服务器宕机。", "宕机属于不可抗力。")
    assert rule.silent == ("宕机不属于不可抗力。", "战争属于不可抗力。")
    assert rule.when == {"type": frozenset({"saas"}), "feature": frozenset({"service"})}
    assert (rule.check.kind, rule.check.scope, rule.action) == ("phrase", "paragraph", None)
    assert [wanted.source for wanted in rule.check.patterns["unless"]] == ["不属于"]
    assert rule.check.under is not None
    assert rule.check.not_under is None


CHECK = 'kind = "phrase", any = ["不可抗力…宕机"]'


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("+++\ntitle", "title", "开头缺少 +++ 包围的 TOML"),
        ('title = "', 'title = "" "', "TOML 有误"),
        ('title = "把故障写成不可抗力"\n', "", "缺少 ['title']"),
        ('basis = ["民法典:590"]\n', "", "缺少"),
        ('basis = ["民法典:590"]', "basis = []", "缺少 basis"),
        ("severity =", 'note = "x"\nseverity =', "多余的键 ['note']"),
        ("force_majeure_too_broad", "no_such_risk", "risk 不在 taxonomy.toml 中"),
        ('"high"', '"urgent"', "severity 须为 high、medium、low 或 graded"),
        ("severity =", 'action = "shout"\nseverity =', "action 须为"),
        ("为什么，一两句话。\n", "", "缺少理由"),
        ("> 宕机属于不可抗力。\n", "", "至少两个应报告的例子"),
        ("> 战争属于不可抗力。\n", "", "不报告的例子至少两个"),
        ("> 宕机属于不可抗力。\n", "> 宕机属于不可抗力。\n\n> 断网属于不可抗力。\n", "不少于应报告的"),
        ('"saas"', '"cloud"', "when.type 有误"),
        ('"service"', '"fast"', "when.feature 有误"),
        ("type =", "kind =", "when.kind 有误"),
        (CHECK, 'kind = "guess"', "check.kind 须为"),
        (CHECK, 'kind = "phrase"', "phrase 须有 ['any']"),
        (CHECK, 'kind = "lacks", any = ["甲"]', "lacks 须有 ['any', 'where']"),
        (CHECK, CHECK + ", more = 1", "phrase 须有"),
        (CHECK, 'kind = "phrase", any = ["(甲"]', "正则表达式有误"),
        ('under = "免责"', 'under = "*"', "正则表达式有误"),
    ],
)
def test_a_fault_is_told_with_the_page(old: str, new: str, part: str) -> None:
    assert PAGE.count(old) >= 1
    with pytest.raises(RuleError, match=ID) as raised:
        parse(ID, PAGE.replace(old, new, 1))
    assert part in str(raised.value)
    assert str(raised.value).endswith("。")


@pytest.mark.parametrize(
    "name", ["no_such_family/x", "force_majeure", "force_majeure/", "force_majeure/Covers", "ip/9lives"]
)
def test_an_id_is_a_family_and_a_defect(name: str) -> None:
    with pytest.raises(RuleError, match="编号须为 条款族/缺陷名"):
        parse(name, PAGE)


FACT = 'kind = "fact", name = "warranty_months", worse = "below", parameter = "warranty_months"'


@pytest.mark.parametrize(
    ("check", "part"),
    [
        (FACT.replace('name = "warranty_months"', 'name = "colour"'), "没有名为 colour 的事实"),
        (FACT.replace('parameter = "warranty_months"', 'parameter = "colour"'), "没有名为 colour 的参数"),
        (FACT.replace('"below"', '"beside"'), "worse 须为 above 或 below"),
        ('kind = "level", family = "colour", is = ["absent"]', "没有名为 colour 的条款族"),
        ('kind = "level", family = "ip", is = ["missing"]', "is 须为"),
        ('kind = "compare", name = "colour", over = "late_delivery_rate_per_day", times = 2', "没有名为 colour 的事实"),
        ('kind = "phrase", any = ["甲"], scope = "page"', "scope 须为"),
        ('kind = "phrase", any = "甲"', "any 须是"),
    ],
)
def test_a_check_that_could_never_work_is_refused(check: str, part: str) -> None:
    page = PAGE.replace(PAGE[PAGE.index("check = {") : PAGE.index(" }\n+++")], "check = { " + check)
    with pytest.raises(RuleError, match=ID) as raised:
        parse(ID, page)
    assert part in str(raised.value)


def test_a_graded_severity_needs_a_fact_to_grade() -> None:
    with pytest.raises(RuleError, match="graded 只能用于 fact"):
        parse(ID, PAGE.replace('"high"', '"graded"'))

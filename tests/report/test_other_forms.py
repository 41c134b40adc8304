from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib import resources

import jsonschema

from mingyue import api
from mingyue.connectors.report.pages import rule_list, rule_page
from mingyue.connectors.report.summary import summary, summary_table
from mingyue.connectors.report.words import fact_text, fact_title
from mingyue.review import playbook
from mingyue.review.finding import Review
from mingyue.review.rules import parse
from mingyue.review.taxonomy import FACTS

SCHEMA = json.loads(resources.files("mingyue.review").joinpath("check-result.schema.json").read_text("utf-8"))
PAGE = """+++
title = "赔偿上限太低"
risk = "liability_cap"
severity = "high"
basis = ["民法典:506", "指南:四.5"]
check = { kind = "phrase", any = ["赔偿…不超过"] }
+++
封顶之后，损失由甲方承担。
## 修改为
上限不低于合同总价的{liability_cap_percent}%。
## 报告
> 赔偿总额不超过一个月服务费。

> 赔偿不超过已付款。
## 不报告
> 乙方赔偿全部损失。

> 违约金不超过损失的30%。
"""


def test_json_is_what_the_schema_says(review: Review) -> None:
    result = json.loads(api.report(review, "a.docx", "json"))
    jsonschema.validate(result, SCHEMA)
    for found in result["findings"]:
        span = found["span"]
        assert span is None or review.document.text[span["start"] : span["end"]] == span["quote"]
    assert [found["waived"]["by"] for found in result["findings"] if "waived" in found] == ["张三"]


def test_what_the_review_read_becomes_terms_with_places(review: Review) -> None:
    plain = api.read_contract(review.document, review)
    assert plain["fees_payment"]["total"] == "300000.00"
    assert plain["places"]["fees_payment.total"] == {"quote": "300,000.00元", "place": "p3"}
    assert plain["parties"]["buyer"]["credit_code"] == "91330108MA2KTD0H19"
    assert "maintenance_upgrade" not in plain
    assert "product.name" in api.unfinished(plain)


def test_every_fact_of_the_taxonomy_has_a_title() -> None:
    assert [name for name in FACTS if fact_title(name) == name] == []


def test_values_read_as_a_person_writes_them() -> None:
    splits = [{"percent": 30, "trigger": "签订后"}, {"percent": 70.5, "trigger": ""}]
    assert fact_text("payment_splits", splits) == "30% 签订后；70.5%"
    assert fact_text("confidentiality_years", Decimal("3.0")) == "3 年"
    assert fact_text("term_or_duration_days", 1000) == "1,000 天"
    assert fact_text("dispute", "both") == "仲裁与诉讼并存"
    assert fact_text("something_new", 5) == "5"


def test_the_table_has_a_line_a_file_and_the_sums(review: Review) -> None:
    lines = summary_table([("a.docx", summary(review)), ("b.docx", None)]).splitlines()
    assert lines[1].split() == ["a.docx", "软件采购", "1", "1", "10", "2", "1", "0", "1"]
    assert lines[2].split()[:2] == ["b.docx", "未检查"]
    assert lines[3].split() == ["共", "2", "份，1", "份未检查", "2", "1", "0", "1"]


def test_a_rule_page_shows_basis_fix_and_examples() -> None:
    rule = parse("breach_dispute/cap_too_low", PAGE)
    page = rule_page(rule, playbook.default(), as_of=date(2026, 11, 23))
    for words in (
        "赔偿上限太低",
        "[高]",
        "《民法典》第506条",
        "《CRM合同怎么签？》四.5",
        "总价的100%",
        "会报告",
        "不报告",
    ):
        assert words in page, words
    assert "breach_dispute/cap_too_low" in rule_list([rule])

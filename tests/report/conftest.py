from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from mingyue.review.document import Block, Document
from mingyue.review.finding import (
    FAMILIES,
    CreditCode,
    Fact,
    FamilyReading,
    Finding,
    Fix,
    Party,
    Review,
    Severity,
    Waiver,
)
from mingyue.review.taxonomy import FACTS

TEXT = """客户管理软件采购合同
第一条 价款
合同总价为人民币300,000.00元，签订后三日内一次付清。
第二条 验收
甲方逾期三日未提出异议的，视为验收合格，乙方保留最终解释权。"""


def document(text: str) -> Document:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        blocks.append(Block(start, start + len(line), f"p{number}", level=0 if line.startswith("第") else None))
        start += len(line) + 1
    return Document(text, tuple(blocks), "docx", ("文件里有 1 条批注，未计入正文，原样保留。",))


def finding(
    draft: Document, family: str, severity: Severity, title: str, *, quote: str = "", waived: Waiver | None = None
) -> Finding:
    start = draft.text.find(quote)
    return Finding(
        rule=f"{family}/{title.encode().hex()[:6]}",
        risk="other",
        family=family,
        severity=severity,
        title=title,
        span=draft.span(start, start + len(quote)) if quote else None,
        basis=("民法典:585.2", "惯例:验收程序"),
        fix=Fix("replace" if quote else "insert", "甲方签署验收报告后付款。"),
        why="先付钱，后面就没有筹码。",
        waived=waived,
    )


def made(text: str = TEXT, name: str = "远山制造有限公司", reason: str = "集团框架协议另有约定") -> Review:
    draft = document(text)
    waiver = Waiver(reason, "张三", date(2027, 6, 30))
    price = text.find("300,000.00元")
    facts: dict[str, Fact | None] = dict.fromkeys(FACTS)
    facts["total_amount"] = Fact(300000, draft.span(price, price + 11))
    return Review(
        document=draft,
        contract_type="software_purchase",
        parties=(
            Party("甲方", "buyer", name, (), CreditCode("91330108MA2KTD0H19", valid=True)),
            Party("乙方", "vendor", None, (), CreditCode("91320411MA1NQH0WXE", valid=False)),
        ),
        clauses={
            family: FamilyReading("full" if family == "parties" else "partial" if family == "ip" else "absent")
            for family in FAMILIES
        },
        facts=facts,
        findings=(
            finding(draft, "fees_payment", "high", "签约就付清全款", quote="签订后三日内一次付清"),
            finding(
                draft,
                "scope_acceptance",
                "medium",
                "不答复就算合格",
                quote="甲方逾期三日未提出异议的，视为验收合格，乙方保留最终解释权",
            ),
            finding(
                draft, "whole_contract", "low", "解释权归乙方", quote="验收合格，乙方保留最终解释权", waived=waiver
            ),
            finding(draft, "data_privacy", "high", "没有写明数据归谁"),
        ),
        as_of=date(2026, 11, 23),
        extra={"seats": Fact(120, draft.span(0, 4))},
    )


@pytest.fixture
def review() -> Review:
    return made()


@pytest.fixture
def make_review() -> Callable[..., Review]:
    return made

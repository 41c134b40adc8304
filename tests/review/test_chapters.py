"""A contract that is one chapter of a tender document is found, and only it is read."""

from __future__ import annotations

from datetime import date

from mingyue import api

FILLER = "供应商应按照要求提交文件，逾期送达的文件不予接受，保证金不予退还。\n" * 20
CONTRACT = (
    "甲方：\n乙方：\n"
    "一、服务内容\n乙方按附件一提供系统运维服务。\n" + "二、费用\n合同总价为人民币80000元，验收合格后支付。\n" * 40
)
TENDER = (
    "第一章 采购邀请\n"
    + FILLER
    + "第二章 供应商须知\n预算金额为人民币990000元。\n"
    + FILLER
    + "第三章 合同文本\n"
    + CONTRACT
    + "第四章 响应文件格式\n"
    + FILLER
)


def check(text: str) -> api.Review:
    return api.check(api.read_document(text.encode(), "draft.txt"), as_of=date(2026, 11, 23))


def test_only_the_contract_chapter_is_read() -> None:
    review = check(TENDER)
    total = review.facts["total_amount"]
    assert total is not None
    assert total.value == 80000
    start = TENDER.index("第三章 合同文本")
    spans = [finding.span for finding in review.findings if finding.span]
    assert spans
    assert all(start <= span.start < span.end <= TENDER.index("第四章") for span in spans)
    assert any("只审查了其中的合同部分「第三章合同文本」" in note for note in review.document.notes)


def test_a_contract_with_chapters_is_read_whole() -> None:
    text = (
        "第一章 总则\n甲方：某公司\n乙方：某软件公司\n第二章 合同价款\n合同总价为人民币80000元。\n第三章 验收\n"
        + "双方签署验收报告。\n" * 90
    )
    review = check(text)
    assert review.facts["total_amount"] is not None
    assert review.document.notes == ()

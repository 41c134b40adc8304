from __future__ import annotations

from mingyue import api
from mingyue.connectors.report.columns import width
from mingyue.review.finding import Review


def test_the_report_says_who_what_and_why(review: Review) -> None:
    report = api.report(review, "草稿.docx")
    for words in (
        "草稿.docx",
        "软件采购；按 2026-11-23 的法律检查",
        "91330108MA2KTD0H19 ✓ 校验位正确",
        "（未写明名称）",
        "✗ 校验位不符",
        "● 完整 1 · ◐ 部分 1 · ○ 缺失 10",
        "300,000.00 元",
        "120 个",
        "保密期限",
        "高 2 · 中 1 · 低 0 · 已豁免 1",
        "p3「签订后三日内一次付清」",
        "合同中没有相应约定",
        "《民法典》第585条第2款；行业惯例：验收程序",
        "建议改为：甲方签署验收报告后付款。",
        "建议增加：",
    ):
        assert words in report, words


def test_a_waived_finding_is_shown_with_reason_name_and_expiry(review: Review) -> None:
    report = api.report(review, "a.docx")
    place = report.index("[豁免] 解释权归乙方")
    assert "已由 张三 接受：集团框架协议另有约定，有效期至 2027-06-30" in report[place:]


def test_colour_only_when_asked(review: Review) -> None:
    plain, coloured = api.report(review, "a.docx"), api.report(review, "a.docx", colour=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured


def test_lines_fit_the_terminal(review: Review) -> None:
    for columns in (60, 80, 120):
        lines = api.report(review, "a.docx", columns=columns).split("\n")
        assert max(map(width, lines)) <= max(columns, 70)  # tables have a least width


def test_findings_are_numbered_by_family_gravest_first(review: Review) -> None:
    report = api.report(review, "a.docx")
    order = [report.index(f.title) for f in sorted(review.findings, key=lambda f: report.index(f.title))]
    titles = ["不答复就算合格", "签约就付清全款", "没有写明数据归谁", "解释权归乙方"]
    assert [report.index(title) for title in titles] == order

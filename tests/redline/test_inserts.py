"""Missing clauses: where they go, and how they are numbered there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafts import draft, finding, review

from mingyue.redline import plan, preview
from mingyue.review.finding import FamilyReading, Finding

if TYPE_CHECKING:
    from drafts import Line

    from mingyue.redline import Revision
    from mingyue.review.document import Document

CAP = "乙方逾期的，每日按合同总价的0.1%支付违约金。"
DATA = "甲方数据归甲方所有。"
TYPED = (
    "软件采购合同",
    "第一条 付款方式",
    "1. 合同签订后支付30%。",
    "2. 验收合格后支付70%。",
    "第二条 知识产权",
    "1. 成果的著作权归甲方所有。",
    "第三条 违约责任",
    "（一）违约方应当赔偿损失。",
    "（二）争议由人民法院管辖。",
    "第四条 其他",
    "1. 本合同一式两份。",
    "甲方（盖章）：　　乙方（盖章）：",
    "附件一 功能清单",
    "1. 违约责任不适用于本附件。",
)  # fmt: skip


def absent(document: Document, text: str | None = CAP, family: str = "breach_dispute", **options: str) -> Finding:
    """A clause that the draft lacks."""
    return finding(document, None, text, "insert", family=family, **options)


def planned(lines: tuple[Line, ...], *wanted: tuple[str, str]) -> tuple[Document, tuple[Revision, ...]]:
    """The plan for a draft that lacks these clauses: (text, family)."""
    document = draft(*lines)
    return document, plan(review(document, *(absent(document, text, family) for text, family in wanted)))


def accepted(lines: tuple[Line, ...], *wanted: tuple[str, str]) -> list[str]:
    """The lines as intended."""
    return preview(*planned(lines, *wanted)).split("\n")


def test_the_next_item_of_its_article_in_the_draft_s_numbers() -> None:
    lines = accepted(TYPED, (CAP, "breach_dispute"))
    assert lines[8:11] == ["（二）争议由人民法院管辖。", f"（三）{CAP}", "第四条 其他"]


def test_items_carry_on_in_order() -> None:
    lines = accepted(TYPED, ("甲。", "fees_payment"), ("乙。", "fees_payment"), (CAP, "breach_dispute"))
    assert [line for line in lines if line.endswith(("甲。", "乙。"))] == ["3. 甲。", "4. 乙。"]
    assert f"（三）{CAP}" in lines


def test_a_family_without_an_article_gets_one_that_moves_no_number() -> None:
    document, revisions = planned(TYPED, (DATA, "data_privacy"), ("发生泄露的，24小时内通知甲方。", "data_privacy"))
    assert len(revisions) == 1
    lines = preview(document, revisions).split("\n")
    assert lines[4:8] == [
        "第一条之一 数据与隐私",
        "1. 甲方数据归甲方所有。",
        "2. 发生泄露的，24小时内通知甲方。",
        "第二条 知识产权",
    ]


def test_two_new_articles_at_one_place_are_numbered_apart() -> None:
    lines = accepted(TYPED, ("保密三年。", "confidentiality"), ("质保一年。", "maintenance_upgrade"))
    assert lines[6:10] == ["第二条之一 保密", "保密三年。", "第二条之二 升级与维护", "质保一年。"]


def test_nothing_is_put_behind_the_signatures_or_into_an_annex() -> None:
    document = draft(*TYPED)
    families = ("product", "implementation_schedule", "termination_exit", "force_majeure", "whole_contract")
    revisions = plan(review(document, *(absent(document, "新条款。", family) for family in families)))
    assert all(r.start < document.text.index("甲方（盖章）") for r in revisions)


def test_an_automatic_list_goes_on_by_itself() -> None:
    lines = (("第一条", "违约责任"), ("（一）", "违约方应当赔偿损失。"), ("第二条", "其他"), ("（一）", "一式两份。"))
    _, [revision] = planned(lines, (CAP, "breach_dispute"))
    assert (revision.numbered, revision.text) == (True, CAP)


def test_behind_an_item_of_another_list_the_number_is_typed() -> None:
    lines = (
        ("第一条", "违约责任"),
        ("（一）", "违约方按下列方式赔偿："),
        ("1.", "赔偿损失；"),
        ("2.", "支付违约金。"),
        ("第二条", "其他"),
    )
    _, [revision] = planned(lines, (CAP, "breach_dispute"))
    assert (revision.numbered, revision.text) == (False, f"（二） {CAP}")


def test_a_new_article_between_automatic_ones_has_a_typed_number() -> None:
    lines = (
        ("第一条", "付款方式"), ("（一）", "按第二条付款。"), ("第二条", "知识产权"), ("（一）", "成果归甲方。"), ("第三条", "其他"), ("（一）", "一式两份。"),
    )  # fmt: skip
    _, [revision] = planned(lines, (DATA, "data_privacy"))
    assert (revision.numbered, revision.text) == (False, f"第一条之一 数据与隐私\n{DATA}")


def test_one_line_articles_go_on_automatically_unless_a_reference_would_break() -> None:
    lines = (
        ("第一条", "付款方式为验收后付款。"),
        ("第二条", "成果的知识产权归甲方所有。"),
        ("第三条", "违约方承担违约责任。"),
    )
    document = draft(*lines)
    found = review(document, absent(document, DATA, "data_privacy"))
    found.clauses["fees_payment"] = FamilyReading("partial", (document.span(4, 8),))
    [revision] = plan(found)
    assert (revision.numbered, revision.text) == (True, DATA)

    referring = draft(*lines, ("第四条", "乙方违反本合同第三条的，应当赔偿。"))
    found = review(referring, absent(referring, DATA, "data_privacy"))
    found.clauses["fees_payment"] = FamilyReading("partial", (referring.span(4, 8),))
    [revision] = plan(found)
    assert (revision.numbered, revision.text) == (False, f"第一条之一 数据与隐私\n{DATA}")


def test_a_list_that_a_sentence_introduces_is_not_carried_on() -> None:
    lines = (
        "第一条 解除",
        "有下列情形之一的，甲方可以解除合同：",
        "1. 乙方逾期的；",
        "2. 乙方违约的。",
        "第二条 其他",
        "一式两份。",
        "第三条 通知",
        "书面。",
    )
    assert accepted(lines, ("解除后乙方退款。", "termination_exit"))[4] == "解除后乙方退款。"


def test_no_paragraph_is_put_into_a_table() -> None:
    lines = (
        "第一条 付款方式",
        "1. 分期付款。",
        "2. 明细如下：",
        "软件 | 100元",
        "服务 | 200元",
        "第二条 其他",
        "1. 一式两份。",
        "第三条 通知",
        "1. 书面。",
    )
    document, [revision] = planned(lines, ("先开票后付款。", "fees_payment"))
    assert preview(document, [revision]).split("\n")[1:4] == ["1. 分期付款。", "1之一. 先开票后付款。", "2. 明细如下："]


def test_an_article_that_is_one_table_gets_a_comment() -> None:
    lines = ("第一条 付款方式", "软件 | 100元", "第二条 其他", "1. 一式两份。", "第三条 通知", "1. 书面。")
    document, [revision] = planned(lines, ("先开票后付款。", "fees_payment"))
    assert (revision.action, document.text[revision.start : revision.end]) == ("comment", "付款方式")
    assert "建议文本：先开票后付款。" in revision.comment


def test_particulars_of_the_vendor_go_to_the_head() -> None:
    lines = ("软件采购合同", "甲方：青禾公司", "地址：一号路", "乙方：蓝图公司", "地址：二号路", "", *TYPED[1:])
    assert accepted(lines, ("乙方统一社会信用代码：＿＿＿＿。", "parties"))[5] == "乙方统一社会信用代码：＿＿＿＿。"


def test_an_absence_without_a_text_is_said_beside_the_heading() -> None:
    document = draft(*TYPED)
    [revision] = plan(review(document, absent(document, None)))
    assert (revision.action, document.text[revision.start : revision.end]) == ("comment", "违约责任")


def test_a_clause_to_be_added_to_a_quoted_article_goes_there() -> None:
    document = draft(*TYPED)
    made = finding(document, "合同签订后支付30%", "先开票后付款。", "insert", family="ip")
    assert preview(document, plan(review(document, made))).split("\n")[4] == "3. 先开票后付款。"


def test_a_quoted_heading_is_not_overwritten() -> None:
    document = draft(*TYPED)
    made = finding(document, "第三条 违约责任", CAP, "replace")
    assert preview(document, plan(review(document, made))).split("\n")[9] == f"（三）{CAP}"


def test_a_draft_without_articles_is_still_answered() -> None:
    document = draft("甲方向乙方购买软件一套。")
    revisions = plan(review(document, absent(document)))
    assert [r.action for r in revisions] == ["comment"]
    assert CAP in revisions[0].comment


def test_the_contents_page_takes_no_clause() -> None:
    contents = ("目录", "第一条 付款方式 2", "第二条 知识产权 3", "第三条 违约责任 4", "第四条 其他 5")
    lines = accepted((*contents, *TYPED), (CAP, "breach_dispute"))
    assert lines[:5] == list(contents)
    assert lines.index(f"（三）{CAP}") == 14

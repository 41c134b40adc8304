"""Findings with a quote: what is struck out, what is put in, what the margin says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from drafts import draft, finding, review

from mingyue.redline import Revision, plan, preview
from mingyue.review.finding import Party, Waiver

if TYPE_CHECKING:
    from mingyue.review.document import Document
    from mingyue.review.finding import Finding

ARTICLE = (
    "第一条 付款",
    "（一）合同签订后5日内，甲方支付合同总价的100%。",
    "第二条 违约责任",
    "（一）乙方逾期交付的，每逾期一日按合同总价的0.02%支付违约金。甲方逾期付款的，按0.5%支付违约金；",
    "（二）乙方的赔偿责任以三个月的服务费为限。",
)


def accepted(document: Document, *findings: Finding, **options: tuple[Party, ...]) -> list[str]:
    """The lines of the text that a review's plan intends."""
    return preview(document, plan(review(document, *findings, **options))).split("\n")


def test_a_sentence_keeps_its_number_and_its_mark() -> None:
    document = draft(*ARTICLE)
    made = finding(document, "（二）乙方的赔偿责任以三个月的服务费为限", "乙方应当赔偿甲方的全部损失。")
    assert accepted(document, made)[4] == "（二）乙方应当赔偿甲方的全部损失。"


def test_an_automatic_number_is_never_touched() -> None:
    document = draft(("第一条", "违约责任"), ("（一）", "乙方概不负责。"), ("（二）", "乙方不承担赔偿责任。"))
    whole = document.text[document.blocks[1].start : document.blocks[1].end]
    revisions = plan(review(document, finding(document, whole, "乙方应当赔偿损失")))
    assert all(r.start >= document.text.index("乙方概不") for r in revisions)
    assert preview(document, revisions).split("\n")[1] == "（一） 乙方应当赔偿损失。"


def test_only_the_words_that_differ_change() -> None:
    document = draft(*ARTICLE)
    made = finding(document, "甲方逾期付款的，按0.5%支付违约金", "甲方逾期付款的，按0.05%支付违约金。")
    [revision] = plan(review(document, made))
    assert (document.text[revision.start : revision.end], revision.text) == ("0.5%", "0.05%")


def test_the_comment_names_severity_reason_and_basis() -> None:
    document = draft(*ARTICLE)
    made = finding(document, "乙方的赔偿责任以三个月的服务费为限", "乙方应当赔偿全部损失", title="责任上限过低")
    [revision] = plan(review(document, made), labels={"民法典:585": "《民法典》第585条"}.__getitem__)
    assert revision.comment == "【高】责任上限过低\n理由：理由文字。\n依据：《民法典》第585条"


def test_several_findings_on_one_sentence_become_one_change() -> None:
    document = draft(*ARTICLE)
    quote = "乙方的赔偿责任以三个月的服务费为限"
    low = finding(document, quote, "上限为合同总价", severity="low", title="低", family="ip")
    high = finding(document, quote, "乙方应当赔偿全部损失", severity="high", title="高")
    said = finding(document, "赔偿责任", None, severity="medium", title="中", family="product")
    [revision] = plan(review(document, low, high, said))
    assert revision.text == "乙方应当赔偿全部损失"
    assert [line for line in revision.comment.split("\n") if line[0] in "【建"] == [
        "【高】高", "【中】中", "【低】低", "建议文本：上限为合同总价",
    ]  # fmt: skip


def test_nested_quotes_give_revisions_that_do_not_overlap() -> None:
    document = draft(*ARTICLE)
    inner = finding(document, "三个月的服务费", "合同总价", severity="high")
    outer = finding(
        document, "乙方的赔偿责任以三个月的服务费为限", "乙方应当赔偿全部损失", severity="medium", family="ip"
    )
    assert accepted(document, inner, outer)[4] == "（二）乙方的赔偿责任以合同总价为限。"
    assert accepted(document, outer, inner) == accepted(document, inner, outer)


def test_a_waived_finding_is_left_alone() -> None:
    document = draft(*ARTICLE)
    waiver = Waiver("集团已同意", "张三", date(2027, 1, 1))
    assert plan(review(document, finding(document, "乙方的赔偿责任以三个月的服务费为限", "改", waived=waiver))) == ()


def test_a_remark_changes_nothing() -> None:
    document = draft(*ARTICLE)
    [revision] = plan(
        review(document, finding(document, "乙方的赔偿责任以三个月的服务费为限", "改为全部损失", "comment"))
    )
    assert (revision.action, document.text[revision.start : revision.end]) == (
        "comment",
        "乙方的赔偿责任以三个月的服务费为限",
    )
    assert revision.comment.endswith("建议文本：改为全部损失")
    assert preview(document, [revision]) == document.text


def test_a_label_stays_unless_the_text_brings_its_own() -> None:
    document = draft("第一条 付款", "付款方式：合同签订后一次付清全部款项。")
    assert (
        accepted(document, finding(document, "付款方式：合同签订后一次付清全部款项", "甲方分三期付款"))[1]
        == "付款方式：甲方分三期付款。"
    )
    own = finding(document, "付款方式：合同签订后一次付清全部款项", "付款安排：甲方分三期付款")
    assert accepted(document, own)[1] == "付款安排：甲方分三期付款。"


def test_a_deleted_item_leaves_its_number_standing() -> None:
    document = draft(*ARTICLE)
    lines = accepted(document, finding(document, "乙方的赔偿责任以三个月的服务费为限。", "删去", "delete"))
    assert lines[4] == "（二）（本项删除，序号保留）。"


@pytest.mark.parametrize(
    ("quote", "left"),
    [
        ("乙方概不负责", "甲方有权使用。甲方付款。"),
        ("甲方付款", "甲方有权使用。乙方概不负责。"),
        ("甲方有权使用。乙方概不负责。甲方付款。", None),
    ],
)
def test_a_deleted_sentence_takes_its_mark_along(quote: str, left: str | None) -> None:
    document = draft("双方约定如下", "甲方有权使用。乙方概不负责。甲方付款。", "完")
    lines = accepted(document, finding(document, quote, "删去", "delete"))
    assert lines == [line for line in ("双方约定如下", left, "完") if line is not None]


def test_a_cell_is_changed_inside_itself() -> None:
    document = draft("第一条 付款", "1 | 合同签订后一次付清全部合同价款，不予退还 | 甲方")
    lines = accepted(document, finding(document, "1 | 合同签订后一次付清全部合同价款，不予退还", "分三期付款。"))
    assert lines[1] == "1 | 分三期付款 | 甲方"


def test_a_quote_over_cells_gets_a_comment_alone() -> None:
    document = draft("第一条 付款", "首付款 | 合同签订后 | 百分之百 | 甲方付")
    [revision] = plan(review(document, finding(document, "首付款 | 合同签订后 | 百分之百 | 甲方付", "分三期付款")))
    assert revision.action == "comment"
    assert "建议文本：分三期付款" in revision.comment


def test_a_footnote_is_changed_like_any_text() -> None:
    document = draft("第一条 价款", "总价为10000元。", "^差旅费另行收取。")
    assert accepted(document, finding(document, "差旅费另行收取", "差旅费已含在总价内"))[2] == "^差旅费已含在总价内。"


def test_a_quote_over_paragraphs_is_changed_in_each() -> None:
    document = draft("第一条 服务", "乙方可以停止服务。", "乙方可以锁定账号。", "第二条 其他")
    quote = "乙方可以停止服务。\n乙方可以锁定账号。"
    assert accepted(document, finding(document, quote, "乙方不得停止服务。\n\n乙方不得锁定账号。"))[1:3] == [
        "乙方不得停止服务。", "乙方不得锁定账号。",
    ]  # fmt: skip
    assert accepted(document, finding(document, quote, "乙方不得停止服务或者锁定账号。"))[1:] == [
        "乙方不得停止服务或者锁定账号。", "第二条 其他",
    ]  # fmt: skip


def test_a_short_text_does_not_swallow_a_whole_article() -> None:
    document = draft(
        "第一条 服务",
        "乙方提供远程支持和现场服务，具体内容见附件。",
        "乙方每年巡检四次，并提交书面巡检报告。",
        "乙方免费培训。",
    )
    quote = document.text[document.blocks[1].start :]
    revisions = plan(review(document, finding(document, quote, "响应时间为2小时")))
    assert [r.action for r in revisions] == ["comment"]


def test_the_same_text_is_said_once() -> None:
    document = draft("第一条 服务", "（一）乙方可随时停止服务。", "（二）乙方可随时调整价格。", "第二条 其他")
    fix = "未经甲方书面同意，乙方不得变更合同约定的内容"
    first = finding(document, "乙方可随时停止服务", fix)
    again = finding(document, "乙方可随时调整价格", fix)
    assert accepted(document, first, again)[1:3] == [f"（一）{fix}。", "（二）（本项删除，序号保留）。"]


def test_what_a_text_says_again_is_not_said_twice() -> None:
    document = draft("第一条 争议", "因本合同引起的争议，双方应协商解决；协商不成的，由乙方所在地仲裁委员会仲裁。")
    made = finding(
        document,
        "协商不成的，由乙方所在地仲裁委员会仲裁",
        "因本合同引起的争议，双方应协商解决；协商不成的，由甲方所在地人民法院管辖。",
    )
    assert accepted(document, made)[1].count("双方应协商解决") == 1


def test_the_conditions_in_front_of_the_clause_that_changes_stay() -> None:
    document = draft("第一条 违约", "乙方逾期的，每日支付0.1%的违约金，违约金累计不超过5%。")
    made = finding(
        document, "乙方逾期的，每日支付0.1%的违约金，违约金累计不超过5%", "违约金累计达到30%的，甲方有权解除合同"
    )
    assert accepted(document, made)[1] == "乙方逾期的，每日支付0.1%的违约金，违约金累计达到30%的，甲方有权解除合同。"


def test_paragraphs_of_a_text_become_paragraphs() -> None:
    document = draft("第一条 付款", "甲方一次付清。", "第二条 其他")
    assert accepted(document, finding(document, "甲方一次付清", "甲方分期付款：\n\n第一期30%；\n\n第二期70%。"))[1:4] == [
        "甲方分期付款：", "第一期30%；", "第二期70%。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("buyer", "vendor", "said"),
    [
        ("乙方", "甲方", "甲方应当赔偿乙方的全部损失"),
        ("买方", "卖方", "卖方应当赔偿买方的全部损失"),
        ("您", "我们", "我们应当赔偿您的全部损失"),
    ],
)
def test_the_text_speaks_the_draft_s_names(buyer: str, vendor: str, said: str) -> None:
    document = draft("第一条 责任", f"{vendor}不承担任何责任。")
    parties = (Party(buyer, "buyer"), Party(vendor, "vendor"))
    made = finding(document, f"{vendor}不承担任何责任", "乙方应当赔偿甲方的全部损失")
    assert accepted(document, made, parties=parties)[1] == f"{said}。"


def test_a_draft_that_calls_itself_an_agreement_is_called_so() -> None:
    document = draft("第一条 责任", "本协议自签字之日起生效，本协议一式两份。", "乙方概不负责。")
    assert (
        accepted(document, finding(document, "乙方概不负责", "乙方违反本合同的，应当赔偿损失"))[2]
        == "乙方违反本协议的，应当赔偿损失。"
    )


def test_preview_refuses_what_overlaps() -> None:
    with pytest.raises(ValueError, match="overlap"):
        preview(draft("甲方付款。"), [Revision("delete", 0, 3), Revision("replace", 2, 4, "收")])


def test_a_list_goes_with_the_sentence_that_introduces_it() -> None:
    document = draft(
        "第一条 解除",
        "（一）有下列情形之一的，乙方可以解除合同：",
        "1. 甲方逾期的；",
        "2. 甲方违约的。",
        "（二）通知采用书面形式。",
    )
    made = finding(document, "有下列情形之一的，乙方可以解除合同：", "乙方不得单方解除合同。")
    assert accepted(document, made) == ["第一条 解除", "（一）乙方不得单方解除合同。", "（二）通知采用书面形式。"]
    other = finding(document, "甲方逾期的", "甲方逾期超过90日的", family="ip")
    assert accepted(document, other, made)[2:4] == ["1. 甲方逾期超过90日的；", "2. 甲方违约的。"]


def test_a_quote_does_not_stop_inside_its_last_sentence() -> None:
    document = draft("第一条 期限", "服务期一年。到期后自动续期一年，续期次数不限。")
    assert (
        accepted(document, finding(document, "服务期一年。到期后自动续", "服务期一年，到期不续期"))[1]
        == "服务期一年，到期不续期。"
    )


def test_the_contract_does_not_go_with_its_opening_words() -> None:
    document = draft("依据《合同法》，双方达成如下协议：", *ARTICLE)
    made = finding(document, "依据《合同法》，双方达成如下协议：", "双方依照《民法典》订立本合同。")
    assert accepted(document, made) == ["双方依照《民法典》订立本合同。", *ARTICLE]


def test_a_list_of_prices_is_not_lost_with_its_introduction() -> None:
    document = draft("第一条 价款", "（一）合同总价构成为：", "1. 软件10000元；", "2. 服务20000元。", "（二）税率6%。")
    [revision] = plan(review(document, finding(document, "合同总价构成为：", "合同总价为含税固定总价。")))
    assert revision.action == "comment"

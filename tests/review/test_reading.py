"""The reading text: what it irons out, and that every place leads back to the draft's own characters."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue.connectors import plain
from mingyue.review.characters import simplified
from mingyue.review.document import Block, Document
from mingyue.review.parties import identify, positioned
from mingyue.review.reading import BLANK, Reading, read

AWKWARD = list(
    "甲乙方双买卖约定付款第条年月日元零一二百價開發〇帳１３Ａａ％‰%oO,，.．。；：:（）()【】[]{}＿_ \u3000\t\n\xa0\u200b-—*`#>|☑☒□▢•XxX×…$\\0123"
)
HEADS = [
    "",
    "买方：上海甲公司\n卖方：北京乙公司\n买方应付款，卖方应交付。\n",
    "甲方（供方）：某公司\n乙方（需方）：某厂\n甲乙双方约定\n",
]


def document(text: str) -> Document:
    """A draft of one block, whatever its characters."""
    return Document(text, (Block(0, len(text), "p1"),))


def reading(text: str) -> str:
    return read(plain.read(text.encode())).text


def positioned_reading(text: str) -> Reading:
    first = read(document(text))
    return positioned(first, identify(first))


@pytest.mark.parametrize(
    ("draft", "read_as"),
    [
        # no spaces, no stray full stops inside words
        ("甲 方 应 于 验 收 后", "甲方应于验收后"),
        ("合\u3000同\xa0总\u200b价\t金额", "合同总价金额"),
        ("安装 CRM System 软件", "安装CRM System软件"),
        ("应当.支付．款项", "应当支付款项"),
        ("第3.1条", "第3.1条"),
        # no Markdown marks
        ("合同\n# 付款\n## 发票", "合同\n付款\n发票"),
        ("合同\n> 引用\n- 首付款\n* 尾款\n• 其他\n● 附件", "合同\n引用\n首付款\n尾款\n其他\n附件"),
        ("**甲方**应***按期***付`款`", "甲方应按期付款"),
        ("# 软件采购合同\n正文", "软件采购合同\n正文"),
        # half-width digits and Latin letters, full-width punctuation
        ("第１２条ＣＲＭ系统Ｖ３．０", "第12条CRM系统V3.0"),
        ("甲方:付款;(乙方)?可以!", "甲方：付款；（乙方）？可以！"),
        # thousands separators
        ("总价1,200,000.00元", "总价1200000.00元"),
        ("总价１，２００，０００元", "总价1200000元"),
        ("第1,2项", "第1,2项"),
        # simplified characters
        ("軟體開發費為壹萬圓，違約責任另議", "软体开发费为壹万圆，违约责任另议"),
        ("帐户、二〇二六年", "账户、二零二六年"),
        # percent and per mille
        ("３％、5﹪、6 %", "3%、5%、6%"),
        ("每日5‰、5%o、5%O、3%0计", "每日5‰、5‰、5‰、3‰计"),
        # figures in brackets
        ("收到后[30]日内", "收到后30日内"),
        ("收到后（30）日内", "收到后30日内"),
        ("收到后30（三十）日内", "收到后30日内"),
        ("收到后三十（30）日内", "收到后三十日内"),
        # ticked boxes
        ("☒仲裁 □诉讼 ■发票 √普票 ▢专票", "☑仲裁□诉讼☑发票☑普票□专票"),
    ],
)
def test_one_way_to_write_it(draft: str, read_as: str) -> None:
    assert reading(draft) == read_as


@pytest.mark.parametrize(
    ("draft", "read_as"),
    [
        ("总价____元", "总价＿元"),
        ("总价＿＿＿＿元", "总价＿元"),
        ("期限【 】日", "期限＿日"),
        ("期限【】日", "期限＿日"),
        ("期限[ ]日", "期限＿日"),
        ("地点（   ）", "地点＿"),
        ("联系人：XXX", "联系人：＿"),
        ("地址：×××", "地址：＿"),
        ("20XX年X月X日", "20＿年＿月＿日"),
        ("名称：{{ buyer.name }}", "名称：＿"),
        ("名称：${buyer}", "名称：＿"),
        ("名称：[填写公司名称]", "名称：＿"),
        ("金额为      元整", "金额为＿元整"),
        ("2026年    月    日", "2026年＿月＿日"),
        ("地址：……", "地址：＿"),
        ("签字：----------", "签字：＿"),
        # no blanks
        ("【30】日", "【30】日"),
        ("XML接口", "XML接口"),
        ("自2026年1月1日起", "自2026年1月1日起"),
        ("以此类推……直至完成", "以此类推……直至完成"),
    ],
)
def test_every_blank_is_one_character(draft: str, read_as: str) -> None:
    assert reading(draft) == read_as


def test_a_form_line_that_trails_off_into_spaces_is_blank() -> None:
    assert reading("地址：            \n电话：123") == f"地址：{BLANK}\n电话：123"


def test_a_wrapped_plain_text_is_joined_into_paragraphs() -> None:
    lines = ["乙方应当按照附件一列明的功能清单完成系统的开发安装调试培训和上线切换工作并且保证系统"] * 24
    text = "第一条 交付\n" + "\n".join(lines) + "稳定运行。\n第二条 付款\n甲方应付款。"
    first, body, second, last = reading(text).split("\n")
    assert (first, second, last) == ("第一条交付", "第二条付款", "甲方应付款。")
    assert body == "".join(lines) + "稳定运行。"


@pytest.mark.parametrize("end", ["，", "、"])
def test_a_line_that_breaks_after_a_comma_goes_on(end: str) -> None:
    assert reading(f"甲方应付款{end}\n乙方应交付。") == f"甲方应付款{end}乙方应交付。"


def test_numbered_lines_are_never_joined() -> None:
    assert (
        reading("一、甲方应付款，\n二、乙方应交付，\n（三）双方应保密")
        == "一、甲方应付款，\n二、乙方应交付，\n（三）双方应保密"
    )


@pytest.mark.parametrize(
    ("draft", "read_as"),
    [
        ("需方：甲公司\n供方：乙公司\n需方付款，供方交付。", "甲方：甲公司\n乙方：乙公司\n甲方付款，乙方交付。"),
        (
            "甲方（供方）：某公司\n乙方（需方）：某厂\n甲方应向乙方交付软件，乙方应付款。",
            "乙方（乙方）：某公司\n甲方（甲方）：某厂\n乙方应向甲方交付软件，甲方应付款。",
        ),
        ("甲方：某厂\n乙方：某公司\n甲乙双方、甲方和乙方双方、买卖双方", "甲方：某厂\n乙方：某公司\n双方、双方、双方"),
    ],
)
def test_the_buyer_is_always_first_party_and_the_vendor_second(draft: str, read_as: str) -> None:
    assert positioned_reading(draft).text == read_as


def test_a_quote_is_the_drafts_own_text() -> None:
    text = "需方：甲公司\n供方：乙公司\n**供 方**应于 2026 年 3 月 31 日前交付，逾期每日按 ０.１％ 支付违约金。"
    view = positioned_reading(text)
    start = view.text.index("乙方应于")
    span = view.span(start, view.text.index("交付") + 2)
    assert span.quote == "供 方**应于 2026 年 3 月 31 日前交付"
    assert span.quote == text[span.start : span.end]
    place = view.text.index("0.1%")
    assert view.span(place, place + 4).quote == "０.１％"


def test_an_offset_of_the_draft_leads_to_its_place_in_the_reading() -> None:
    text = "需方：甲公司\n供方：乙公司\n供方 应 交付，需方应付款。"
    view = positioned_reading(text)
    assert view.offset(text.index("交付")) == view.text.index("交付")
    assert view.text[view.offset(text.index("供方 应")) :].startswith("乙方应交付")


@given(st.sampled_from(HEADS), st.text(st.sampled_from(AWKWARD), max_size=120), st.data())
def test_every_stretch_leads_back_to_the_draft(head: str, tail: str, data: st.DataObject) -> None:
    view = positioned_reading(head + tail)
    source = view.document.text
    size = len(view.text)
    places = sorted(data.draw(st.lists(st.integers(0, size), min_size=2, max_size=8)))
    spans = [view.span(start, end) for start, end in pairwise(places) if start < end]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(source)
        assert span.quote == source[span.start : span.end]
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    assert [span.end for span in spans] == sorted(span.end for span in spans)


@given(st.sampled_from(HEADS), st.text(st.sampled_from(AWKWARD), max_size=120))
def test_pieces_cover_the_reading_in_order_and_copies_are_true(head: str, tail: str) -> None:
    view = positioned_reading(head + tail)
    source = simplified(view.document.text)
    assert len(source) == len(view.document.text)
    pieces = view.pieces
    ends = [*pieces.starts[1:], len(view.text)] if pieces.starts else []
    assert pieces.starts == sorted(pieces.starts)
    assert pieces.starts[:1] in ([], [0])
    for end, start in pairwise(x for pair in zip(pieces.source_starts, pieces.source_ends, strict=True) for x in pair):
        assert end <= start
    made_from = view.before.text if view.before else source
    for index, (start, end) in enumerate(zip(pieces.starts, ends, strict=True)):
        if pieces.same[index]:
            assert made_from[pieces.source_starts[index] : pieces.source_ends[index]] == view.text[start:end]
            assert view.source(start, end)[0] <= view.source(start, end)[1]


@given(st.text(st.sampled_from(AWKWARD), max_size=120))
def test_the_reading_holds_no_mark_it_promises_to_remove(text: str) -> None:
    read_as = read(document(text)).text
    assert not re.search(r"[\t\u3000\xa0\u200b]|__|＿_|\*\*|[０-９Ａ-Ｚａ-ｚ]|[價開發]|[:;()％]", read_as)
    assert not re.search(r"[\u4e00-\u9fff] | [\u4e00-\u9fff]", read_as)


@given(st.text(st.sampled_from(AWKWARD), min_size=1, max_size=120), st.data())
def test_sentences_and_paragraphs_hold_the_offset_they_are_asked_for(text: str, data: st.DataObject) -> None:
    view = read(document(text))
    if not view.text:
        return
    at = data.draw(st.integers(0, len(view.text) - 1))
    start, end = view.paragraph_at(at)
    assert start <= at <= end
    assert "\n" not in view.text[start:end]
    if view.text[at] not in "。；！？\n":
        start, end = view.sentence_at(at)
        assert start <= at < end
        assert not set("。；！？\n") & set(view.text[start:end])

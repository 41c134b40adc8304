from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from mingyue.connectors.report.columns import lines, shorten, width
from mingyue.connectors.report.statement.ask import UnknownIdError
from mingyue.connectors.report.statement.explain import Basis, items
from mingyue.connectors.report.statement.html import html
from mingyue.connectors.report.statement.picture import picture
from mingyue.connectors.report.statement.text import text
from mingyue.connectors.report.statement.view import view
from mingyue.connectors.report.statement.why import why
from mingyue.law import load
from mingyue.ledger.position import Advice, Position, Totals, Why

LAW = load()


def labels(citation: str) -> Basis:
    day = date(2026, 5, 20)
    found = LAW.resolve(citation, day)
    return Basis(LAW.label(citation, day), found.article.text if found else "")


def empty(position: Position) -> Position:
    zero, no = Decimal(0), ()
    lists = {"events": no, "obligations": no, "claims": no, "payments": no, "rights": no, "dates": no, "notices": no}
    advice, totals = Advice(zero, zero, zero, Why("")), Totals(zero, zero, zero, zero, zero, zero)
    return replace(position, **lists, changes=no, proposals=no, transactions=no, advice=advice, totals=totals)


def test_the_statement_begins_with_the_sums(position: Position) -> None:
    lines = text(position).splitlines()
    assert lines[0] == "智联CRM系统采购与实施服务合同（HT-2026-001）"
    assert lines[4:9] == [
        "  合同价款      500,000.00 元    已付          244,000.50 元",
        "  暂扣          150,000.00 元    可付           99,999.50 元",
        "  乙方欠甲方        750.00 元    甲方欠乙方      3,449.98 元",
        "  本次建议支付   99,249.50 元",
        "                可付 99,999.50 − 抵销 750.00 = 99,249.50 元",
    ]


def test_what_is_late_and_what_comes_is_told_by_its_day(position: Position) -> None:
    shown = view(position)
    assert [(task.id, task.left) for task in shown.overdue] == [
        ("P2", "逾期 69 日"),
        ("O-M2-accept", "逾期 34 日"),
        ("O-G-1-resolve", "今天"),
    ]
    assert [(task.id, task.left) for task in shown.soon] == [("D-R-trial", "今天"), ("O-M3-deliver", "还有 21 日")]


def test_a_claim_is_told_with_the_line_that_gives_its_sum(position: Position) -> None:
    assert "M1 逾期交付违约金：500,000.00 × 0.1% × 12 日 = 6,000.00 元" in text(position)
    assert any(
        line.startswith("  P3") and line.endswith("  重大故障 G-1 尚未修复；尚未收到发票")
        for line in text(position).splitlines()
    )


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_line_is_too_wide(position: Position, columns: int) -> None:
    long = replace(position.claims[0], title="很长的请求权" * 30, id="C-" + "x" * 30)
    noted = replace(position.notices[0], text="提示" * 90)
    owed = replace(position.obligations[3], id="O-" + "y" * 30 + "-resolve")
    position = replace(position, claims=(*position.claims, long), notices=(noted,), obligations=(owed,))
    assert max(map(width, text(position, columns=columns).splitlines())) <= columns
    for name in items(position):
        assert max(map(width, why(position, name, labels=labels, columns=columns).splitlines())) <= columns


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(12, 40))
def test_wrapping_keeps_all_words_and_the_width(words: str, columns: int) -> None:
    found = lines(words, columns)
    assert all(width(line) <= columns for line in found)
    printable = "".join(c if c.isprintable() else "" for c in words)
    assert "".join("".join(found).split()) == "".join(printable.split())
    assert width(shorten(words, columns)) <= columns


def test_what_was_recorded_cannot_steer_the_terminal(position: Position) -> None:
    evil = replace(position.obligations[3], title="\x1b[2J\x1b]0;x\x07删\u202e除")
    evil_notice = replace(position.notices[0], text="\x1b[31m红")
    shown = text(replace(position, obligations=(evil,), notices=(evil_notice,)), colour=False)
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_why_tells_everything_behind_a_claim(position: Position) -> None:
    assert why(position, "C-M1-late", labels=labels) == (
        "请求权 C-M1-late：M1 逾期交付违约金\n"
        "  类别    逾期交付违约金\n"
        "  双方    乙方欠甲方\n"
        "  金额    6,000.00 元\n"
        "  已抵销  6,000.00 元\n"
        "  余额    0.00 元\n"
        "\n算式\n"
        "  基数：合同总价 500,000.00 元\n"
        "  500,000.00 × 0.1% × 12 日 = 6,000.00 元\n"
        "  上限：500,000.00 × 20% = 100,000.00 元，未超过\n"
        "\n条款\n"
        "  违约责任与争议解决·乙方逾期交付\n"
        "  原文「每逾期一日按合同总价千分之一支付违约金」（第十条）\n"
        "\n事件\n"
        "  E1  2026-01-10  合同签署（周敏 记录）\n"
        "  E4  2026-02-21  交付：里程碑 M1；交付物 《系统部署报告》；备注 含管理员账号（周敏 记录）\n"
        "\n依据\n"
        + "\n".join(lines(f"{labels('民法典:585').label}：{labels('民法典:585').text}", 100, "    ", "  "))
        + "\n"
        + "\n".join(lines(f"{labels('指南:三.10').label}：{labels('指南:三.10').text}", 100, "    ", "  "))
        + "\n"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("P3", "条件：收到等额发票                未满足，尚未收到发票"),
        ("O-G-1-resolve", "到期    2026-05-20 06:10"),
        ("R-trial", "行使期间  2026-04-20 起，至 2026-05-20（含当日）"),
        ("D-term-end", "日期  2029-04-20"),
        ("N-60", "级别  注意"),
    ],
)
def test_why_explains_every_kind_of_result(position: Position, name: str, said: str) -> None:
    assert said in why(position, name, labels=labels)


def test_a_sum_that_was_rounded_is_told_with_its_formula(position: Position) -> None:
    claim = position.claims[0]
    steps = ("333,333.33 × 0.1% × 12 日 = 4,000.0000", "四舍五入到分：4,000.00")
    rounded = replace(claim, amount=Decimal("4000.00"), why=replace(claim.why, formula=steps))
    assert f"{claim.title}：{steps[0]}\n" in text(replace(position, claims=(rounded,)))


def test_why_explains_events_and_changes(position: Position) -> None:
    event = position.events[0]
    told = why(position, event.id, labels=labels)
    assert told.startswith(f"事件 {event.id}：{event.content.title}\n")
    assert "用于      " in told
    change = position.changes[0]
    told = why(position, change.id, labels=labels)
    assert told.startswith(f"变更 {change.id}：{change.subject}\n")
    assert "改为" in told
    with pytest.raises(UnknownIdError, match=r"^截至 2026-05-20 的台账里没有 E99"):
        why(position, "E99", labels=labels)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("c-m1-lat", "没有编号 c-m1-lat：相近的有 C-M1-late、"),
        ("trial", "R-trial"),
        ("完全不像", "没有编号 完全不像：现有的编号有 O-M1-deliver、"),
    ],
)
def test_an_unknown_id_names_near_ones(position: Position, name: str, said: str) -> None:
    with pytest.raises(UnknownIdError) as caught:
        why(position, name, labels=labels)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_position_has_a_statement_too(position: Position) -> None:
    bare = empty(position)
    assert "本次建议支付" in text(bare)
    assert picture(bare) is None
    assert "没有分期付款" in html(bare, labels=labels)
    with pytest.raises(UnknownIdError, match="还没有可以解释的内容"):
        why(bare, "P1", labels=labels)


def test_the_page_is_self_contained_and_everything_is_escaped(position: Position) -> None:
    page = html(position, labels=labels)
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //*[@src] | //@onclick | //@onerror")
    assert "<script>alert" not in page
    assert '=1+1;<script>alert("甲")</script>' in tree.text_content()
    assert all(href.startswith("#") for href in tree.xpath("//a/@href"))
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]


def test_the_page_explains_each_result_and_every_link_arrives(position: Position) -> None:
    tree = lxml_html.document_fromstring(html(position, labels=labels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href")} <= set(ids)
    for name in items(position):
        (details,) = tree.xpath(f"//details[@id='{name}']")
        assert details.xpath(".//div[@class='why']")
    claim = tree.xpath("//details[@id='C-M1-late']")[0].text_content()
    assert "500,000.00 × 0.1% × 12 日 = 6,000.00 元" in claim
    assert "《民法典》第585条" in claim


def test_the_picture_shows_plan_and_course(position: Position) -> None:
    drawn = picture(position)
    assert drawn is not None
    first = drawn.lines[0]
    assert [dot.title for dot in first.dots] == ["应交付 2026-02-09", "交付 2026-02-21", "验收合格 2026-02-27"]
    assert [bar.tone for bar in first.bars] == ["late", "wait"]
    assert first.bars[0].start == first.dots[0].place
    assert first.bars[0].start + first.bars[0].length == pytest.approx(first.dots[1].place)
    assert all(0 < dot.place < 100 for line in drawn.lines for dot in line.dots)
    assert 0 < drawn.today < 100
    assert len(drawn.ticks) <= 6

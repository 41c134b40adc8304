"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest
import word_builder as b

from mingyue.connectors.word import read
from mingyue.connectors.word.numerals import FORMATS, shown


@pytest.mark.parametrize(
    ("fmt", "values", "expected"),
    [
        ("decimal", (1, 12), "1 12"),
        ("decimalZero", (3, 12), "03 12"),
        ("decimalFullWidth", (12,), "１２"),
        ("decimalEnclosedCircle", (1, 20, 21, 50, 51), "① ⑳ ㉑ ㊿ 51"),
        ("decimalEnclosedParen", (1, 21), "⑴ 21"),
        ("lowerLetter", (1, 26, 27, 53), "a z aa aaa"),
        ("upperRoman", (4, 9, 1994), "IV IX MCMXCIV"),
        ("lowerRoman", (3,), "iii"),
        ("chineseCounting", (1, 10, 11, 20, 99, 100, 101), "一 十 十一 二十 九十九 一○○ 一○一"),
        (
            "chineseCountingThousand",
            (10, 19, 100, 101, 110, 1001, 10000, 20100),
            "十 十九 一百 一百零一 一百一十 一千零一 一万 二万零一百",
        ),
        ("taiwaneseCountingThousand", (101, 12000), "一百〇一 一萬二千"),
        ("ideographDigital", (10, 25), "一〇 二五"),
        ("japaneseCounting", (10, 110, 1001), "十 百十 千一"),
        ("chineseLegalSimplified", (10, 25, 105), "壹拾 贰拾伍 壹佰零伍"),
        ("ideographTraditional", (1, 10, 11), "甲 癸 11"),
        ("ideographZodiac", (1, 12), "子 亥"),
        ("ideographZodiacTraditional", (1, 13), "甲子 丙子"),
        ("ordinal", (1, 2, 3, 11, 23), "1st 2nd 3rd 11th 23rd"),
        ("numberInDash", (5,), "- 5 -"),
        ("thaiNumbers", (5,), "5"),
    ],
)
def test_a_format_shows_its_signs(fmt: str, values: tuple[int, ...], expected: str) -> None:
    assert " ".join(shown(value, fmt) for value in values) == expected


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_no_value_breaks_a_format_or_makes_a_long_text(fmt: str) -> None:
    assert all(len(shown(value, fmt)) <= 40 for value in (-1, 0, 1, 99, 100, 9999, 10_000, 32_767, 2_000_000))


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    parts = {"numbering": numbering} | ({"styles": b.styles(styles)} if styles else {})
    return [block.number for block in read(b.docx(body, parts)).blocks]


OUTLINE = (
    b.level(0, "chineseCounting", "第%1条"),
    b.level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
    b.level(2, "decimal", "（%3）"),
)


def items(*levels: int, num: int = 1) -> str:
    return "".join(b.para("文", num=(num, ilvl)) for ilvl in levels)


def test_levels_count_restart_and_show_legal_figures() -> None:
    expected = ["第一条", "1.1", "1.2", "（1）", "（2）", "第二条", "2.1", "（1）"]
    assert numbers(items(0, 1, 1, 2, 2, 0, 1, 2), b.numbering(*OUTLINE)) == expected


def test_a_level_may_run_on_across_the_one_above() -> None:
    running = (OUTLINE[0], b.level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
    assert numbers(items(0, 1, 1, 0, 1), b.numbering(*running)) == ["第一条", "1.", "2.", "第二条", "3."]


def test_lists_on_the_same_abstract_list_run_on_unless_they_override_the_start() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    numbering = b.numbering(b.level(0, "decimal", "%1."), nums=nums)
    body = items(0, 0) + items(0, num=2) + items(0, 0, num=3)
    assert numbers(body, numbering) == ["1.", "2.", "3.", "5.", "6."]


def test_an_override_may_replace_the_level() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        f"{b.level(0, 'upperLetter', '%1)', start=3)}</w:lvlOverride></w:num>"
    )
    assert numbers(items(0, 0), b.numbering(*OUTLINE, nums=nums)) == ["C)", "D)"]


def test_numbering_comes_through_styles_and_their_ancestors() -> None:
    linked = (
        b.level(0, "decimal", "%1", more='<w:pStyle w:val="one"/>'),
        b.level(1, "decimal", "%1.%2", more='<w:pStyle w:val="two"/>'),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="two"><w:basedOn w:val="one"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="three"><w:basedOn w:val="two"/></w:style>'
    )
    body = b.para("章", style="one") + b.para("节", style="two") + b.para("节", style="three")
    body += b.para("无", style="one", properties='<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers(body, b.numbering(*linked), styles) == ["1", "1.1", "1.2", ""]


def test_a_list_style_leads_to_the_real_list() -> None:
    link = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = b.numbering(OUTLINE[0], nums=nums, more=link)
    assert numbers(items(0, 0, num=2), numbering, styles) == ["第一条", "第二条"]


def test_what_follows_the_number_and_a_number_alone() -> None:
    levels = (
        b.level(0, "decimal", "%1、", suff="nothing"),
        b.level(1, "decimal", "%2.", suff="space"),
        b.level(2, "bullet", "\uf0b7"),
    )
    data = b.docx(items(0, 1, 2) + b.para(num=(1, 1)), {"numbering": b.numbering(*levels)})
    assert read(data).text == "1、文\n1. 文\n• 文\n2."


def test_a_hidden_paragraph_counts_and_a_deleted_one_does_not() -> None:
    hidden, deleted = b.para(num=(1, 0), mark="<w:vanish/>"), b.para(b.dele("删"), num=(1, 0), mark=b.mark("del"))
    body = items(0) + hidden + items(0, 1) + deleted + items(0)
    assert numbers(body, b.numbering(*OUTLINE)) == ["第一条", "第三条", "3.1", "第四条"]


def test_a_level_used_before_the_one_above_shows_the_start_of_that() -> None:
    assert numbers(items(1, 0), b.numbering(*OUTLINE)) == ["1.1", "第二条"]


def test_a_list_that_the_file_does_not_define_numbers_nothing() -> None:
    assert numbers(items(0, num=9), b.numbering(*OUTLINE)) == [""]

"""A contract tree as a Word file: what a person, python-docx and our own reader find in it."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import docx
import pytest
from contract_sample import BUYER, CREATED, REQUIREMENTS, TITLE, VENDOR, sample
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mingyue.connectors import word
from mingyue.connectors.word import compose, read
from mingyue.connectors.word.compose_pages import Piece, lines, pages
from mingyue.drafting.tree import (
    Annex,
    Article,
    Clause,
    Cover,
    Draft,
    Form,
    Paragraph,
    Signatory,
    Table,
    printable,
)

DATA = compose(sample(), created=CREATED)
TEXT = read(DATA).text
LINES = TEXT.split("\n")
FILE = docx.Document(io.BytesIO(DATA))


def made(*parts, annexes=(), signatories=()) -> Draft:
    return Draft(Cover("合同", ""), (), parts, signatories, tuple(annexes))


def lines_of(draft: Draft) -> list[str]:
    return read(compose(draft, created=CREATED)).text.split("\n")


def part(name: str, data: bytes = DATA) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def test_articles_clauses_and_items_carry_the_numbers_that_word_shows():
    at = LINES.index("第四条 付款")
    assert LINES[at + 1] == "1. 甲方按下列节点付款："
    assert LINES[at + 2].startswith("（一）本合同生效")
    assert LINES[at + 4].startswith("（三）终验合格")
    assert LINES[at + 5].startswith("2. 乙方应在每次付款前")
    assert "第十四条 争议解决与其他" in LINES


def test_numbers_are_automatic_and_not_typed():
    assert not [p.text for p in FILE.paragraphs if re.match(r"第.{1,3}条 [^\t]*$|\d+\.\d|（一）", p.text)]


def test_each_annex_starts_its_numbers_again():
    at = LINES.index("附件三 《里程碑与服务水平》")
    assert LINES[at + 1 : at + 3] == ["第一条 里程碑", "1. 需求确认：生效之日起15日内。"]
    assert LINES[at + 4 : at + 8] == [
        "（一）数据迁移演练两次；",
        "（二）关键用户考试，通过率不低于90%。",
        "第二条 服务水平",
        "1. 故障分级与时限如下：",
    ]
    twice = [Annex(name, (Article("甲"), Clause("乙"), Clause("丙", 2))) for name in ("子", "丑")]
    found = [line for line in lines_of(made(Article("正文"), Clause("款"), annexes=twice)) if "\t" not in line]
    assert [line for line in found if line.startswith(("第", "附", "1", "（"))] == [
        "第一条 正文",
        "1. 款",
        *("附件一 《子》", "第一条 甲", "1. 乙", "（一）丙"),
        *("附件二 《丑》", "第一条 甲", "1. 乙", "（一）丙"),
    ]


def test_clauses_without_an_article_count_on_their_own():
    at = LINES.index("附件五 《变更单（格式）》")
    assert LINES[at + 1 : at + 5] == [
        "1. 本变更单经双方签字盖章后生效。",
        "2. 变更内容：",
        "（一）范围；",
        "（二）价款与工期。",
    ]


def test_a_title_that_has_its_marks_gets_no_second_pair():
    assert "附件一 《清单》" in lines_of(made(annexes=[Annex("《清单》", ())]))


def test_tables_and_forms_read_as_rows():
    assert "编号 | 模块 | 需求 | 验收标准 | 优先级 | 负责人 | 备注" in LINES
    assert all(" | ".join(row) in LINES for row in REQUIREMENTS.rows)
    assert {"验收结论 | ", "验收依据 | 附件一需求清单及验收标准"} <= set(LINES)


def test_the_table_of_contents_is_filled_in_and_links_to_its_headings():
    entries = [line.split("\t") for line in LINES if "\t" in line]
    assert [label for label, _ in entries][:2] == ["第一条 定义与解释", "第二条 软件与授权"]
    assert [label for label, _ in entries][-1] == "附件五 《变更单（格式）》"
    assert [label for label, _ in entries] == [line for line in LINES if line in {label for label, _ in entries}]
    numbers = [int(page) for _, page in entries]
    assert numbers == sorted(numbers)
    body = etree.fromstring(part("word/document.xml"))
    marks = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    links = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    assert len(links) == len(entries)
    assert set(links) == marks
    assert b"updateFields" not in part("word/settings.xml")


def test_headings_have_the_styles_that_navigation_knows():
    levels = {p.text: p.style.name for p in FILE.paragraphs if p.style.name.startswith("Heading") or p.style.name == "附件标题"}  # fmt: skip
    assert levels["付款"] == "Heading 1"
    assert levels["里程碑"] == "Heading 2"
    assert levels["《费用明细表》"] == "附件标题"
    blocks = {TEXT[b.start : b.end]: b.level for b in read(DATA).blocks}
    assert (blocks["第四条 付款"], blocks["附件二 《费用明细表》"], blocks["第一条 里程碑"]) == (0, 0, 1)
    assert {p.style.name for p in FILE.paragraphs} <= {style.name for style in FILE.styles}


def test_tables_repeat_their_head_and_keep_their_rows_whole():
    wide = next(table for table in FILE.tables if len(table.columns) == 7)
    rows = [row._tr.trPr for row in wide.rows]
    assert rows[0].find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:tblHeader")) is None for row in rows[1:])
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert sum(column.width for column in wide.columns) == docx.shared.Twips(8640)


def test_the_signature_block_has_both_sides_and_stays_together():
    assert f"甲方（盖章）：{BUYER} | 乙方（盖章）：{VENDOR}" in LINES
    assert "日期：　　　　年　　月　　日 | 日期：　　　　年　　月　　日" in LINES
    block = next(table for table in FILE.tables if BUYER in table.cell(0, 0).text)
    assert {p.style.style_id for row in block.rows for cell in row.cells for p in cell.paragraphs} == {"Signature"}
    assert FILE.styles["Signature"].paragraph_format.keep_with_next
    sides = tuple(Signatory(label, label * 2) for label in "甲乙丙")
    assert "丙（盖章）：丙丙 | " in lines_of(made(Paragraph("完"), signatories=sides))


def test_the_last_clause_stands_on_the_page_of_the_signatures():
    both = tuple(Signatory(label, label * 2) for label in "甲乙")
    data = compose(made(Article("题"), Clause("前款"), Clause("末款"), signatories=both), created=CREATED)
    kept = {p.text: p.paragraph_format.keep_with_next for p in docx.Document(io.BytesIO(data)).paragraphs}
    assert (kept["前款"], kept["末款"]) == (None, True)
    assert "甲（盖章）：甲甲 | 乙（盖章）：乙乙" in lines_of(made(signatories=both))


def test_a_long_title_leaves_room_for_the_lines_of_the_cover():
    def down(title: str) -> int:
        cover = Cover(title, "", (("甲方", "一"), ("乙方", "二")))
        file = docx.Document(io.BytesIO(compose(replace(made(), cover=cover), created=CREATED)))
        first, second = (p.paragraph_format.space_before for p in file.paragraphs if p.style.style_id == "CoverLine")
        assert second is None
        return first.twips

    assert down("合同") == 3200
    assert down("合同" * 20) == 3200 - 2 * 800
    assert down("合同" * 100) == 600


def test_cover_header_and_footer():
    assert LINES[:3] == ["合同编号：HDZZ-IT-2026-0302", TITLE, f"甲方：{BUYER}"]
    assert LINES[-1] == f"{TITLE}　HDZZ-IT-2026-0302"
    first, second = FILE.sections
    assert first.different_first_page_header_footer
    assert not second.different_first_page_header_footer
    assert second.footer.paragraphs[0].text == "第 1 页 共 1 页"
    assert (FILE.core_properties.title, FILE.core_properties.created) == (TITLE, CREATED)


def test_an_empty_contract_is_a_file_all_the_same():
    assert lines_of(made())[0] == "合同"


def test_the_same_contract_gives_the_same_bytes():
    assert word.compose(sample(), created=CREATED) == DATA
    assert compose(sample(), created=CREATED.astimezone(timezone(timedelta(hours=8)))) == DATA
    assert compose(sample(), created=datetime(2027, 1, 1, tzinfo=UTC)) != DATA


def test_two_tables_do_not_grow_together():
    table = Table(("甲",), (("乙",),), (1,))
    file = docx.Document(io.BytesIO(compose(made(table, table, Form((("丙", ""),))), created=CREATED)))
    assert [len(table.rows) for table in file.tables] == [2, 2, 1]


def test_markup_and_controls_in_a_text_stay_text():
    evil = '</w:t><w:br/> & "x" \x00\x08\x1b\ufffe\ud800\u202e\u2028\n尾'
    found = lines_of(
        replace(
            made(Article(evil), Clause(evil), Table((evil,), ((evil,),), (1,)), annexes=[Annex(evil, ())]), header=evil
        )
    )
    plain = '</w:t><w:br/> & "x"  尾'
    assert f"1. {plain}" in found
    assert [line for line in found if plain not in line and line not in {"合同", "目　录", ""}] == []


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_whole_file_that_says_it(words, more):
    draft = made(Article("题" + words), Clause("款" + more), Paragraph("段" + words), Form((("项", "值" + more),)))
    text = read(compose(draft, created=CREATED)).text
    for said in ("第一条 题" + words, "1. 款" + more, "段" + words, "项 | 值" + more):
        assert printable(said).rstrip(" ") in text


def test_lines_are_counted_with_brackets_and_marks_where_word_puts_them():
    assert [lines("字" * count, 24, 8640) for count in (0, 36, 37, 73)] == [1, 1, 2, 3]
    assert lines("字" * 36, 24, 8640, 480) == 2
    assert lines("字" * 36 + "。", 24, 8640) == 1
    assert lines("字" * 35 + "》》", 24, 8640) == 2
    assert lines("字" * 34 + "word", 24, 8640) == 2


def test_a_heading_goes_to_the_page_of_its_text():
    body = Piece("", (480,) * 28)
    heading = Piece("", (400,), keep=True, entry=1)
    assert pages([body, heading, Piece("", (480,))], 3) == {1: 4}
    assert pages([body, replace(heading, keep=False), Piece("", (480,))], 3) == {1: 3}
    assert pages([body, replace(heading, fresh=True)], 3) == {1: 4}


def office_pages(data: bytes, folder: Path) -> list[str]:
    """The text of each page as LibreOffice sets it, without blanks."""
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        message = "LibreOffice or pdftotext is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    (folder / "a.docx").write_bytes(data)
    office = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "a.docx",
    ]
    subprocess.run(office, cwd=folder, check=True, capture_output=True, timeout=120)
    shown = subprocess.run(
        ["pdftotext", "-layout", "a.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    )
    return ["".join(page.split()) for page in shown.stdout.split("\f")]


@pytest.mark.office
def test_libreoffice_shows_each_comma_at_the_end_of_a_line(tmp_path):
    clauses = (Clause(f"{'字' * count}，尾") for count in range(28, 40))
    text = "".join(office_pages(compose(made(Article("题"), *clauses), created=CREATED), tmp_path))
    assert text.count("，") == 12


@pytest.mark.office
def test_libreoffice_finds_the_headings_on_the_pages_of_the_contents(tmp_path):
    """One page of difference is allowed: the fonts of the machine that tests are not those of the file."""
    texts = office_pages(DATA, tmp_path)
    for line in LINES:
        if "\t" in line:
            label, page = "".join(line.split("\t")[0].split()), int(line.split("\t")[1])
            real = next(number for number, text in enumerate(texts, 1) if label in text and number > 2)
            assert abs(real - page) <= 1, label
            assert f"{label}....." in texts[1]
            assert re.search(rf"{re.escape(label)}\.+{page}", texts[1])
    assert texts[0].startswith("合同编号")
    assert "第1页" not in texts[0]
    assert f"第3页共{len(texts) - 1}页" in texts[2]

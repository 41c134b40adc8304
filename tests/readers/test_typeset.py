"""A contract tree as PDF: the words, the fonts, the pages."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "word"))
from contract_sample import BUYER, CREATED, TITLE, VENDOR, sample

from mingyue.connectors import typeset
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
)

pytest.importorskip("typst")
pytest.importorskip("pylopdf_fonts_zh_cn")


def made(*parts, annexes=()) -> Draft:
    return Draft(Cover("合同", ""), (), parts, (), tuple(annexes))


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    with closing(pypdfium2.PdfDocument(io.BytesIO(data))) as file:
        return [page.get_textpage().get_text_bounded() for page in file]


def words(draft: Draft) -> list[str]:
    """All that the tree says."""
    found = [draft.cover.title, draft.cover.number, *(word for line in draft.cover.lines for word in line)]
    for part in (*draft.opening, *draft.body, *(part for annex in draft.annexes for part in (annex, *annex.parts))):
        match part:
            case Article() | Annex():
                found.append(part.title)
            case Clause() | Paragraph():
                found.append(part.text)
            case Table():
                found.extend(cell for row in (part.head, *part.rows) for cell in row)
            case Form():
                found.extend(cell for row in part.rows for cell in row)
    return found


def chinese(text: str) -> Counter[str]:
    return Counter(char for char in text if "一" <= char <= "鿿")


@pytest.fixture(scope="module")
def data() -> bytes:
    return typeset.pdf(sample(), created=CREATED)


@pytest.fixture(scope="module")
def pages(data: bytes) -> list[str]:
    return ["".join(page.split()) for page in texts(data)]


def test_every_chinese_character_of_the_contract_can_be_read_back(data):
    missing = chinese("".join(words(sample()))) - chinese("".join(texts(data)))
    assert missing == Counter()


def test_numbers_stand_in_front_of_their_texts(pages):
    text = "".join(pages[2:])
    assert "第四条付款1.甲方按下列节点付款：（一）本合同生效" in text
    assert "第十四条争议解决与其他1.因本合同" in text
    assert "附件三《里程碑与服务水平》第一条里程碑1.需求确认" in text
    assert "附件五《变更单（格式）》1.本变更单经双方签字盖章后生效。2.变更内容：（一）范围；（二）价款与工期。" in text


def test_the_table_of_contents_tells_the_pages(pages):
    contents = pages[1]
    for label in (
        "第一条定义与解释",
        "第十四条争议解决与其他",
        "附件一《需求清单与验收标准》",
        "附件五《变更单（格式）》",
    ):
        page = next(number for number, text in enumerate(pages, 1) if number > 2 and label in text)
        assert contents.partition(label)[2].lstrip(".").startswith(str(page))


def test_cover_header_footer_signatures(pages):
    assert pages[0].startswith("合同编号：HDZZ-IT-2026-0302")
    assert "页共" not in pages[0]
    for number, text in enumerate(pages[1:], 2):
        assert f"第{number}页共{len(pages)}页" in text
        assert f"{TITLE}HDZZ-IT-2026-0302" in text
    signed = next(text for text in pages if "甲方（盖章）：" in text)
    assert all(name in signed for name in (BUYER[:10], VENDOR[:10], "法定代表人或授权代表（签字）：", "日期："))


def test_a_long_table_repeats_its_head(pages):
    assert sum("编号模块需求验收标准优先级负责人备注" in text for text in pages) == 2


def test_the_fonts_are_inside_the_file(data, tmp_path):
    if not shutil.which("pdffonts"):
        pytest.skip("pdffonts is not installed")
    (tmp_path / "a.pdf").write_bytes(data)
    shown = subprocess.run(["pdffonts", "a.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    fonts = shown.splitlines()[2:]
    assert {font.split()[0].partition("+")[2].partition("-")[0] for font in fonts} == {"NotoSerifSC", "NotoSansSC"}
    assert all(" yes yes yes " in font for font in fonts)


def test_the_same_contract_gives_the_same_bytes(data):
    assert typeset.pdf(sample(), created=CREATED) == data
    assert typeset.pdf(sample(), created=datetime(2027, 1, 1, tzinfo=UTC)) != data


def test_a_text_is_never_markup():
    evil = '#import "x" *粗* _斜_ $x^2$ = 标题 <label> @引用 // 注 \\ ` [a](b) \x00\u202e\n尾'
    draft = made(Article(evil), Clause(evil), Table((evil,), ((evil,),), (1,)), annexes=[Annex(evil, ())])
    text = "".join("".join(texts(typeset.pdf(replace(draft, header=evil), created=CREATED))).split())
    assert text.count('#import"x"*粗*_斜_$x^2$=标题<label>@引用//注\\`[a](b)尾') >= 5


@pytest.mark.parametrize(("char", "code"), [("😀", "U+1F600"), ("𠮷", "U+20BB7"), ("ก", "U+0E01"), ("☑", "U+2611")])
def test_a_character_without_a_glyph_is_named_and_not_lost(char, code):
    with pytest.raises(typeset.Unprintable) as caught:
        typeset.pdf(made(Paragraph(f"联系人为张{char}先生")), created=CREATED)
    assert f"没有“{char}”（{code}）" in str(caught.value)
    assert f"“联系人为张{char}先生”" in str(caught.value)


def test_rare_characters_that_the_fonts_have_are_set():
    rare = "㐂囧龘〇□■●①㎡℃‰≥≤《》〔〕￥€"
    assert rare in "".join(texts(typeset.pdf(made(Paragraph(rare)), created=CREATED)))


def test_a_cell_longer_than_a_page_and_a_word_wider_than_its_column_are_kept():
    cell, word = "甲乙丙丁戊己庚辛壬癸" * 150, "https://example.com/" + "a1b2" * 20
    table = Table(("序", "说明"), ((word, cell),), (10, 90))
    data = typeset.pdf(made(table, Paragraph(word)), created=CREATED)
    assert chinese("".join(texts(data)))["癸"] == 150
    with closing(pypdfium2.PdfDocument(io.BytesIO(data))) as file:
        page = file[1].get_textpage()
        rights = [page.get_charbox(at)[2] for at in range(page.count_chars())]
    assert max(rights) < 595 - 81


def test_without_typst_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(typeset.Missing, match=r"生成 PDF 需要 .*：pip install 'mingyue\[pdf\]'"):
        typeset.pdf(sample(), created=CREATED)


def test_signatures_of_three_sides_and_an_empty_contract():
    sides = tuple(Signatory(label, label * 2) for label in "甲乙丙")
    text = "".join(texts(typeset.pdf(replace(made(), signatories=sides), created=CREATED)))
    assert all(f"{side.label}（盖章）：{side.name}" in text for side in sides)
    assert "目" not in text


def test_the_last_clause_stands_on_the_page_of_the_signatures():
    sides = tuple(Signatory(label, label * 2) for label in "甲乙")
    for count in range(18, 26):  # around the end of a page
        draft = replace(made(*(Clause(f"第{number}款") for number in range(count))), signatories=sides)
        signed = next(page for page in texts(typeset.pdf(draft, created=CREATED)) if "（盖章）" in page)
        assert f"第{count - 1}款" in "".join(signed.split())
    assert "甲（盖章）：甲甲" in "".join(texts(typeset.pdf(replace(made(), signatories=sides), created=CREATED)))


def test_a_row_that_is_longer_than_a_page_loses_nothing():
    table = Table(("编号", "模块", "说明"), (("1", "长" * 600, "短"), ("2", "末", "尾")), (20, 12, 68))
    data = typeset.pdf(made(table), created=CREATED)
    found = "".join(texts(data))
    assert (found.count("长"), found.count("尾")) == (600, 1)
    with closing(pypdfium2.PdfDocument(io.BytesIO(data))) as file:
        pages = [page.get_textpage() for page in file]
        assert min(page.get_charbox(at)[1] for page in pages for at in range(page.count_chars())) > 0

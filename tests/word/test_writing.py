"""What a redline looks like inside the file: marks, comments, untouched parts; judged by python-docx and python-redlines too."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import docx as python_docx
import pytest
import word_builder as b
from lxml import etree
from word_judges import W, ids, settle

from mingyue.connectors.word import read, write
from mingyue.redline.revision import Revision

DATE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
US = "明约"


def redline(data: bytes, *revisions: Revision) -> bytes:
    return write(data, revisions, US, DATE)


def of(data: bytes, quote: str) -> tuple[int, int]:
    start = read(data).text.index(quote)
    return start, start + len(quote)


def body(data: bytes) -> etree._Element:
    return etree.fromstring(b.entries_of(data)["word/document.xml"])


def settled(data: bytes) -> tuple[str, str]:
    return read(settle(data, US, accept=True)).text, read(settle(data, US, accept=False)).text


def test_a_replacement_keeps_the_formatting_of_what_it_replaces() -> None:
    data = b.docx(b.para(b.run("甲方应于"), b.run("三十", "<w:b/><w:color w:val='FF0000'/>"), b.run("日内付款。")))
    out = redline(data, Revision("replace", *of(data, "三十"), "十五"))
    inserted = body(out).find(f".//{W}ins/{W}r")
    assert [node.tag for node in inserted[0]] == [W + "b", W + "color"]
    assert inserted.findtext(W + "t") == "十五"
    assert settled(out) == ("甲方应于十五日内付款。", "甲方应于三十日内付款。")


def test_marks_carry_author_and_date_and_ids_that_the_file_does_not_use() -> None:
    data = b.docx(b.para("甲", b.ins(b.run("乙"), number=1), "丙") + b.para("丁"))
    out = redline(data, Revision("replace", *of(data, "丙"), "戊"), Revision("delete", *of(data, "丁")))
    ours = [node for node in body(out).iter(W + "ins", W + "del") if node.get(W + "author") == US]
    assert {node.get(W + "date") for node in ours} == {"2026-11-23T08:30:00Z"}
    assert len(ids(out)) == len(set(ids(out))) == 4


def test_our_deletion_of_an_earlier_insertion_stands_inside_it() -> None:
    data = b.docx(b.para("前", b.ins(b.run("三十日内") + b.run("付清")), "后"))
    out = redline(data, Revision("replace", *of(data, "十日"), "五日"))
    wrappers = list(body(out).iter(W + "del"))
    assert [node.getparent().get(W + "author") for node in wrappers] == ["前人"]
    assert all(node.getparent().tag == W + "p" for node in body(out).iter(W + "ins"))
    assert settled(out) == ("前三五日内付清后", "前三十日内付清后")
    theirs_rejected = settle(settle(out, US, accept=False), None, accept=False)
    assert read(theirs_rejected).text == "前后"


def test_a_deleted_paragraph_leaves_no_empty_line() -> None:
    data = b.docx(b.para("第一条", num=None) + b.para("第二条") + b.para("第三条"))
    out = redline(data, Revision("delete", *of(data, "第二条")))
    assert settled(out) == ("第一条\n第三条", "第一条\n第二条\n第三条")


def test_a_deleted_paragraph_with_a_picture_keeps_its_place() -> None:
    data = b.docx(b.para("图一：", "<w:r><w:drawing/></w:r>") + b.para("后"))
    out = redline(data, Revision("delete", *of(data, "图一：")))
    assert settled(out)[0] == "\n后"


def test_new_paragraphs_take_part_in_the_numbering_or_not() -> None:
    parts = {"numbering": b.numbering(b.level(0, "chineseCounting", "第%1条"))}
    data = b.docx(b.para("付款", num=(1, 0)) + b.para("验收", num=(1, 0)) + b.para("尾"), parts)
    start, end = of(data, "付款")
    counted = redline(data, Revision("insert", start, end, "保密\n培训"))
    assert settled(counted) == ("第一条 付款\n第二条 保密\n第三条 培训\n第四条 验收\n尾", read(data).text)
    plain = redline(data, Revision("insert", start, end, "说明：", numbered=False))
    assert settled(plain) == ("第一条 付款\n说明：\n第二条 验收\n尾", read(data).text)


def test_a_deleted_paragraph_with_new_ones_in_its_place() -> None:
    data = b.docx(b.para("第一条") + b.para("旧") + b.para("第三条"))
    start, end = of(data, "旧")
    revisions = (
        Revision("insert", start, start, "新一"),
        Revision("delete", start, end),
        Revision("insert", end, end, "新二"),
    )
    assert settled(redline(data, *revisions)) == ("第一条\n新一\n新二\n第三条", "第一条\n旧\n第三条")


def test_a_paragraph_after_the_last_one_of_a_section_cell_or_file() -> None:
    parts = {"numbering": b.numbering(b.level(0, "decimal", "%1."))}
    section = "<w:sectPr><w:pgSz w:w='1'/></w:sectPr>"
    content = b.para("章末", num=(1, 0), properties=section) + b.table(b.row("格", "邻")) + b.para("文末", num=(1, 0))
    data = b.docx(content, parts)
    revisions = [
        Revision("insert", of(data, word)[0], of(data, word)[1], "新", numbered=False)
        for word in ("章末", "格", "文末")
    ]
    out = redline(data, *revisions)
    assert settled(out) == ("1. 章末\n新\n格 新 | 邻\n2. 文末\n新", "1. 章末\n格 | 邻\n2. 文末")
    original, rejected = body(data), body(settle(out, US, accept=False))
    kept = [etree.tostring(node, method="c14n", exclusive=True) for node in original.iter(W + "pPr")]
    assert [
        etree.tostring(node, method="c14n", exclusive=True) for node in rejected.iter(W + "pPr") if len(node)
    ] == kept


def test_a_field_goes_with_its_instruction_when_all_of_its_result_goes() -> None:
    data = b.docx(b.para("按第", b.field("REF _x \\h", "三"), "条执行。"))
    whole = redline(data, Revision("replace", *of(data, "第三条"), "第五条"))
    assert [node.text for node in body(whole).iter(W + "delInstrText")] == ["REF _x \\h"]
    assert list(body(settle(whole, US, accept=True)).iter(W + "fldChar")) == []
    assert body(settle(whole, US, accept=False)).findtext(f".//{W}instrText") == "REF _x \\h"
    beside = redline(data, Revision("replace", *of(data, "执行"), "办理"))
    assert list(body(beside).iter(W + "delInstrText")) == []


def test_a_range_that_begins_in_the_automatic_number_is_clipped() -> None:
    parts = {"numbering": b.numbering(b.level(0, "decimal", "%1."))}
    data = b.docx(b.para("验收合格后付款", num=(1, 0)) + b.para("尾"), parts)
    out = redline(data, Revision("replace", 0, 5, "到货"))
    assert settled(out) == ("1. 到货合格后付款\n尾", "1. 验收合格后付款\n尾")


def test_text_goes_into_an_empty_cell_and_an_empty_paragraph() -> None:
    data = b.docx(b.table(b.row("金额", "")) + b.para() + b.para("尾"))
    text = read(data).text
    revisions = Revision("replace", 5, 5, "一百元"), Revision("replace", 6, 6, "空行")
    assert text == "金额 | \n\n尾"
    assert settled(redline(data, *revisions)) == ("金额 | 一百元\n空行\n尾", text)


def test_a_ticked_box_of_a_symbol_font_becomes_plain_text() -> None:
    box = b.run("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>')
    data = b.docx(b.para(box, "同意"))
    assert read(data).text == "☑同意"
    out = redline(data, Revision("replace", 0, 1, "□"))
    assert settled(out) == ("□同意", "☑同意")


def test_comments_are_added_to_those_that_are_there() -> None:
    old = f'<w:comments {b.SPACES}><w:comment w:id="4" w:author="前人"><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:comment></w:comments>'
    anchor = '<w:commentRangeStart w:id="4"/>{}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    data = b.docx(b.para(anchor.format(b.run("前文")), "后文"), {"comments": old})
    out = redline(data, Revision("comment", *of(data, "后文"), "", "严重：高\n依据：民法典"))
    comments = etree.fromstring(b.entries_of(out)["word/comments.xml"])
    assert [(node.get(W + "id"), node.get(W + "author")) for node in comments] == [("4", "前人"), ("5", US)]
    assert ["".join(p.itertext()) for p in comments[1].iter(W + "p")] == ["严重：高", "依据：民法典"]
    assert len(b.entries_of(out)) == len(b.entries_of(data))
    opened = python_docx.Document(BytesIO(out))
    assert [comment.text for comment in opened.comments] == ["旧", "严重：高\n依据：民法典"]
    assert read(settle(out, US, accept=False)).text == read(data).text


@pytest.mark.parametrize(("quote", "place"), [("页眉", "页眉"), ("脚注", "脚注"), ("框内", "文本框")])
def test_comments_outside_the_body_go_to_the_body_and_say_where_they_belong(quote: str, place: str) -> None:
    parts = {
        "header1": f"<w:hdr {b.SPACES}>{b.para('页眉文字')}</w:hdr>",
        "footnotes": b.footnotes(b.para("脚注文字")),
    }
    content = b.para("首段") + b.para("正文", b.note_mark(1), b.textbox(b.para("框内文字")))
    data = b.docx(content, parts, section='<w:headerReference w:type="default" r:id="header1"/>')
    out = redline(data, Revision("replace", *of(data, quote), "改", "理由"))
    comment = etree.fromstring(b.entries_of(out)["word/comments.xml"])[0]
    assert "".join(comment.itertext()) == f"〔针对{place}「{quote}」〕理由"
    assert all(
        b"commentReference" not in part for name, part in b.entries_of(out).items() if name != "word/document.xml"
    )
    assert settled(out) == (read(data).text.replace(quote, "改"), read(data).text)


def test_both_spellings_of_a_text_box_change() -> None:
    data = b.docx(b.para("正文", b.textbox(b.para("框内文字"))))
    out = redline(data, Revision("replace", *of(data, "框内"), "盒内"))
    boxes = list(body(out).iter(W + "txbxContent"))
    assert [["".join(node.itertext()) for node in box.iter(W + "del", W + "ins")] for box in boxes] == [
        ["框内", "盒内"]
    ] * 2
    assert len(ids(out)) == len(set(ids(out)))
    rejected = body(settle(out, US, accept=False))
    assert ["".join(box.itertext()) for box in rejected.iter(W + "txbxContent")] == ["框内文字"] * 2


def test_parts_that_no_revision_touches_are_byte_identical() -> None:
    parts = {"header1": f"<w:hdr {b.SPACES}>{b.para('页眉文字')}</w:hdr>", "styles": b.styles("")}
    section = '<w:headerReference w:type="default" r:id="header1"/>'
    data = b.docx(b.para("正文"), parts, section=section, extra={"word/media/a.bin": bytes(range(256)) * 9})
    before, after = b.entries_of(data), b.entries_of(redline(data, Revision("replace", 0, 2, "改")))
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml"}
    assert list(before) == list(after)
    assert after["word/document.xml"].startswith(b.DECLARATION.encode())
    assert redline(data) == data
    assert redline(data, Revision("delete", 0, 1)) == redline(data, Revision("delete", 0, 1))


def test_a_strict_file_stays_strict() -> None:
    entries = b.entries_of(b.docx(b.para("正文")))
    main, office = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b.OFFICE.encode()
    strict = b"http://purl.oclc.org/ooxml/"
    renamed = {
        name: part.replace(main, strict + b"wordprocessingml/main").replace(
            office, strict + b"officeDocument/relationships"
        )
        for name, part in entries.items()
    }
    data = b.archive(renamed)
    assert read(data).text == "正文"
    out = b.entries_of(redline(data, Revision("replace", 0, 2, "改", "因")))
    assert all(main not in part and office not in part for part in out.values())


def test_revisions_that_overlap_or_lie_outside_are_refused() -> None:
    data = b.docx(b.para("一二三四"))
    for wrong in [
        (Revision("delete", 0, 2), Revision("replace", 1, 3, "x")),
        (Revision("delete", 2, 9),),
        (Revision("comment", 1, 1),),
    ]:
        with pytest.raises(ValueError, match="revision"):
            redline(data, *wrong)


def test_python_redlines_sees_the_same_change() -> None:
    pytest.importorskip("python_redlines_docxodus", reason="the engine of python-redlines is not installed")
    engines = pytest.importorskip("python_redlines.engines")
    data = b.docx(b.para("乙方应在三十日内交付。") + b.para("尾"), {"styles": b.styles("")})
    out = redline(data, Revision("replace", *of(data, "三十日"), "十个工作日"))
    accepted = settle(out, US, accept=True)
    marked, _, _ = engines.DocxodusEngine().run_redline("他方", data, accepted)
    assert read(marked).text == read(out).text
    assert read(settle(marked, None, accept=False)).text == read(data).text

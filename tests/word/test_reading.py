"""What a reader of the page sees is what `read` gives."""

from __future__ import annotations

import word_builder as b

from mingyue.connectors.word import read, read_places
from mingyue.review.document import Block


def text_of(body: str, parts: dict[str, str] | None = None, *, section: str = "") -> str:
    return read(b.docx(body, parts, section=section)).text


def test_a_line_for_each_paragraph_with_anchor_and_level() -> None:
    heading = b.styles(
        '<w:style w:type="paragraph" w:styleId="base"><w:name w:val="base"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'
    )
    data = b.docx(b.para("章", style="h1") + b.para() + b.para("节", style="h") + b.para("文"), {"styles": heading})
    document = read(data)
    assert document.text == "章\n\n节\n文"
    assert document.blocks == (
        Block(0, 1, "p1", level=0),
        Block(2, 2, "p2"),
        Block(3, 4, "p3", level=1),
        Block(5, 6, "p4"),
    )


def test_rows_join_their_cells_and_merged_cells_stay_in_place() -> None:
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    nested = b.table(b.row("内一", "内二"))
    body = b.table(
        b.row(b.cell("跨两列", properties=wide), "三"),
        b.row(b.cell("跨两行", properties=top), b.cell("上", "下"), "丙"),
        b.row(b.cell(properties=below), b.cell("外", nested, b.para()), "戊"),
    )
    document = read(b.docx(body + b.para("后")))
    assert document.text == "跨两列 | 三\n跨两行 | 上 下 | 丙\n | 外 内一 内二 | 戊\n后"
    assert [block.anchor for block in document.blocks] == ["t1r1", "t1r2", "t1r3", "p1"]
    assert [block.kind for block in document.blocks] == ["row", "row", "row", "body"]


def test_tabs_breaks_hyphens_and_outer_blanks() -> None:
    runs = "<w:r><w:t> 甲 </w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:cr/></w:r>"
    document = read(
        b.docx(b.para(runs, '<w:r><w:br w:type="page"/></w:r>') + b.para('<w:r><w:br w:type="page"/></w:r>', "丁"))
    )
    assert document.text == "甲\t乙\n丙-\n\n丁"
    assert [block.anchor for block in document.blocks] == ["p1", "p1", "p1", "p2"]


def test_fields_show_their_result_only() -> None:
    nested = b.field("IF 1 = 1", "外").replace("<w:instrText>", b.field("REF a", "藏") + "<w:instrText>", 1)
    simple = f'<w:fldSimple w:instr="PAGE">{b.run("3")}</w:fldSimple>'
    assert text_of(b.para("见", b.field("REF _x", "第三条"), simple, nested)) == "见第三条3外"


def test_a_field_without_an_end_does_not_swallow_the_file() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
    assert text_of(b.para("前", begin) + b.para("后")) == "前\n后"


def test_ticked_boxes_of_every_kind() -> None:
    symbol = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r><w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>'
    )
    typed = b.run("R£", '<w:rFonts w:ascii="Wingdings 2"/>')
    form = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar></w:r>'
    close = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    forms = form.format('<w:default w:val="0"/><w:checked/>') + close + form.format('<w:default w:val="0"/>') + close
    drawn = (
        b.field(r"EQ \o\ac(□,√)", "")
        .replace(b.run(""), "")
        .replace('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "")
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{b.run('☒')}</w:sdtContent></w:sdt>"
    assert text_of(b.para(symbol, "1", typed, "2", forms, "3", drawn, "4", control)) == "☑□1☑□2☑□3☑4☒"


def test_earlier_tracked_changes_are_read_as_accepted_and_told() -> None:
    body = b.para("价款", b.dele("五十"), b.ins(b.run("六十"), number=2), "万元")
    body += b.para("删去的", mark=b.mark("del", number=3)) + b.para("与后段合并")
    body += b.table(b.row("在"), b.row("删", properties=b.mark("del", number=4)))
    document = read(b.docx(body))
    assert document.text == "价款六十万元\n删去的与后段合并\n在"
    assert document.notes == (
        "文件里有前人留下的修订（新增 1 处、删除 2 处），按全部接受后的样子读取，原有修订标记保留不动。",
    )


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = b.run("看不见", "<w:vanish/>")
    style = b.styles('<w:style w:type="character" w:styleId="v"><w:rPr><w:vanish/></w:rPr></w:style>')
    by_style = b.run("也看不见", '<w:rStyle w:val="v"/>')
    shown = b.run("看得见", '<w:rStyle w:val="v"/><w:vanish w:val="0"/>')
    document = read(b.docx(b.para("甲", hidden, by_style, shown), {"styles": style}))
    assert document.text == "甲看得见"
    assert "2 处隐藏文字" in document.notes[0]


def test_notes_boxes_headers_and_footers_follow_the_body() -> None:
    parts = {
        "footnotes": b.footnotes(b.para("脚注一"), b.para("没有引用")),
        "endnotes": b.footnotes(b.para("尾注一")).replace("footnote", "endnote"),
        "header1": f"<w:hdr {b.SPACES}>{b.para('合同编号')}</w:hdr>",
        "header2": f"<w:hdr {b.SPACES}>{b.para('只在首页')}</w:hdr>",
        "header3": f"<w:hdr {b.SPACES}>{b.para('合同编号')}</w:hdr>",
        "footer1": f"<w:ftr {b.SPACES}>{b.para('第 ', b.field('PAGE', '1'), ' 页')}</w:ftr>",
    }
    section = (
        '<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/>'
    )
    earlier = '<w:sectPr><w:headerReference w:type="default" r:id="header3"/></w:sectPr>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    body = b.para("甲", end, b.note_mark(1), b.textbox(b.para("框一"), b.para("框二")), properties=earlier) + b.para(
        "乙"
    )
    document = read(b.docx(body, parts, section=section))
    assert [(block.kind, block.anchor, document.text[block.start : block.end]) for block in document.blocks] == [
        ("body", "p1", "甲"),
        ("body", "p2", "乙"),
        ("footnote", "footnote1", "脚注一"),
        ("endnote", "endnote1", "尾注一"),
        ("textbox", "textbox1", "框一"),
        ("textbox", "textbox1", "框二"),
        ("header", "header1", "合同编号"),
    ]


def test_comments_are_counted_not_read() -> None:
    comments = (
        f'<w:comments {b.SPACES}><w:comment w:id="0"><w:p><w:r><w:t>批</w:t></w:r></w:p></w:comment></w:comments>'
    )
    document = read(b.docx(b.para("文", '<w:r><w:commentReference w:id="0"/></w:r>'), {"comments": comments}))
    assert (document.text, document.notes) == ("文", ("文件里有 1 条批注，未计入正文，原样保留。",))


def test_places_lead_back_to_the_source() -> None:
    parts = {"numbering": b.numbering(b.level(0, "decimal", "%1."))}
    document, places = read_places(
        b.docx(b.para("甲", b.ins(b.run("乙")), num=(1, 0)) + b.table(b.row("丙", "丁")), parts)
    )
    assert document.text == "1. 甲乙\n丙 | 丁"
    shown = [(document.text[start:end], node.text) for start, end, node in places.pieces]
    assert shown == [("甲", "甲"), ("乙", "乙"), ("丙", "丙"), ("丁", "丁")]
    assert [document.text[start:end] for start, end, _ in places.paragraphs] == ["1. 甲乙", "丙", "丁"]

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from mingyue.connectors import pdf as connector
from mingyue.connectors.pdf import isolate, layer, reader
from mingyue.review.document import Document, Unreadable

Make = Callable[..., bytes]
FULL = "乙方应当按照附件一所列的功能清单向甲方提供客户关系管理软件并完成培"  # 34 characters reach from 90 to 498
REST = "训和验收。"


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        reader.parse(data)
    message = str(refused.value)
    assert message.endswith("。")
    assert "\n" not in message
    return message


def test_broken_lines_become_one_paragraph_with_its_page(pdf: Make) -> None:
    document = reader.parse(pdf([[(90, 700, "第一条 服务内容"), (90, 680, FULL), (90, 660, REST)]]))
    assert lines(document) == ["第一条 服务内容", FULL + REST]
    assert [block.anchor for block in document.blocks] == ["page 1", "page 1"]
    assert document.source == "pdf"
    assert all(
        document.text[block.start : block.end] == text
        for block, text in zip(document.blocks, lines(document), strict=True)
    )


@pytest.mark.parametrize(
    ("after", "joined"),
    [
        ("第二条 付款", False),
        ("第二条的约定执行。", True),
        ("（二）付款方式", False),
        ("2.1 付款方式", True),  # a full line without a full stop goes on: a figure, not a number
        ("附件二 功能清单", False),
        ("附件二的约定执行。", True),
        ("□ 是 □ 否", False),
    ],
)
def test_what_starts_a_clause_is_told_from_what_goes_on(pdf: Make, after: str, *, joined: bool) -> None:
    document = reader.parse(pdf([[(90, 720, FULL), (90, 700, REST), (90, 680, FULL), (90, 660, after)]]))
    assert lines(document)[-1] == (FULL + after if joined else after)


def test_an_indented_line_and_a_line_after_a_gap_start_a_paragraph(pdf: Make) -> None:
    page = [(114, 720, FULL[:-2]), (90, 700, FULL), (114, 680, FULL[:-2]), (90, 660, REST), (90, 600, "签署页")]
    assert lines(reader.parse(pdf([page]))) == [FULL[:-2] + FULL, FULL[:-2] + REST, "签署页"]


def test_a_paragraph_runs_over_the_end_of_a_page(pdf: Make) -> None:
    first = [(90, 720, FULL), (90, 700, REST), (90, 680, FULL), (280, 30, "- 1 -")]
    document = reader.parse(pdf([first, [(90, 720, REST), (90, 700, "第二条 付款"), (280, 30, "- 2 -")]]))
    assert lines(document) == [FULL + REST, FULL + REST, "第二条 付款"]
    assert [block.anchor for block in document.blocks] == ["page 1", "page 1", "page 2"]


@pytest.mark.parametrize(
    "number", ["{}", "- {} -", "第{}页", "第 {} 页 共 3 页", "{}/3", "Page {} of 3", "第{}页/共3页"]
)
def test_page_numbers_are_left_out(pdf: Make, number: str) -> None:
    pages = [[(90, 700, f"第{n}条 内容"), (280, 40, number.format(n))] for n in (1, 2, 3)]
    assert lines(reader.parse(pdf(pages))) == ["第1条 内容", "第2条 内容", "第3条 内容"]


def test_running_heads_stand_once_at_the_end(pdf: Make) -> None:
    def page(n: int) -> list[tuple[float, float, str]]:
        return [(90, 800, "某某公司销售合同"), (90, 700, f"第{n}条 内容"), (90, 40, f"编号HT01 第{n}页")]

    document = reader.parse(pdf([page(n) for n in (1, 2, 3, 4)]))
    assert lines(document)[4:] == ["某某公司销售合同", "编号HT01 第1页"]
    assert [block.kind for block in document.blocks] == ["body"] * 4 + ["header", "footer"]


def test_figures_and_titles_in_the_margin_that_do_not_run_are_kept(pdf: Make) -> None:
    pages = [[(90, 800, f"附件{n}"), (90, 700, "内容"), (90, 40, tail)] for n, tail in ((1, "50"), (2, "80"), (3, "7"))]
    assert lines(reader.parse(pdf(pages))) == ["附件1", "内容", "50", "附件2", "内容", "80", "附件3", "内容", "7"]


def test_text_written_in_disorder_is_read_by_its_place(pdf: Make) -> None:
    page = [(90, 40, "甲方（盖章）"), (90, 600, "第三条 验收"), (90, 700, "第一条 定义"), (90, 650, "第二条 付款")]
    assert lines(reader.parse(pdf([page]))) == ["第一条 定义", "第二条 付款", "第三条 验收", "甲方（盖章）"]


def test_cells_of_a_table_row_stand_on_one_line(pdf: Make) -> None:
    page = [(90, 700, "模块"), (90, 680, "名称"), (250, 690, "价格"), (90, 640, "客户"), (250, 640, "1000元")]
    document = reader.parse(pdf([page]))
    assert lines(document)[0] == "模块名称 | 价格"
    assert document.blocks[0].kind == "row"
    assert lines(document)[1].split() == ["客户", "1000元"]


def test_two_columns_are_read_one_after_the_other(pdf: Make) -> None:
    left = [(60.0, 700.0 - 20 * n, f"左栏第{n}行文字。") for n in range(10)]
    right = [(320.0, 700.0 - 20 * n, f"右栏第{n}行文字。") for n in range(10)]
    assert lines(reader.parse(pdf([left + right]))) == [text for _, _, text in left + right]


def test_radicals_of_subset_fonts_become_the_characters_they_stand_for(pdf: Make) -> None:
    assert reader.parse(pdf([[(90, 700, "⼄⽅按⽉⻚数付款")]])).text == "乙方按月页数付款"


def test_a_blank_to_fill_keeps_its_width(pdf: Make) -> None:
    page = [(90, 700, "合同金额为"), (222, 700, "元整")]
    assert reader.parse(pdf([page])).text == "合同金额为            元整"


def test_a_scan_is_called_a_scan(pdf: Make) -> None:
    message = refusal(pdf([], streams=[b"q 100 0 0 100 0 0 cm Q"]))
    assert "扫描件" in message
    assert "OCR" in message


def test_pages_without_text_scripts_and_attachments_are_told(pdf: Make) -> None:
    script = "/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.alert\\(1\\))>>]>>"
    attached = "/EmbeddedFiles<</Names[(a.txt)<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>]>>>>"
    document = reader.parse(pdf([[(90, 700, "合同")], []], catalog=script + attached))
    assert document.text == "合同"
    assert [note.split("，")[0] for note in document.notes] == [
        "第 2 页没有文字层（空白页或图片）",
        "PDF 带有脚本",
        "PDF 内嵌 1 个附件文件",
    ]


def test_an_encrypted_file_is_refused(pdf: Make) -> None:
    lock = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>"
    assert "打开密码" in refusal(pdf([[(90, 700, "合同")]], trailer=lock))


def test_a_cut_off_file_is_refused_even_where_its_start_would_open(pdf: Make) -> None:
    whole = pdf([[(90, 700, FULL)]] * 20)
    for share in (0.1, 0.5, 0.9, 0.99):
        assert "不完整" in refusal(whole[: int(len(whole) * share)])
    assert "损坏" in refusal(b"%PDF-1.7\n" + b"garbage " * 100 + b"\n%%EOF")


def test_the_process_of_its_own_gives_the_same_document_and_the_same_refusal(pdf: Make) -> None:
    data = pdf([[(90, 700, "第一条 定义"), (90, 680, "模块"), (250, 680, "价格"), (280, 40, "1")], []])
    assert connector.read(data) == reader.parse(data)
    with pytest.raises(Unreadable, match="扫描件"):
        connector.read(pdf([[]]))


def repeated(content: bytes, times: int, pdf: Make) -> bytes:
    """A page that shows the same compressed content many times: small on disk, huge in memory."""
    data = pdf([], streams=[zlib.compress(content)], deflate="/Filter/FlateDecode")
    return data.replace(b"/Contents 6 0 R", b"/Contents[" + b"6 0 R " * times + b"]")


def test_a_page_that_unfolds_without_end_is_stopped_by_memory(pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "MAX_MEMORY_BYTES", 400_000_000)
    assert connector.read(pdf([[(90, 700, FULL)]])).text == FULL
    with pytest.raises(Unreadable, match="超出内存上限"):
        connector.read(repeated(b"1 1 m 2 2 l S\n" * 350_000, 20, pdf))


def test_a_page_that_takes_too_long_is_stopped(pdf: Make) -> None:
    with pytest.raises(Unreadable, match="0 秒内没有读完"):
        connector.read(repeated(b"1 1 m 2 2 l S\n" * 350_000, 20, pdf), timeout_s=0.4)


def test_pages_are_bounded(pdf: Make) -> None:
    assert "超过上限 1000 页" in refusal(pdf([], streams=[b""] * 1_001))


def test_what_is_filled_into_a_form_is_read(pdf: Make) -> None:
    body = f"BT /F1 12 Tf 90 700 Td <{'甲方：'.encode('utf-16-be').hex()}> Tj ET".encode()
    shown = f"BT /F1 12 Tf 2 4 Td <{'某某公司'.encode('utf-16-be').hex()}> Tj ET".encode()
    form = "/Subtype/Form/Type/XObject/BBox[0 0 100 16]/Resources<</Font<</F1 3 0 R>>>>"
    field = "/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(a)/Rect[126 696 226 712]/AP<</N 8 0 R>>>>]"
    data = pdf([], streams=[body, shown], deflate=form)
    data = data.replace(b"/Contents 6 0 R", b"/Contents 6 0 R" + field.encode(), 1)
    assert reader.parse(data).text.split("\n")[0] == "甲方：某某公司"


def test_a_page_set_sideways_is_read_and_a_slanted_watermark_is_not(pdf: Make) -> None:
    def show(matrix: str, text: str) -> str:
        return f"BT /F1 12 Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET"

    body = [show(f"0 1 -1 0 {x} 100", text) for x, text in ((100, "第一条 定义"), (130, "第二条 付款"))]
    mark = show("0.7 0.7 -0.7 0.7 200 200", "机密文件")
    assert lines(reader.parse(pdf([], streams=["\n".join([mark, *body]).encode()]))) == ["第一条 定义", "第二条 付款"]


def test_characters_of_a_page_and_of_the_whole_are_bounded(pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf([[(90, 700, FULL)], [(90, 700, FULL)]])
    monkeypatch.setattr(reader, "MAX_CHARS", len(FULL))
    assert "读到第 2 页" in refusal(data)
    monkeypatch.setattr(layer, "MAX_PAGE_CHARS", len(FULL) - 1)
    assert f"第 1 页多达 {len(FULL)} 个字" in refusal(data)

"""A PDF draft with a text layer as a Document: mended paragraphs, each with the page where it starts."""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from mingyue.connectors.pdf.layer import text_page
from mingyue.connectors.pdf.lines import Page
from mingyue.connectors.pdf.mend import paragraphs
from mingyue.connectors.pdf.running import strip_running
from mingyue.review.document import Block, BlockKind, Document, Unreadable

MAX_PAGES = 1_000
MAX_CHARS = 3_000_000
_TAIL_BYTES = 4_096
_MAX_UNMAPPED = 0.2
_ASK_WORD = "请向供应商索取 Word（.docx）文件"


def parse(data: bytes) -> Document:
    """The draft in these bytes, one block a paragraph or table row, anchored "page N" (from 1) where it starts.

    Running heads and footers stand once, at the end, as blocks of their kind; page numbers are left out. Scripts in the
    file never run. Works in this process, without a bound on time or memory: see `isolate`. Raises Unreadable for a file that is encrypted, incomplete, too large, or a scan.
    """
    _check_complete(data)
    try:
        opened = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refused(error) from error
    with closing(opened) as pdf:
        pages = _pages(pdf)
        notes = _notes(pdf, pages)
    return _document(pages, notes)


def _check_complete(data: bytes) -> None:
    """A cut-off file would still open in part, and clauses that are only cut off would be reported as missing."""
    if b"%%EOF" not in data[-_TAIL_BYTES:]:
        raise Unreadable("PDF 不完整（没有结尾标记）：请重新下载、导出或向供应商索取。")


def _refused(error: pdfium.PdfiumError) -> Unreadable:
    if error.err_code in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
        return Unreadable("PDF 设有打开密码：请去掉密码后再试，或" + _ASK_WORD.removeprefix("请") + "。")
    return Unreadable("PDF 已损坏，无法打开：请重新下载、导出或向供应商索取。")


def _pages(pdf: pdfium.PdfDocument) -> list[Page]:
    count = len(pdf)
    if not 0 < count <= MAX_PAGES:
        fault = f"有 {count} 页，超过上限 {MAX_PAGES} 页，请只保留合同部分" if count else "没有任何页面，请重新导出"
        raise Unreadable(f"PDF {fault}后再试。")
    pages: list[Page] = []
    chars = 0
    for number in range(1, count + 1):
        pages.append(_page(pdf, number))
        chars += sum(len(line.text) for line in pages[-1].lines)
        if chars > MAX_CHARS:
            raise Unreadable(
                f"PDF 文字过多，读到第 {number} 页已超过上限 {MAX_CHARS // 10_000} 万字：请只保留合同部分后再试。"
            )
    return pages


def _page(pdf: pdfium.PdfDocument, number: int) -> Page:
    try:
        with closing(pdf[number - 1]) as page:
            if not _print_fields(page):
                return text_page(page, number)
        with closing(pdf[number - 1]) as page:
            return text_page(page, number)
    except pdfium.PdfiumError as error:
        raise Unreadable(f"PDF 第 {number} 页已损坏，无法读取：请重新下载、导出或向供应商索取。") from error


def _print_fields(page: pdfium.PdfPage) -> bool:
    """Make what was filled into form fields or typed onto the page part of its text, as it shows in print.

    True when there was any: the library shows it once the page is opened anew.
    """
    kinds = set()
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        mark = pdfium_c.FPDFPage_GetAnnot(page, index)
        kinds.add(pdfium_c.FPDFAnnot_GetSubtype(mark))
        pdfium_c.FPDFPage_CloseAnnot(mark)
    if not kinds & {pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_FREETEXT}:
        return False
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    return True


def _notes(pdf: pdfium.PdfDocument, pages: list[Page]) -> tuple[str, ...]:
    """What the user should know, after the refusals of a file that has no usable text."""
    text = "".join(line.text for page in pages for line in page.lines)
    if not text.strip():
        raise Unreadable(f"PDF 没有文字层，是扫描件或空白文件，目前不支持文字识别（OCR）：{_ASK_WORD}。")
    unmapped = text.count("\ufffd")
    if unmapped > _MAX_UNMAPPED * len(text):
        raise Unreadable(f"PDF 的字体没有文字编码，提取出的是乱码：{_ASK_WORD}。")
    notes = []
    if unmapped:
        notes.append(f"有 {unmapped} 个字符无法对应到文字，以 \ufffd 表示，请核对原文")
    empty = [page.number for page in pages if not page.lines]
    if empty:
        notes.append(f"第 {_listed(empty)} 页没有文字层（空白页或图片），没有读取，请人工核对")
    if pdfium_c.FPDFDoc_GetJavaScriptActionCount(pdf) > 0:
        notes.append("PDF 带有脚本，没有运行")
    attached = pdfium_c.FPDFDoc_GetAttachmentCount(pdf)
    if attached > 0:
        notes.append(f"PDF 内嵌 {attached} 个附件文件，没有读取，请另存出来检查")
    return tuple(notes)


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} 等 {len(numbers)}"


def _document(pages: list[Page], notes: tuple[str, ...]) -> Document:
    body, heads, feet = strip_running(pages)
    entries: list[tuple[int, BlockKind, str]] = [
        (paragraph.page, "row" if paragraph.is_row else "body", paragraph.text) for paragraph in paragraphs(body)
    ]
    entries += [(page, "header", line.text) for page, line in heads]
    entries += [(page, "footer", line.text) for page, line in feet]
    blocks = []
    start = 0
    for page, kind, text in entries:
        blocks.append(Block(start, start + len(text), f"page {page}", kind))
        start += len(text) + 1
    return Document("\n".join(text for _, _, text in entries), tuple(blocks), "pdf", notes)

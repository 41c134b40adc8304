"""The parts of a contract as paragraphs and tables of a Word file, with their height and their place in the contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Final

from mingyue.connectors.word import compose_lists as lists
from mingyue.connectors.word import compose_styles as looks
from mingyue.connectors.word.compose_pages import Piece, lines
from mingyue.connectors.word.compose_xml import TEXT_WIDTH, bookmark, cell, para, row, run, table, tag
from mingyue.connectors.word.numerals import shown
from mingyue.drafting.tree import Align, Annex, Article, Clause, Form, Paragraph, Part, Signatory, Table, printable

_FEW_COLUMNS: Final = 5  # more of them are set smaller
_LABEL_WIDTH: Final = 2300
_FORM_ROW: Final = 560
_BORDER: Final = 10
_SIGNED: Final = ("法定代表人或授权代表（签字）：", "日期：　　　　年　　月　　日")
_SEAL_ROW, _SIGN_ROW = 1500, 900


class Setter:
    """Sets part after part and counts as Word will; entries: the labels of the table of contents so far."""

    __slots__ = ("_annexes", "_article", "_clause", "_item", "_list", "entries")

    def __init__(self) -> None:
        self.entries: list[str] = []
        self._list, self._annexes = lists.BODY, 0
        self._article = self._clause = self._item = 0

    def parts(self, parts: Iterable[Part]) -> Iterator[Piece]:
        """Parts in their order, numbered on from those before."""
        for part in parts:
            match part:
                case Article():
                    yield self._heading(part)
                case Clause(level=1):
                    yield self._numbered_clause(part)
                case Clause():
                    yield self._numbered_item(part)
                case Paragraph():
                    yield _paragraph(part)
                case Table():
                    yield from _table(part)
                case Form():
                    yield from _form(part)

    def annex(self, annex: Annex) -> Iterator[Piece]:
        """An annex on a page of its own; its numbers start again."""
        self._list = lists.FIRST_ANNEX + self._annexes
        self._annexes += 1
        self._article = self._clause = self._item = 0
        title = printable(annex.title)
        title = title if title.startswith("《") else f"《{title}》"
        entry = self._enter(f"附件{shown(self._annexes, 'chineseCounting')} {title}")
        xml = para("AnnexTitle", bookmark(entry, run(title)))
        yield Piece(xml, (looks.LINE["AnnexTitle"],), keep=True, fresh=True, entry=entry)
        yield from self.parts(annex.parts)

    def _enter(self, label: str) -> int:
        self.entries.append(label)
        return len(self.entries)

    def _heading(self, part: Article) -> Piece:
        self._article, self._clause, self._item = self._article + 1, 0, 0
        if self._list != lists.BODY:
            xml = para("Heading2", run(part.title), self._place(lists.ARTICLE))
            return Piece(xml, (looks.LINE["Heading2"],), keep=True)
        entry = self._enter(f"第{shown(self._article, 'chineseCounting')}条 {printable(part.title)}")
        return Piece(
            para("Heading1", bookmark(entry, run(part.title))), (looks.LINE["Heading1"],), keep=True, entry=entry
        )

    def _numbered_clause(self, part: Clause) -> Piece:
        self._clause, self._item = self._clause + 1, 0
        number = f"{self._clause}. "
        place = "" if self._by_style() else self._place(lists.CLAUSE if self._article else lists.LONE_CLAUSE)
        return _lines(para("Clause", run(part.text), place), number + part.text, first=lists.INDENT)

    def _numbered_item(self, part: Clause) -> Piece:
        self._item += 1
        number = f"（{shown(self._item, 'chineseCounting')}）"
        lone = self._clause and not self._article
        place = "" if self._by_style() else self._place(lists.LONE_ITEM if lone else lists.ITEM)
        return _lines(para("Item", run(part.text), place), number + part.text, left=lists.INDENT)

    def _by_style(self) -> bool:
        """Whether the style alone says the number."""
        return self._list == lists.BODY and self._article > 0

    def _place(self, level: int) -> str:
        return f"<w:numPr>{tag('ilvl', level)}{tag('numId', self._list)}</w:numPr>"


def _lines(xml: str, text: str, *, first: int = 0, left: int = 0, keep: bool = False) -> Piece:
    """A paragraph of the common size."""
    count = lines(printable(text), looks.SIZE["Normal"], TEXT_WIDTH - left, first)
    return Piece(xml, (looks.LINE["Normal"],) * count, keep=keep)


def _paragraph(part: Paragraph) -> Piece:
    if part.bold and part.align == "center":
        count = lines(printable(part.text), looks.SIZE["Subtitle"], TEXT_WIDTH)
        return Piece(para("Subtitle", run(part.text)), (looks.LINE["Subtitle"],) * count, keep=True)
    content = run(part.text, "<w:b/><w:bCs/>" if part.bold else "")
    if part.align == "left" and not part.bold:
        return _lines(para("BodyText", content), part.text, first=lists.INDENT)
    return _lines(para("PlainLine", content, tag("jc", part.align)), part.text)


def _framed(piece: Piece) -> Iterator[Piece]:
    """A table with air around it; without a paragraph between them two tables would grow together."""
    yield Piece(para("TableLead"), (looks.LINE["TableLead"],), keep=True)
    yield piece
    yield Piece(para("TableGap"), (looks.LINE["TableGap"],))


def _table(part: Table) -> Iterator[Piece]:
    style = "TableText" if len(part.head) <= _FEW_COLUMNS else "TableSmall"
    head_style = "TableHead" if len(part.head) <= _FEW_COLUMNS else "TableSmallHead"
    widths = _widths(part.widths)
    left: Align = "left"
    aligns = part.align or (left,) * len(widths)
    head = row((cell(para(head_style, run(text)), width, shaded=True) for text, width in zip(part.head, widths, strict=True)), head=True)  # fmt: skip
    rows = [
        row(
            cell(para(style, run(text), tag("jc", align)), width)
            for text, width, align in zip(texts, widths, aligns, strict=True)
        )
        for texts in part.rows
    ]
    heights = tuple(_height(texts, widths, style) for texts in (part.head, *part.rows))
    start = (heights[0] + heights[1], *heights[2:]) if part.rows else heights  # a head is not left alone
    yield from _framed(Piece(table("TableGrid", widths, [head, *rows]), start, head=heights[0]))


def _form(part: Form) -> Iterator[Piece]:
    widths = (_LABEL_WIDTH, TEXT_WIDTH - _LABEL_WIDTH)
    rows = (
        row((cell(para("TableText", run(label)), widths[0], shaded=True), cell(para("TableText", run(value) if value else ""), widths[1])), height=_FORM_ROW)
        for label, value in part.rows
    )  # fmt: skip
    heights = tuple(max(_FORM_ROW, _height(texts, widths, "TableText")) for texts in part.rows)
    yield from _framed(Piece(table("TableGrid", widths, rows), heights))


def _widths(shares: Sequence[int]) -> tuple[int, ...]:
    """The text width in these shares, to the last twip."""
    edges = [0, *(TEXT_WIDTH * share // sum(shares) for share in accumulate(shares))]
    return tuple(right - left for left, right in pairwise(edges))


def _height(texts: Sequence[str], widths: Sequence[int], style: str) -> int:
    """The height of a row, as its longest cell asks for."""
    side, size = 2 * looks.CELL_SIDE, looks.SIZE[style]
    most = max(lines(printable(text), size, width - side) for text, width in zip(texts, widths, strict=True))
    return most * looks.LINE[style] + 2 * looks.CELL_TOP + _BORDER


def signed(pieces: Sequence[Piece], signatories: Sequence[Signatory]) -> Iterator[Piece]:
    """These pieces and the signature block, on whose page the last of them stands too: nobody signs a page without text."""
    if pieces and signatories:
        last = pieces[-1]
        kept = last.xml.replace("/>", "/><w:keepNext/><w:keepLines/>", 1)  # after the w:pStyle that every paragraph has
        pieces = (*pieces[:-1], replace(last, xml=kept, keep=True))
    yield from pieces
    if signatories:
        yield _signatures(signatories)


def _signatures(signatories: Sequence[Signatory]) -> Piece:
    """The signature block, two sides in a row, all on one page."""
    widths = (TEXT_WIDTH // 2, TEXT_WIDTH // 2)
    rows, height = [], looks.LINE["Normal"]
    for pair in (signatories[at : at + 2] for at in range(0, len(signatories), 2)):
        sealed = [f"{side.label}（盖章）：{side.name}" for side in pair]
        texts = [sealed, *([line] * len(pair) for line in _SIGNED)]
        for cells, least in zip(texts, (_SEAL_ROW, _SIGN_ROW, _SIGN_ROW), strict=True):
            padded = (*cells, "")[:2]
            rows.append(row((cell(para("Signature", run(text)), width, top=True) for text, width in zip(padded, widths, strict=True)), height=least))  # fmt: skip
            height += least
    return Piece(para("Signature") + table("TableNormal", widths, rows) + para("TableGap"), (height,))

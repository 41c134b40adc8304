"""The inside of a paragraph: runs, fields, breaks, symbols, tracked changes; what shows and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.fields import Fields
from mingyue.connectors.word.lines import Lines
from mingyue.connectors.word.styles import Styles
from mingyue.connectors.word.symbols import PRIVATE, is_symbol_font, sign, signs


class Runs:
    """Walks the inline level into `lines`, and keeps what the file's reader needs afterwards."""

    __slots__ = (
        "boxes", "cell_start", "deletions", "fields", "hidden", "in_row", "insertions", "lines", "notes", "plain", "sections", "style",
        "styles", "symbols", "tracked", "veiled",
    )  # fmt: skip

    def __init__(self, lines: Lines, styles: Styles) -> None:
        self.lines = lines
        self.styles = styles
        self.fields = Fields()
        self.boxes: dict[n.Element, None] = {}
        self.notes: dict[tuple[str, str], None] = {}  # ("footnote", id) in the order of their marks
        self.plain: dict[n.Element | None, list[n.Element]] = {}  # the texts of paragraphs that hold nothing else
        self.sections: list[n.Element] = []
        self.insertions = self.deletions = self.hidden = 0
        self.in_row = False
        self.cell_start = 0
        self.style = ""
        self.symbols = self.tracked = self.veiled = False

    def expect(self, root: n.Element, raw: bytes) -> None:
        """Switch on the rare cases that a part holds; the others then cost nothing."""
        self.symbols = b'="Wingdings' in raw
        self.tracked = next(root.iter(n.DEL, n.MOVE_FROM), None) is not None
        self.veiled = self.styles.any_hidden or next(root.iter(n.VANISH), None) is not None

    def mark_state(self, properties: n.Element) -> str:
        """What a w:pPr says of the mark of its paragraph: "deleted", "hidden", or "" where it shows."""
        mark = n.child(properties, n.RPR)
        if mark is None:
            return ""
        if next(mark.iterchildren(n.DEL, n.MOVE_FROM), None) is not None:
            self.deletions += 1
            return "deleted"
        return "hidden" if n.is_on(n.child(mark, n.VANISH)) else ""

    def paragraph(self, node: n.Element) -> None:
        """Show the content of a w:p."""
        texts = None if self.fields.muted or self.veiled or self.symbols else self.plain.get(node)
        if texts is not None:
            for text in texts:
                self._text(text, text)
            return
        self._content(node)
        if self.fields.muted:
            self.fields.end_paragraph()

    def _content(self, parent: n.Element) -> None:
        for node in parent:
            tag = node.tag
            if tag == n.R:
                self._run(node)
            elif tag in n.TRANSPARENT:
                self.insertions += tag in n.ADDED
                self._content(n.content(node))
            elif tag in n.REMOVED:
                self.deletions += 1
            elif tag in {n.MATH, n.MATH_PARA}:
                self.lines.show("".join(item.text or "" for item in node.iter(n.MATH_TEXT)))

    def _run(self, run: n.Element) -> None:
        hidden = self.veiled and self._is_hidden(run)
        if hidden:
            self.hidden += any(True for _ in run.iterchildren(n.T))
        for node in run:
            tag = node.tag
            if tag == n.T:
                if not (hidden or self.fields.muted):
                    self._text(node, run)
            elif tag == n.FLD_CHAR:
                self.lines.show(self.fields.step(node))
            elif tag == n.INSTR:
                self.fields.instruct(node.text or "")
            elif tag in _SIGNS and not (hidden or self.fields.muted):
                _SIGNS[tag](self, node)

    def _is_hidden(self, run: n.Element) -> bool:
        properties = n.child(run, n.RPR)
        own = n.child(properties, n.VANISH)
        if own is not None:
            return n.is_on(own)
        style = n.value(properties, n.RSTYLE)
        hidden = self.styles.get(style).hidden if style else None
        return bool(self.styles.get(self.style or self.styles.default).hidden if hidden is None else hidden)

    def _text(self, node: n.Element, run: n.Element) -> None:
        text = node.text
        if not text:
            return
        if (text[0] <= " " or text[-1] <= " ") and node.get(n.XML_SPACE) != "preserve":
            text = text.strip(" \t\r\n")
        if "\n" in text or "\t" in text:
            text = text.replace("\n", " ").replace("\t", " ")
        if self.symbols:
            text = _as_seen(text, run)
        if text:
            self.lines.sign(text, node)

    def _tab(self, node: n.Element) -> None:
        self.lines.sign("\t", node)

    def _hyphen(self, node: n.Element) -> None:
        self.lines.sign("-", node)

    def _break(self, node: n.Element) -> None:
        page = node.get(n.TYPE, "textWrapping") != "textWrapping"
        if page and self.lines.blank:
            return
        if self.in_row:
            self.lines.sign(" ", node)
        else:
            self.lines.wrap(node)

    def _symbol(self, node: n.Element) -> None:
        font = node.get(n.FONT)
        try:
            code = int(node.get(n.CHAR, ""), 16)
        except ValueError:
            return
        plain = chr(code) if code < PRIVATE and not is_symbol_font(font) else "•"
        self.lines.sign(sign(code, font, plain), node)

    def _note(self, node: n.Element) -> None:
        kind = "footnote" if node.tag == n.FOOTNOTE_REF else "endnote"
        self.notes[(kind, node.get(n.ID, ""))] = None

    def _ruby(self, node: n.Element) -> None:
        base = n.child(node, n.RUBY_BASE)
        if base is not None:
            self._content(base)

    def _picture(self, node: n.Element) -> None:
        """Text boxes are read after the story that holds them."""
        todo = [node]
        while todo:
            item = todo.pop()
            if item.tag == n.TXBX:
                self.boxes[item] = None
            else:
                todo.extend(reversed(n.content(item)))


def _as_seen(text: str, run: n.Element) -> str:
    fonts = n.child(n.child(run, n.RPR), n.FONTS)
    font = None if fonts is None else fonts.get(n.w("ascii")) or fonts.get(n.w("hAnsi"))
    return signs(text, font) if font is not None and is_symbol_font(font) else text


_SIGNS: Final[dict[str, Callable[[Runs, n.Element], None]]] = {
    n.TAB: Runs._tab,  # noqa: SLF001 - the table of this class's own steps
    n.PTAB: Runs._tab,  # noqa: SLF001
    n.BR: Runs._break,  # noqa: SLF001
    n.CR: Runs._break,  # noqa: SLF001
    n.SYM: Runs._symbol,  # noqa: SLF001
    n.NO_BREAK_HYPHEN: Runs._hyphen,  # noqa: SLF001
    n.RUBY: Runs._ruby,  # noqa: SLF001
    n.FOOTNOTE_REF: Runs._note,  # noqa: SLF001
    n.ENDNOTE_REF: Runs._note,  # noqa: SLF001
    n.DRAWING: Runs._picture,  # noqa: SLF001
    n.PICT: Runs._picture,  # noqa: SLF001
    n.OBJECT: Runs._picture,  # noqa: SLF001
    n.ALTERNATE: Runs._picture,  # noqa: SLF001
}

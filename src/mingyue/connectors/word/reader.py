"""A whole .docx as a Document, with the places its text came from."""

from __future__ import annotations

import re
from typing import Final

from mingyue.connectors.word import names as n
from mingyue.connectors.word.body import Story
from mingyue.connectors.word.lines import Lines, Places
from mingyue.connectors.word.lines import Story as StoryStart
from mingyue.connectors.word.numbering import Numbering
from mingyue.connectors.word.package import Package, parse
from mingyue.connectors.word.runs import Runs
from mingyue.connectors.word.styles import Styles
from mingyue.review.document import BlockKind, Document, Unreadable

_PARTS: Final[dict[str, BlockKind]] = {n.HEADER_REF: "header", n.FOOTER_REF: "footer"}

# a running head that holds nothing but the page number
_PAGE_MARK: Final = re.compile(r"(?:[\s\d/|\-–—―~·.,，、()（）]|第|共|总|页|頁|码|of|page)*", re.IGNORECASE)


def read_package(package: Package) -> tuple[Document, Places]:
    """Read a Word file as a person sees it. Raises `Unreadable`."""
    try:
        return _File(package).read()
    except RecursionError as fault:
        raise Unreadable("文件里的表格或控件嵌套过深，无法读取：请在 Word 里简化排版后另存为 .docx。") from fault


def read_places(data: bytes) -> tuple[Document, Places]:
    """As `read_package`, from the bytes of the file."""
    return read_package(Package(data))


class _File:
    __slots__ = ("lines", "package", "relations", "roots", "runs", "stories", "story")

    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(package.main)
        self.roots: dict[str, n.Element] = {}
        self.stories: list[StoryStart] = []
        self.lines = Lines()
        styles = Styles(self._optional("styles"))
        self.runs = Runs(self.lines, styles)
        self.story = Story(self.lines, self.runs, styles, Numbering(self._optional("numbering"), styles))

    def read(self) -> tuple[Document, Places]:
        main = self.package.main
        raw = self.package.raw(main)
        root = self.roots[main] = parse(raw, main)
        body = n.child(root, n.BODY)
        if body is None:
            raise Unreadable("Word 文件里没有正文：请在 Word 里打开并修复后另存为 .docx。")
        self.runs.expect(root, raw)
        self._walk(body, main)
        self._notes()
        self._headers(self._boxes(0, main))
        text = "".join(self.lines.parts)
        if not text.strip():
            raise Unreadable(_empty(root))
        document = Document(text, tuple(self.lines.blocks), "docx", self._remarks(root))
        return document, Places(tuple(self.lines.pieces), tuple(self.lines.paragraphs), tuple(self.stories), self.roots)

    def _optional(self, kind: str) -> n.Element | None:
        target = next((part for name, part in self.relations.values() if name == kind), None)
        return self.package.xml(target) if target is not None and target in self.package.names else None

    def _walk(self, root: n.Element, part: str) -> None:
        self.stories.append((self.lines.size, part))
        self.story.walk(root)

    def _part(self, part: str) -> n.Element:
        if part not in self.roots:
            raw = self.package.raw(part)
            self.roots[part] = parse(raw, part)
            self.runs.expect(self.roots[part], raw)
        return self.roots[part]

    def _notes(self) -> None:
        counts = {"footnote": 0, "endnote": 0}
        for kind, identity in sorted(self.runs.notes, key=lambda note: note[0] == "endnote"):
            part = next((part for name, part in self.relations.values() if name == f"{kind}s"), "")
            note = _by_id(self._part(part), identity) if part in self.package.names else None
            if note is not None:
                counts[kind] += 1
                self.lines.kind = "footnote" if kind == "footnote" else "endnote"
                self.story.fixed = f"{kind}{counts[kind]}"
                self._walk(note, part)

    def _boxes(self, done: int, part: str) -> int:
        """Read the text boxes met since `done`; those inside them follow. Gives how many are read now."""
        while done < len(self.runs.boxes):
            box = list(self.runs.boxes)[done]
            done += 1
            self.lines.kind = "textbox"
            self.story.fixed = f"textbox{done}"
            self._walk(box, part)
        return done

    def _headers(self, boxes: int) -> None:
        counts: dict[BlockKind, int] = {"header": 0, "footer": 0}
        seen: set[tuple[BlockKind, str]] = set()
        for kind, part in self._running_heads():
            mark, stories = self.lines.mark(), len(self.stories)
            self.lines.kind = kind
            self.story.fixed = f"{kind}{counts[kind] + 1}"
            self._walk(self._part(part), part)
            text = self.lines.since(mark)
            if _PAGE_MARK.fullmatch(text) or (kind, text) in seen:
                self.lines.rewind(mark)
                del self.stories[stories:]
            else:
                seen.add((kind, text))
                counts[kind] += 1
            boxes = self._boxes(boxes, part)

    def _running_heads(self) -> list[tuple[BlockKind, str]]:
        """Kind and part of each header and footer that a page shows, headers first, each part once."""
        found: dict[tuple[BlockKind, str], None] = {}
        for section in self.runs.sections:
            for node in section.iterchildren(n.HEADER_REF, n.FOOTER_REF):
                _, part = self.relations.get(node.get(n.REL_ID, ""), ("", ""))
                if part in self.package.names and self._is_used(node.get(n.TYPE, "default"), section):
                    found[(_PARTS[str(node.tag)], part)] = None
        return sorted(found, key=lambda head: head[0] == "footer")

    def _is_used(self, kind: str, section: n.Element) -> bool:
        if kind == "first":
            return n.is_on(n.child(section, n.TITLE_PG))
        if kind == "even":
            return n.is_on(n.child(self._optional("settings"), n.w("evenAndOddHeaders")))
        return True

    def _remarks(self, root: n.Element) -> tuple[str, ...]:
        runs, remarks = self.runs, []
        if runs.insertions or runs.deletions:
            counts = f"新增 {runs.insertions} 处、删除 {runs.deletions} 处"
            remarks.append(f"文件里有前人留下的修订（{counts}），按全部接受后的样子读取，原有修订标记保留不动。")
        if comments := sum(1 for _ in root.iter(n.COMMENT_REF)):
            remarks.append(f"文件里有 {comments} 条批注，未计入正文，原样保留。")
        if runs.hidden:
            remarks.append(
                f"文件里有 {runs.hidden} 处隐藏文字，页面上看不到，未计入正文，请在 Word 里显示隐藏文字后核对。"
            )
        return tuple(remarks)


def _by_id(root: n.Element, identity: str) -> n.Element | None:
    """The note of this id; separators have a type and are no notes."""
    return next((note for note in root if note.get(n.ID) == identity and note.get(n.TYPE, "normal") == "normal"), None)


def _empty(root: n.Element) -> str:
    if next(root.iter(n.DRAWING, n.PICT, n.OBJECT), None) is not None:
        return "Word 文件里只有图片、没有文字（可能是扫描件）：请向对方索取可编辑的文本版，或先做文字识别。"
    return "Word 文件里没有任何文字：请确认文件没有传错。"

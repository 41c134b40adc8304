"""Random drafts and random revisions: accepting gives the revised text, rejecting the draft, other parts stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import word_builder as b
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from word_judges import W, ids, settle

from mingyue.connectors.word import accept, read, write
from mingyue.redline.revision import Revision
from mingyue.review.document import Document

DATE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
US = "明约"
JOINT = " | "

words = st.text(alphabet="甲乙方合同款元12a，。 ", min_size=1, max_size=8)
looks = st.sampled_from(["", "<w:b/>", '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="24"/>', "<w:u/>"])
plain_runs = st.builds(b.run, words, looks)
pieces = st.one_of(
    plain_runs,
    plain_runs,
    st.builds(b.ins, plain_runs),
    st.builds(lambda one, two: b.ins(one + two), plain_runs, plain_runs),
    st.builds(b.dele, words),
    st.builds(lambda run: f'<w:hyperlink w:anchor="x">{run}</w:hyperlink>', plain_runs),
    st.builds(lambda run: f"<w:sdt><w:sdtPr/><w:sdtContent>{run}</w:sdtContent></w:sdt>", plain_runs),
    st.builds(lambda run: f'<w:fldSimple w:instr="REF x">{run}</w:fldSimple>', plain_runs),
    st.builds(lambda text: b.field("REF _a \\h", text), words),
    st.builds(lambda one, two: f"<w:r><w:t>{one.strip()}甲</w:t><w:tab/><w:t> {two} </w:t></w:r>", words, words),
    st.builds(lambda text: f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t></w:r>", words),
    st.just("<w:r><w:t>上行</w:t><w:br/><w:t>下行</w:t></w:r>"),
    st.just(b.note_mark(1)),
    st.just('<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>'),
)
paragraphs = st.builds(
    lambda content, num, mark: b.para(*content, num=num, mark=mark),
    st.lists(pieces, max_size=4),
    st.sampled_from([None, None, (1, 0), (1, 1)]),
    st.sampled_from(["", "", "", "<w:b/>", b.mark("ins"), b.mark("del")]),
)
cells = st.builds(lambda content: b.cell(b.para(*content)), st.lists(plain_runs, max_size=2))
tables = st.builds(lambda one, two: b.table(b.row(*one), b.row(*two)), *[st.lists(cells, min_size=2, max_size=2)] * 2)
bodies = st.lists(st.one_of(paragraphs, paragraphs, paragraphs, tables), min_size=1, max_size=6)

NUMBERING = b.numbering(b.level(0, "chineseCounting", "第%1条"), b.level(1, "decimal", "%1.%2"))


def make(blocks: list[str]) -> bytes:
    parts = {
        "numbering": NUMBERING,
        "footnotes": b.footnotes(b.para("脚注里的话")),
        "header1": f"<w:hdr {b.SPACES}>{b.para('抬头', b.run('文字', '<w:b/>'))}</w:hdr>",
    }
    body = "".join(blocks) + b.para("结尾", b.note_mark(1))  # the last one cannot go
    section = '<w:headerReference w:type="default" r:id="header1"/>'
    return b.docx(body, parts, section=section, extra={"word/media/image1.png": b"\x89PNG" + bytes(50)})


@dataclass
class Line:
    """A line of the model: its text without the automatic number, where that text stands, whether its paragraph can go."""

    text: str
    start: int
    kind: str
    is_last: bool
    can_go: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def model(document: Document) -> list[Line]:
    lines, blocks = [], document.blocks
    for index, block in enumerate(blocks):
        text = document.text[block.start : block.end]
        shown = text.removeprefix(block.number).removeprefix(" ") if block.number else text
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        alone = (index == 0 or blocks[index - 1].anchor != block.anchor) and (
            following is None or following.anchor != block.anchor
        )
        can_go = alone and block.kind == "body" and following is not None and following.kind == "body"
        is_last = following is None or following.anchor != block.anchor
        lines.append(Line(shown, block.end - len(shown), block.kind, is_last, can_go))
    return lines


def segments(line: Line) -> list[tuple[int, int]]:
    """The stretches of a line that may be revised: the line, or its cells."""
    if line.kind != "row":
        return [(line.start, line.end)]
    found, start = [], line.start
    for text in line.text.split(JOINT):
        found.append((start, start + len(text)))
        start += len(text) + len(JOINT)
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[bytes, Document, list[Revision], list[str]]:
    """A draft, revisions of it, and the lines that they should give."""
    data = make(draw(bodies))
    document = read(data)
    lines = model(document)
    result: list[list[str]] = [[line.text] for line in lines]
    revisions: list[Revision] = []
    for index in reversed(range(len(lines))):
        line = lines[index]
        kind = draw(st.sampled_from(["none", "none", "edit", "edit", "edit", "line", "insert"]))
        comment = draw(st.sampled_from(["", "依据民法典"]))
        if kind == "edit":
            start, end = draw(st.sampled_from(segments(line)))
            first = draw(st.integers(start, end))
            last = draw(st.integers(first, end))
            is_whole = (first, last) == (line.start, line.end)
            if first == last or draw(st.booleans()):
                text = draw(st.sampled_from(["新", "验收后十日", "甲\t乙"] + ["前行\n后行"] * (line.kind == "body")))
                revisions.append(Revision("replace", first, last, text, comment))
                changed = line.text[: first - line.start] + text + line.text[last - line.start :]
                result[index] = changed.split("\n")
            elif not (is_whole and line.kind in {"body", "header"}):
                revisions.append(Revision("delete", first, last, "", comment))
                result[index] = [line.text[: first - line.start] + line.text[last - line.start :]]
        elif kind == "line" and line.can_go and line.text:
            revisions.append(Revision("delete", line.start, line.end, "", comment))
            result[index] = []
        elif kind == "insert" and line.kind in {"body", "header", "footnote"} and line.is_last:
            text = draw(st.sampled_from(["新增一条", "新增一条\n再增一条"]))
            revisions.append(Revision("insert", line.end, line.end, text, comment, numbered=draw(st.booleans())))
            result[index] = [*result[index], *text.split("\n")]
    return data, document, revisions, [text for group in result for text in group]


def lines_of(data: bytes) -> list[str]:
    return [line.text for line in model(read(data))]


def looks_of(data: bytes) -> list[Any]:
    """Each paragraph's properties, and each shown character with its formatting and what holds it."""
    found = []
    for name, content in sorted(b.entries_of(data).items()):
        if name in {"word/document.xml", "word/footnotes.xml", "word/header1.xml"}:
            for paragraph in etree.fromstring(content).iter(W + "p"):
                properties = _spelled(paragraph.find(W + "pPr"))
                found.append((properties, [look for run in paragraph.iter(W + "r") for look in _looks(run)]))
    return found


def _spelled(node: Any) -> Any:
    """An element as values; one that says nothing counts as absent."""
    if node is None:
        return None
    inner = [value for child in node if (value := _spelled(child)) is not None]
    is_holder = node.tag in {W + "pPr", W + "rPr"}
    return None if is_holder and not inner else (node.tag, sorted(node.attrib.items()), inner)


def _looks(run: Any) -> list[Any]:
    own = run.find(W + "rPr")
    spelled = _spelled(own)
    around = tuple(node.tag for node in run.iterancestors() if node.tag != W + "body")
    found: list[Any] = []
    for node in run:
        if node.tag == W + "commentReference" or node is own:
            continue
        text = (
            node.text or "" if node.get("{http://www.w3.org/XML/1998/namespace}space") else (node.text or "").strip(" ")
        )
        found += [(node.tag, char, spelled, around) for char in text or [""]] if node.tag != W + "t" or text else []
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_accepting_gives_the_intended_text_and_rejecting_the_draft(
    case: tuple[bytes, Document, list[Revision], list[str]],
) -> None:
    data, document, revisions, intended = case
    redlined = write(data, revisions, US, DATE)
    assert lines_of(settle(redlined, US, accept=True)) == intended
    assert lines_of(redlined) == intended
    rejected = settle(redlined, US, accept=False)
    assert read(rejected).text == document.text
    assert looks_of(rejected) == looks_of(data)
    assert len(ids(redlined)) == len(set(ids(redlined))) + len(ids(data)) - len(set(ids(data)))
    before, after = b.entries_of(data), b.entries_of(redlined)
    touched = {name for name in before if before[name] != after[name]}
    names = {
        "word/document.xml",
        "word/footnotes.xml",
        "word/header1.xml",
        "[Content_Types].xml",
        "word/_rels/document.xml.rels",
    }
    assert touched <= names
    assert bool(revisions) or redlined == data


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_a_clean_copy_reads_as_the_accepted_redline_and_has_no_marks(
    case: tuple[bytes, Document, list[Revision], list[str]],
) -> None:
    data, _, revisions, intended = case
    clean = accept(write(data, revisions, US, DATE))
    assert lines_of(clean) == intended
    assert ids(clean) == []
    assert accept(clean) == clean


@st.composite
def joins(draw: st.DrawFn) -> tuple[bytes, Document, Revision, list[str]]:
    """A draft, a revision that reaches over several of its paragraphs, and the lines that it should give."""
    data = make(draw(st.lists(paragraphs, min_size=2, max_size=5)))
    document = read(data)
    lines = [line for line in model(document) if line.kind == "body"]
    assume(len(lines) > 1)
    first = draw(st.integers(0, len(lines) - 2))
    last = draw(st.integers(first + 1, len(lines) - 1))
    start = draw(st.integers(lines[first].start, lines[first].end))
    end = draw(st.integers(lines[last].start, lines[last].end))
    head, tail = lines[first].text[: start - lines[first].start], lines[last].text[end - lines[last].start :]
    text = draw(st.sampled_from(["", "合为一段"])) if head or tail else "合为一段"
    revision = Revision("replace", start, end, text) if text else Revision("delete", start, end)
    texts = [line.text for line in model(document)]
    return data, document, revision, [*texts[:first], head + text + tail, *texts[last + 1 :]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(joins())
def test_a_range_over_several_paragraphs_makes_them_one(case: tuple[bytes, Document, Revision, list[str]]) -> None:
    data, document, revision, intended = case
    redlined = write(data, [revision], US, DATE)
    assert lines_of(settle(redlined, US, accept=True)) == intended
    assert lines_of(redlined) == intended
    rejected = settle(redlined, US, accept=False)
    assert read(rejected).text == document.text
    assert looks_of(rejected) == looks_of(data)

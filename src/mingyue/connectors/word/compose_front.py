"""What stands around the text of a new contract: cover, table of contents, header, footer, the page itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mingyue.connectors.word.compose_pages import lines
from mingyue.connectors.word.compose_styles import LINE, SIZE
from mingyue.connectors.word.compose_xml import (
    DECLARATION,
    SPACES,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    anchor,
    field,
    instruct,
    para,
    run,
    tag,
)
from mingyue.drafting.tree import Cover

_COVER_LEFT: Final = 1100
_COVER_EM: Final = 280  # a character of the cover's lines
_COVER_DOWN, _COVER_LEAST = 3200, 600  # from the title to the lines under it
_TITLE_SIZE, _TITLE_LINE = 52, 800
_WIDE_LABEL: Final = 8  # characters; longer labels are not lined up
_MARK: Final = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_TOC_ROOM: Final = TEXT_WIDTH - 720


def cover(page: Cover) -> str:
    """The first page."""
    widest = min(max((len(label) for label, _ in page.lines), default=0), _WIDE_LABEL)
    number = para("CoverNumber", run(f"合同编号：{page.number}")) if page.number else ""
    more = lines(page.title, _TITLE_SIZE, TEXT_WIDTH) - 1
    down = max(_COVER_LEAST, _COVER_DOWN - more * _TITLE_LINE)
    below = (_cover_line(*line, widest, 0 if index else down) for index, line in enumerate(page.lines))
    return number + para("Title", run(page.title)) + "".join(below)


def _cover_line(label: str, value: str, widest: int, before: int) -> str:
    """甲　方：名称, the labels spread to one width."""
    hang = (widest + 1) * _COVER_EM
    down = f'<w:spacing w:before="{before}"/>' if before else ""
    indent = f'<w:ind w:left="{_COVER_LEFT + hang}" w:hanging="{hang}"/>'
    if 1 < len(label) < widest:
        spread = tag("spacing", (widest - len(label)) * _COVER_EM // (len(label) - 1))
        words = run(label[:-1], spread) + run(f"{label[-1]}：{value}")
    else:
        words = run(f"{label}：{value}")
    return para("CoverLine", words, down + indent + tag("jc", "left"))


def contents(entries: Sequence[str], places: Mapping[int, int]) -> str:
    """The table of contents, filled in, as the field and the control in which Word keeps it; it ends the first section."""
    if not entries:
        return para("TableGap", "", section(first=True))
    rows = [_entry(number, label, places[number]) for number, label in enumerate(entries, 1)]
    rows[0] = _MARK.format("begin") + instruct('TOC \\o "1-1" \\h \\z \\u') + _MARK.format("separate") + rows[0]
    rows[-1] += _MARK.format("end")
    body = "".join(para("TOC1", words) for words in rows)
    gallery = f"<w:docPartObj>{tag('docPartGallery', 'Table of Contents')}<w:docPartUnique/></w:docPartObj>"
    return (
        f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{para('TOCHeading', run('目　录'))}{body}</w:sdtContent></w:sdt>"
        f"{para('TableGap', '', section(first=True))}"
    )


def _entry(number: int, label: str, page: int) -> str:
    """第一条 …… 3, each a link."""
    place = field(f"PAGEREF {anchor(number)} \\h", str(page))
    return (
        f'<w:hyperlink w:anchor="{anchor(number)}" w:history="1">{run(label)}<w:r><w:tab/></w:r>{place}</w:hyperlink>'
    )


def contents_pages(entries: Sequence[str]) -> int:
    """How many pages the table of contents takes."""
    count = sum(lines(label, SIZE["Normal"], _TOC_ROOM) for label in entries)
    room = TEXT_HEIGHT // LINE["Normal"]
    head = -(-LINE["TOCHeading"] // LINE["Normal"])
    return -(-(count + head + 1) // room) if entries else 0


def section(*, first: bool) -> str:
    """A4 with its margins; first: the cover and the contents, where the cover has no header and no footer."""
    title = "<w:titlePg/>" if first else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1633" w:bottom="1440" '
        f'w:left="1633" w:header="850" w:footer="850" w:gutter="0"/>{title}</w:sectPr>'
    )


def header(title: str) -> str:
    """The whole part header1.xml."""
    content = para("Header", run(title)) if title else para("Normal")
    return f"{DECLARATION}<w:hdr {SPACES}>{content}</w:hdr>"


def footer() -> str:
    """The whole part footer1.xml: 第 X 页 共 Y 页."""
    words = run("第 ") + field("PAGE", "1") + run(" 页 共 ") + field("NUMPAGES", "1") + run(" 页")
    return f"{DECLARATION}<w:ftr {SPACES}>{para('Footer', words)}</w:ftr>"

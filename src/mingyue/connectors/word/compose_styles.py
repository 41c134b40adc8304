"""The styles of a new contract: 标题、款、项、正文、表格、页眉 ... in the sizes that Chinese contracts are set in.

All line heights are fixed, so that the height of a page's text does not depend on the fonts of the machine, and the page
numbers of the table of contents can be told when the file is written.
"""

from __future__ import annotations

from typing import Final

from mingyue.connectors.word.compose_lists import (
    ANNEXES,
    ARTICLE,
    BODY,
    CLAUSE,
    CLAUSE_INDENT,
    INDENT,
    ITEM,
    ITEM_INDENT,
)
from mingyue.connectors.word.compose_xml import DECLARATION, SPACES, TEXT_WIDTH, tag

# twips from one line to the next, by style
LINE: Final = {
    "Normal": 480,
    "Heading1": 640,
    "Heading2": 560,
    "AnnexTitle": 800,
    "Subtitle": 560,
    "TOCHeading": 800,
    "TableText": 360,
    "TableSmall": 300,
    "TableLead": 120,
    "TableGap": 200,
}
SIZE: Final = {"Normal": 24, "TableText": 21, "TableSmall": 18, "Subtitle": 28}  # half-points
_KEEP: Final = "<w:keepNext/><w:keepLines/>"
_FIRST: Final = f'<w:ind w:firstLineChars="200" w:firstLine="{INDENT}"/>'
_RULE: Final = '<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="auto"/>'
_HEI: Final = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="黑体"/>'


def styles() -> str:
    """The whole part styles.xml."""
    return f"{DECLARATION}<w:styles {SPACES}>{_DEFAULTS}{_PARAGRAPHS}{_TABLES}</w:styles>"


def _spacing(line: int, before: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _num(level: int, number: int = BODY) -> str:
    """A place in a list."""
    return f"<w:numPr>{tag('ilvl', level)}{tag('numId', number)}</w:numPr>"


def _size(half_points: int) -> str:
    return tag("sz", half_points) + tag("szCs", half_points)


def _style(
    identity: str,
    name: str,
    paragraph: str = "",
    look: str = "",
    *,
    after: str = "",
    on: str = "Normal",
    own: bool = False,
) -> str:
    """A paragraph style; after: the style of the paragraph that follows it; own: not one that Word has itself."""
    custom = ' w:customStyle="1"' if own else ""
    follow = tag("next", after) if after else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{identity}">{tag("name", name)}{tag("basedOn", on)}{follow}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


# overflowPunct is what Word does anyway; unless it is said, LibreOffice drops a comma that would hang in the margin
_DEFAULTS: Final = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" '
    f'w:cs="Times New Roman"/>{_size(SIZE["Normal"])}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{tag("name", "Normal")}<w:qFormat/>'
    f"<w:pPr>{tag('widowControl', 0)}{tag('overflowPunct', 1)}{_spacing(LINE['Normal'])}{tag('jc', 'both')}</w:pPr></w:style>"
)
_PARAGRAPHS: Final = "".join((
    _style("Title", "Title", _spacing(800, 3600) + tag("jc", "center"), _HEI + _size(52)),
    _style("CoverNumber", "封面编号", tag("jc", "right"), own=True),
    _style("CoverLine", "封面信息", _spacing(640), _size(28), own=True),
    _style("TOCHeading", "TOC Heading", _KEEP + "<w:pageBreakBefore/>" + _spacing(LINE["TOCHeading"]) + tag("jc", "center"), _HEI + _size(32)),
    _style("TOC1", "toc 1", f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{TEXT_WIDTH}"/></w:tabs>' + tag("jc", "left")),
    _style("Heading1", "heading 1", _KEEP + _num(ARTICLE) + _spacing(LINE["Heading1"]) + tag("jc", "left") + tag("outlineLvl", 0), _HEI + _size(28), after="Clause"),
    _style("Heading2", "heading 2", _KEEP + _spacing(LINE["Heading2"]) + tag("jc", "left") + tag("outlineLvl", 1), _HEI, after="Clause"),
    _style("AnnexTitle", "附件标题", _KEEP + "<w:pageBreakBefore/>" + _num(0, ANNEXES) + _spacing(LINE["AnnexTitle"]) + tag("jc", "center") + tag("outlineLvl", 0), _HEI + _size(32), after="BodyText", own=True),
    _style("Subtitle", "Subtitle", _KEEP + _spacing(LINE["Subtitle"]) + tag("jc", "center"), _HEI + _size(SIZE["Subtitle"])),
    _style("BodyText", "Body Text", _FIRST),
    _style("PlainLine", "单行正文", own=True),
    _style("Clause", "款", _num(CLAUSE) + CLAUSE_INDENT, own=True),
    _style("Item", "项", _num(ITEM) + ITEM_INDENT, own=True),
    _style("TableText", "表格正文", _spacing(LINE["TableText"]) + tag("jc", "left"), _size(SIZE["TableText"]), own=True),
    _style("TableHead", "表头", "<w:keepNext/>" + tag("jc", "center"), _HEI, on="TableText", own=True),
    _style("TableSmall", "表格小字", _spacing(LINE["TableSmall"]), _size(SIZE["TableSmall"]), on="TableText", own=True),
    _style("TableSmallHead", "表头小字", _spacing(LINE["TableSmall"]), _size(SIZE["TableSmall"]), on="TableHead", own=True),
    _style("TableLead", "表前间隔", "<w:keepNext/>" + _spacing(LINE["TableLead"]), own=True),
    _style("TableGap", "表后间隔", _spacing(LINE["TableGap"]), own=True),
    _style("Signature", "Signature", "<w:keepNext/><w:keepLines/>" + tag("jc", "left")),
    _style("Header", "header", f"<w:pBdr>{_RULE.format('bottom', 4, 4)}</w:pBdr>{_spacing(300)}" + tag("jc", "center"), _size(18)),
    _style("Footer", "footer", _spacing(300) + tag("jc", "center"), _size(18)),
))  # fmt: skip
_EDGES: Final = "".join(_RULE.format(edge, 4, 0) for edge in ("top", "left", "bottom", "right", "insideH", "insideV"))
CELL_SIDE: Final = 70
CELL_TOP: Final = 45
_MARGINS: Final = "".join(
    f'<w:{side} w:w="{width}" w:type="dxa"/>'
    for side, width in (("top", CELL_TOP), ("left", CELL_SIDE), ("bottom", CELL_TOP), ("right", CELL_SIDE))
)
_TABLES: Final = (
    f'<w:style w:type="table" w:default="1" w:styleId="TableNormal">{tag("name", "Normal Table")}'
    f"<w:tblPr><w:tblCellMar>{_MARGINS}</w:tblCellMar></w:tblPr></w:style>"
    f'<w:style w:type="table" w:styleId="TableGrid">{tag("name", "Table Grid")}{tag("basedOn", "TableNormal")}'
    f"<w:tblPr><w:tblBorders>{_EDGES}</w:tblBorders></w:tblPr></w:style>"
)

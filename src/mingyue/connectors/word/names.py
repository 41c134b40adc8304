"""Names of WordprocessingML as lxml spells them, made once."""

from __future__ import annotations

from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml's only name for its node type

W_NS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


P, PPR, PSTYLE, NUMPR, OUTLINE, SECTPR = w("p"), w("pPr"), w("pStyle"), w("numPr"), w("outlineLvl"), w("sectPr")
R, RPR, RSTYLE, T, TAB, BR, CR, SYM = w("r"), w("rPr"), w("rStyle"), w("t"), w("tab"), w("br"), w("cr"), w("sym")
PTAB, NO_BREAK_HYPHEN, RUBY, RUBY_BASE = w("ptab"), w("noBreakHyphen"), w("ruby"), w("rubyBase")
FLD_CHAR, FLD_SIMPLE, INSTR, FFDATA = w("fldChar"), w("fldSimple"), w("instrText"), w("ffData")
INS, DEL, MOVE_TO, MOVE_FROM = w("ins"), w("del"), w("moveTo"), w("moveFrom")
TBL, TR, TRPR, TC, TCPR = w("tbl"), w("tr"), w("trPr"), w("tc"), w("tcPr")
V_MERGE, H_MERGE, CELL_DEL = w("vMerge"), w("hMerge"), w("cellDel")
SDT, SDT_CONTENT, HYPERLINK, TXBX = w("sdt"), w("sdtContent"), w("hyperlink"), w("txbxContent")
SMART_TAG, CUSTOM_XML, DIR, BDO = w("smartTag"), w("customXml"), w("dir"), w("bdo")
DRAWING, PICT, OBJECT = w("drawing"), w("pict"), w("object")
COMMENT_REF, FOOTNOTE_REF, ENDNOTE_REF = w("commentReference"), w("footnoteReference"), w("endnoteReference")
HEADER_REF, FOOTER_REF, TITLE_PG = w("headerReference"), w("footerReference"), w("titlePg")
VANISH, FONTS, BODY = w("vanish"), w("rFonts"), w("body")
ALTERNATE, CHOICE, FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
MATH, MATH_PARA, MATH_TEXT = f"{_M}oMath", f"{_M}oMathPara", f"{_M}t"

VAL, ID, TYPE, CHAR, FONT = w("val"), w("id"), w("type"), w("char"), w("font")
STYLE_ID, NUM_ID, ILVL = w("styleId"), w("numId"), w("ilvl")
REL_ID: Final = f"{{{R_NS}}}id"

ADDED: Final = frozenset({INS, MOVE_TO})
REMOVED: Final = frozenset({DEL, MOVE_FROM})
# what holds other content and shows it unchanged, at any level
TRANSPARENT: Final = frozenset({INS, MOVE_TO, SDT, HYPERLINK, FLD_SIMPLE, SMART_TAG, CUSTOM_XML, DIR, BDO, ALTERNATE})

OFF: Final = frozenset({"0", "false", "off"})


def content(node: Element) -> Element:
    """Where the content of a transparent element is: a content control's w:sdtContent, the preferred alternative."""
    if node.tag == SDT:
        return next(node.iterchildren(SDT_CONTENT), node)
    if node.tag == ALTERNATE:
        return next(node.iterchildren(CHOICE, FALLBACK), node)
    return node


def is_on(node: Element | None) -> bool:
    """Whether a toggle such as w:vanish is there and not switched off."""
    return node is not None and node.get(VAL, "1") not in OFF


def child(node: Element | None, tag: str) -> Element | None:
    """The first child of this name."""
    return None if node is None else next(node.iterchildren(tag), None)


def value(node: Element | None, tag: str) -> str | None:
    """w:val of the first child of this name."""
    found = child(node, tag)
    return None if found is None else found.get(VAL)


def number(text: str | None, default: int | None = None) -> int | None:
    """A whole number of an attribute; the default where it is missing or no number."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default

"""The automatic numbers of a new contract: one list for the body, one for each annex, one that counts the annexes."""

from __future__ import annotations

from typing import Final

from mingyue.connectors.word.compose_xml import DECLARATION, SPACES, tag

ARTICLE, CLAUSE, ITEM, LONE_CLAUSE, LONE_ITEM = range(
    5
)  # levels of a list; the lone ones stand in front of any article
BODY, ANNEXES, FIRST_ANNEX = 1, 2, 3  # numbers of the lists

INDENT: Final = 480  # two characters
CLAUSE_INDENT: Final = f'<w:ind w:left="0" w:firstLine="{INDENT}"/>'
ITEM_INDENT: Final = f'<w:ind w:left="{INDENT}" w:firstLine="0"/>'


def numbering(annexes: int) -> str:
    """The whole part numbering.xml, for a contract with so many annexes."""
    lists = [_list(BODY, linked=True), _abstract(ANNEXES, _level(0, "chineseCounting", "附件%1"))]
    lists += [_list(FIRST_ANNEX + index, linked=False) for index in range(annexes)]
    nums = (
        f'<w:num w:numId="{number}">{tag("abstractNumId", number)}</w:num>'
        for number in range(1, FIRST_ANNEX + annexes)
    )
    return f"{DECLARATION}<w:numbering {SPACES}>{''.join(lists)}{''.join(nums)}</w:numbering>"


def _list(number: int, *, linked: bool) -> str:
    """第一条, 1., （一）; 1. and （一） where no article stands above. linked: the styles of the body belong to it."""
    styles = ("Heading1", "Clause", "Item") if linked else ("", "", "")
    return _abstract(
        number,
        _level(ARTICLE, "chineseCounting", "第%1条", style=styles[0]),
        _level(CLAUSE, "decimal", "%2.", style=styles[1], indent=CLAUSE_INDENT),
        _level(ITEM, "chineseCounting", "（%3）", style=styles[2], indent=ITEM_INDENT, gap="nothing"),
        _level(LONE_CLAUSE, "decimal", "%4.", indent=CLAUSE_INDENT),
        _level(LONE_ITEM, "chineseCounting", "（%5）", indent=ITEM_INDENT, gap="nothing"),
    )


def _abstract(number: int, *levels: str) -> str:
    kind = tag("multiLevelType", "multilevel")
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{"".join(levels)}</w:abstractNum>'


def _level(ilvl: int, fmt: str, text: str, *, style: str = "", indent: str = "", gap: str = "space") -> str:
    """One level."""
    link = tag("pStyle", style) if style else ""
    own = f"<w:pPr>{indent}</w:pPr>" if indent else '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{ilvl}">{tag("start", 1)}{tag("numFmt", fmt)}{link}'
        f"{tag('suff', gap)}{tag('lvlText', text)}{tag('lvlJc', 'left')}{own}"
        f'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:lvl>'
    )

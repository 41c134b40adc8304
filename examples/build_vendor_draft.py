"""Build the sample draft `vendor_draft.docx` from `vendor_draft/text.md` and the parts in `vendor_draft/package`.

The same source gives the same bytes. Run `python examples/build_vendor_draft.py` after an edit; a test compares.

A line of `text.md` is a paragraph:
    `# ` `## ` `### `   numbered 第一条, （一）, 1.; `#A ` `#1 ` `#2 ` numbered 附件一, 1., 1.1; `{#name}` at the end bookmarks it
    `%Style: text`      a paragraph of that style; any other line is body text
    `@table NAME WIDTHS... [header=N] [plain=1] [keep=1] [align=lcr...]` to `@end`: rows `| a | b`; `<` joins the cell on the
                        left, `^` the cell above; widths in twentieths of a point
    `@textbox text`, `@section` (end of the cover)
Inside a paragraph: `**bold**`, `{++inserted++}`, `{--deleted--}`, `{==commented==}{>>id<<}`, `[^note]`,
    `[text](relationship)`, `[x]` and `[ ]` tick boxes, `{ref name}text{/ref}` a reference field, `{_n_}` n underlined blanks.
"""

from __future__ import annotations

import re
import zipfile
from html import escape
from itertools import accumulate, groupby, takewhile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "vendor_draft"
TARGET = HERE / "vendor_draft.docx"

REVIEWER = 'w:author="周敏" w:date="2026-10-15T10:20:00Z"'
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
}
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1418" w:bottom="1304" w:left="1418" w:header="794" w:footer="794" w:gutter="0"/>'
)
STYLES = {
    "# ": "Heading1",
    "## ": "Heading2",
    "### ": "Heading3",
    "#A ": "AnnexTitle",
    "#1 ": "AnnexHeading",
    "#2 ": "AnnexClause",
}

KEEP = "<w:keepNext/>"
ALIGN = {"l": "left", "c": "center", "r": "right"}

INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*"
    r"|\{\+\+(?P<inserted>.+?)\+\+\}"
    r"|\{--(?P<deleted>.+?)--\}"
    r"|(?P<open>\{==)|(?P<close>==\}\{>>(?P<comment>\d+)<<\})"
    r"|\[\^(?P<note>\d+)\]"
    r"|\[(?P<link>[^\]]+)\]\((?P<target>\w+)\)"
    r"|\[(?P<box>[x ])\]"
    r"|\{ref (?P<ref>\w+)\}(?P<refers>.+?)\{/ref\}"
    r"|\{_(?P<blank>\d+)_\}"
)


def runs(text: str, properties: str = "", tag: str = "t") -> str:
    """Runs as a word processor splits them: Chinese and Latin text apart."""
    pieces = ("".join(piece) for _, piece in groupby(text, key=str.isascii))
    return "".join(_run(piece, properties, tag) for piece in pieces)


def _run(text: str, properties: str, tag: str) -> str:
    hint = "" if text.isascii() else '<w:rFonts w:hint="eastAsia"/>'
    inside = hint + properties
    rpr = f"<w:rPr>{inside}</w:rPr>" if inside else ""
    return f'<w:r>{rpr}<w:{tag} xml:space="preserve">{escape(text, quote=False)}</w:{tag}></w:r>'


def inline(text: str) -> str:
    """The runs, revisions, fields and controls of one paragraph."""
    out, done = [], 0
    for match in INLINE.finditer(text):
        out += [runs(text[done : match.start()]), _token(match)]
        done = match.end()
    return "".join([*out, runs(text[done:])])


def _token(match: re.Match[str]) -> str:
    kind = next(name for name, value in match.groupdict().items() if value is not None)
    value = match[kind]
    if kind == "inserted":
        return f'<w:ins w:id="new" {REVIEWER}>{runs(value)}</w:ins>'
    if kind == "deleted":
        return f'<w:del w:id="new" {REVIEWER}>{runs(value, tag="delText")}</w:del>'
    if kind == "link":
        linked = runs(value, '<w:rStyle w:val="Hyperlink"/>')
        return f'<w:hyperlink r:id="{match["target"]}" w:history="1">{linked}</w:hyperlink>'
    return {
        "bold": lambda: runs(value, "<w:b/>"),
        "open": lambda: '<w:commentRangeStart w:id="0"/>',
        "close": lambda: _comment(match["comment"]),
        "note": lambda: _styled("FootnoteReference", f'<w:footnoteReference w:id="{value}"/>'),
        "box": lambda: _tick_box(ticked=value == "x"),
        "ref": lambda: _reference(value, match["refers"]),
        "blank": lambda: runs(" " * int(value), '<w:u w:val="single"/>'),
    }[kind]()


def _styled(style: str, content: str) -> str:
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>{content}</w:r>'


def _comment(number: str) -> str:
    mark = _styled("CommentReference", f'<w:commentReference w:id="{number}"/>')
    return f'<w:commentRangeEnd w:id="{number}"/>{mark}'


def _tick_box(*, ticked: bool) -> str:
    font = "Segoe UI Symbol"
    states = (
        f'<w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2611" w14:font="{font}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{font}"/>'
    )
    face = f'<w:rPr><w:rFonts w:ascii="{font}" w:eastAsia="{font}" w:hAnsi="{font}"/></w:rPr>'
    content = f"<w:r>{face}<w:t>{'☑' if ticked else '☐'}</w:t></w:r>"
    properties = f'<w:id w:val="new"/><w14:checkbox>{states}</w14:checkbox>'
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _reference(name: str, text: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> REF _Ref_{name} \\r \\h </w:instrText></w:r>'
    return mark("begin") + code + mark("separate") + runs(text) + mark("end")


def paragraph(style: str, content: str, extra: str = "") -> str:
    """A paragraph of a style; `extra` are more paragraph properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{content}</w:p>'


def text_line(line: str, extra: str = "") -> str:
    """The paragraph of an ordinary line; `extra` as in `paragraph`."""
    if line.startswith("%"):
        style, _, text = line[1:].partition(":")
        return paragraph(style, inline(text.lstrip()), extra)
    mark = next((mark for mark in STYLES if line.startswith(mark)), None)
    if mark is None:
        return paragraph("BodyText", inline(line), extra)
    text, _, name = line.removeprefix(mark).removesuffix("}").partition(" {#")
    content = inline(text)
    if name:
        start = f'<w:bookmarkStart w:id="new" w:name="_Ref_{name}"/>'
        content = f'{start}{content}<w:bookmarkEnd w:id="same"/>'
    return paragraph(STYLES[mark], content, extra)


def table(heading: str, lines: list[str]) -> str:
    """A table from its `@table` line and its rows."""
    words = heading.split()[2:]
    widths = [int(word) for word in words if word.isdigit()]
    options = dict(word.split("=") for word in words if "=" in word)
    rows = [[cell.strip() for cell in line[1:].split("|")] for line in lines]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(rows, index, widths, options) for index in range(len(rows)))
    return f"<w:tbl><w:tblPr>{_table_properties(sum(widths), options)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _table_properties(width: int, options: dict[str, str]) -> str:
    style = "TableNormal" if "plain" in options else "TableGrid"
    size = f'<w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
    return f'<w:tblStyle w:val="{style}"/>{size}'


def _row(rows: list[list[str]], index: int, widths: list[int], options: dict[str, str]) -> str:
    header = index < int(options.get("header", 0))
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    style = "SignText" if "plain" in options else "TableHead" if header else "TableText"
    align = "c" * len(widths) if header else options.get("align", "c" * len(widths))
    cells, row = [], rows[index]
    for column, text in enumerate(row):
        if text == "<":
            continue
        span = 1 + len(list(takewhile("<".__eq__, row[column + 1 :])))
        shape = f'<w:tcW w:w="{sum(widths[column : column + span])}" w:type="dxa"/>'
        shape += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        shape += _vertical(rows, index, column)
        shape += '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>' if header else ""
        extra = (KEEP if "keep" in options and row is not rows[-1] else "") + f'<w:jc w:val="{ALIGN[align[column]]}"/>'
        content = paragraph(style, inline(text.strip("^")), extra)
        cells.append(f'<w:tc><w:tcPr>{shape}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _vertical(rows: list[list[str]], index: int, column: int) -> str:
    if rows[index][column] == "^":
        return "<w:vMerge/>"
    below = rows[index + 1][column : column + 1] if index + 1 < len(rows) else []
    return '<w:vMerge w:val="restart"/>' if below == ["^"] else ""


def body(lines: list[str]) -> str:
    """The content of w:body."""
    out, rest = [], iter(zip(lines, [*lines[1:], ""], strict=True))
    for line, following in rest:
        if line.startswith("@table"):
            rows = takewhile(lambda row: row != "@end", (row for row, _ in rest))
            out.append(table(line, list(rows)))
        elif line.startswith("@textbox "):
            out.append(text_box(line.removeprefix("@textbox ")))
        elif line == "@section":
            out.append(f"<w:p><w:pPr><w:sectPr>{PAGE}</w:sectPr></w:pPr></w:p>")
        else:
            out.append(text_line(line, KEEP if following.startswith("@table") else ""))
    ends = (
        '<w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>'
    )
    return "".join(out) + f"<w:sectPr>{ends}{PAGE}</w:sectPr>"


def text_box(text: str) -> str:
    """A paragraph that holds a text box, in the two forms that a word processor writes."""
    template = (SOURCE / "textbox.xml").read_text(encoding="utf-8")
    return re.sub(r">\s+<", "><", template).strip().replace("CONTENT", paragraph("BoxText", inline(text)))


def document() -> str:
    """The main part."""
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    lines = [line for line in (SOURCE / "text.md").read_text(encoding="utf-8").splitlines() if line]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:document {names} mc:Ignorable="w14"><w:body>{_numbered(body(lines))}</w:body></w:document>'


def _numbered(xml: str) -> str:
    """Revisions, bookmarks and content controls numbered in document order."""
    ids = accumulate(re.findall(r'"(new|same)"', xml), lambda last, mark: last + (mark == "new"), initial=100)
    next(ids)
    return re.sub(r'"(?:new|same)"', lambda _: f'"{next(ids)}"', xml)


def build(target: Path = TARGET) -> None:
    """Write the draft to `target`."""
    root = SOURCE / "package"
    parts = {
        str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()
    }
    parts["word/document.xml"] = document()
    order = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in order:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])


if __name__ == "__main__":
    build()

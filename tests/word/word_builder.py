"""Word files made from raw XML, part by part, for the tests of the Word connector."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(
    *content: str, style: str = "", num: tuple[int, int] | None = None, mark: str = "", properties: str = ""
) -> str:
    """A paragraph; plain text becomes a run. num: (numId, ilvl); mark: XML of the mark's w:rPr."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        inner += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inner += properties
    inner += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    runs = "".join(piece if piece.startswith("<") else run(piece) for piece in content if piece)
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{runs}</w:p>"


def cell(*paragraphs: str, properties: str = "") -> str:
    inner = "".join(piece if piece.startswith("<") else para(piece) for piece in paragraphs) or para()
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(piece if piece.startswith("<w:tc>") else cell(piece) for piece in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def ins(content: str, author: str = "前人", number: int = 901) -> str:
    return f'<w:ins w:id="{number}" w:author="{author}" w:date="2026-01-01T00:00:00Z">{content}</w:ins>'


def dele(text: str, author: str = "前人", number: int = 902) -> str:
    inner = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="{number}" w:author="{author}" w:date="2026-01-01T00:00:00Z">{inner}</w:del>'


def mark(kind: str, author: str = "前人", number: int = 903) -> str:
    return f'<w:{kind} w:id="{number}" w:author="{author}" w:date="2026-01-01T00:00:00Z"/>'


def field(code: str, result: str) -> str:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{char('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{char('separate')}{run(result)}{char('end')}"


def level(ilvl: int, fmt: str, text: str, *, start: int = 1, suff: str = "", more: str = "") -> str:
    gap = f'<w:suff w:val="{suff}"/>' if suff else ""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{more}{gap}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    *levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', more: str = ""
) -> str:
    return f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}</w:numbering>'


def styles(inner: str) -> str:
    return f"<w:styles {SPACES}>{inner}</w:styles>"


def textbox(*paragraphs: str) -> str:
    """A text box as Word writes it: a shape, and its older spelling as the fallback."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def docx(
    body: str, parts: dict[str, str] | None = None, *, section: str = "", extra: dict[str, bytes] | None = None
) -> bytes:
    """A package. parts: kind ("styles", "numbering", "footnotes", "header1" ...) -> XML; each becomes a part of the document.

    The relationship id of a part is its kind. extra: entries to put in as they are.
    """
    parts = parts or {}
    kinds = {kind: kind.rstrip("0123456789") for kind in parts}
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{WORD_TYPE.format(plain)}"/>'
        for kind, plain in kinds.items()
    )
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{plain}" Target="{kind}.xml"/>' for kind, plain in kinds.items()
    )
    entries = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{body}<w:sectPr>{section}</w:sectPr></w:body></w:document>",
        **{f"word/{kind}.xml": xml for kind, xml in parts.items()},
    }
    return archive({name: (DECLARATION + xml).encode() for name, xml in entries.items()} | (extra or {}))


def archive(entries: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def entries_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def footnotes(*notes: str) -> str:
    """Notes from id 1; the separators that Word always writes stand in front."""
    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p/></w:footnote>'
    )
    inner = "".join(f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(notes, 1))
    return f"<w:footnotes {SPACES}>{separators}{inner}</w:footnotes>"


def note_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

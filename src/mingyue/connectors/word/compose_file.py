"""A contract as a .docx: every part of the package written by hand, the same bytes for the same contract."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from mingyue.connectors.word.compose_front import contents, contents_pages, cover, footer, header, section
from mingyue.connectors.word.compose_lists import numbering
from mingyue.connectors.word.compose_pages import pages
from mingyue.connectors.word.compose_parts import Setter, signed
from mingyue.connectors.word.compose_styles import styles
from mingyue.connectors.word.compose_xml import DECLARATION, SPACES, text
from mingyue.drafting.tree import Draft

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE: Final = f"{_PACKAGE}/metadata/core-properties"
_KINDS: Final = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/header1.xml": f"{_WORD}.header+xml",
    "word/footer1.xml": f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_LINKS: Final = {"rIdHeader": "header1", "rIdFooter": "footer1", "rId1": "styles", "rId2": "numbering", "rId3": "settings"}  # fmt: skip
_SETTINGS: Final = (
    '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def compose(draft: Draft, *, created: datetime) -> bytes:
    """The contract as a Word file; see `mingyue.connectors.word.compose`."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            {
                "rId1": ("officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "word/document.xml": _document(draft),
        "word/_rels/document.xml.rels": _relations(
            {name: (part.rstrip("1"), f"{part}.xml") for name, part in _LINKS.items()}
        ),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(len(draft.annexes)),
        "word/settings.xml": f"{DECLARATION}<w:settings {SPACES}>{_SETTINGS}</w:settings>",
        "word/header1.xml": header(draft.header),
        "word/footer1.xml": footer(),
        "docProps/core.xml": _core(draft.cover.title, created),
    }
    return _zip(parts)


def _document(draft: Draft) -> str:
    setter = Setter()
    pieces = [
        *setter.parts(draft.opening),
        *signed(tuple(setter.parts(draft.body)), draft.signatories),
        *(piece for annex in draft.annexes for piece in setter.annex(annex)),
    ]
    places = pages(pieces, 2 + contents_pages(setter.entries))
    front = cover(draft.cover) + contents(setter.entries, places)
    body = front + "".join(piece.xml for piece in pieces) + section(first=False)
    return f"{DECLARATION}<w:document {SPACES}><w:body>{body}</w:body></w:document>"


def _types() -> str:
    plain = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    parts = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _KINDS.items())
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{plain}{parts}</Types>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    """A part of relationships: id -> (kind, target)."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{kind if "/" in kind else f"{_OFFICE}/{kind}"}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _core(title: str, created: datetime) -> str:
    moment = created.astimezone(UTC) if created.tzinfo else created
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{text(title)}</dc:title>{dates}</cp:coreProperties>"
    )


def _zip(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content.encode())
    return out.getvalue()

"""Judges of a redline that share no code with the writer: accept or reject the marks of one author in the raw XML."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree
from word_builder import archive, entries_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settle(data: bytes, author: str | None, *, accept: bool) -> bytes:
    """The file with the marks of this author (None: of everyone) accepted or rejected."""
    entries = entries_of(data)
    for name, content in entries.items():
        if name.startswith("word/") and name.endswith(".xml") and b"w:author" in content:
            root = etree.fromstring(content)
            _settle(root, author, accept=accept)
            entries[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return archive(entries)


def _settle(root: Any, author: str | None, *, accept: bool) -> None:
    gone, kept = ("del", "ins") if accept else ("ins", "del")
    joining = [paragraph for paragraph in root.iter(W + "p") if _loses_mark(paragraph, author, gone, kept)]
    for item in list(root.iter(W + gone)):
        if _is_by(item, author):
            item.getparent().remove(item)
    for item in list(root.iter(W + kept)):
        if _is_by(item, author):
            _unwrap(item, restore=kept == "del")
    for change in list(root.iter(W + "pPrChange")):
        if _is_by(change, author):
            _properties(change, accept=accept)
    for paragraph in joining:
        _join(paragraph)


def _loses_mark(paragraph: Any, author: str | None, gone: str, kept: str) -> bool:
    """Settle the changes of the paragraph's own mark; say whether that removes it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    found = [] if mark is None else [item for item in mark if item.tag in {W + gone, W + kept} and _is_by(item, author)]
    for item in found:
        mark.remove(item)
    return any(item.tag == W + gone for item in found)


def _is_by(item: Any, author: str | None) -> bool:
    return author is None or item.get(W + "author") == author


def _unwrap(item: Any, *, restore: bool) -> None:
    if restore:
        for node in item.iter(W + "delText", W + "delInstrText"):
            node.tag = node.tag.replace("delText", "t").replace("delInstrText", "instrText")
    for node in list(item):
        item.addprevious(node)
    item.getparent().remove(item)


def _properties(change: Any, *, accept: bool) -> None:
    properties = change.getparent()
    properties.remove(change)
    if not accept:
        rest = [deepcopy(node) for node in properties if node.tag in {W + "rPr", W + "sectPr"}]
        properties[:] = [*change[0], *rest]


def _join(paragraph: Any) -> None:
    """Run the paragraph into the one behind it, whose properties stay; an empty one in front of a table just goes."""
    following = paragraph.getnext()
    while following is not None and following.tag not in {W + "p", W + "tbl"}:
        following = following.getnext()
    content = [node for node in paragraph if node.tag != W + "pPr"]
    if following is None or following.tag != W + "p":
        if not any(node.tag in {W + "r", W + "ins", W + "hyperlink"} for node in content):
            paragraph.getparent().remove(paragraph)
        return
    place = 1 if following.find(W + "pPr") is not None else 0
    following[place:place] = content
    paragraph.getparent().remove(paragraph)


def ids(data: bytes) -> list[str]:
    """The ids of all tracked changes in the file."""
    parts = [part for name, part in entries_of(data).items() if name.startswith("word/") and name.endswith(".xml")]
    nodes = [node for part in parts for node in etree.fromstring(part).iter() if node.get(W + "author") is not None]
    return [node.get(W + "id") for node in nodes if node.tag != W + "comment"]

"""SPDX 2.x (JSON and tag-value) and CycloneDX 1.x (JSON and XML) as components with licences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from mingyue.review.document import Unreadable
from mingyue.terms.rights import Component

_UNKNOWN = "NOASSERTION"
_NOTHING = frozenset(("", "NONE", _UNKNOWN))
_MAX_BYTES = 50_000_000


def read(data: bytes) -> tuple[Component, ...]:
    """The components of a bill of materials, in the order of the file. Raises Unreadable."""
    if len(data) > _MAX_BYTES:
        raise Unreadable("组件清单超过 50 MB：请只导出组件，不含文件明细。")
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return _whole(_cyclonedx_xml(data))
    if text.startswith(b"{"):
        return _whole(_json(data))
    if b"SPDXVersion:" in text[:10_000]:
        return _whole(_tag_value(data))
    raise Unreadable("不是组件清单：请提供 SPDX（JSON、tag-value）或 CycloneDX（JSON、XML）文件。")


def _whole(found: Iterable[tuple[object, object, str]]) -> tuple[Component, ...]:
    components: list[Component] = []
    for name, version, licence in found:
        if not isinstance(name, str) or not name.strip():
            raise Unreadable(f"组件清单第 {len(components) + 1} 个组件没有名称：请乙方补全后重新导出。")
        components.append(
            Component(
                name=_short(name),
                version=_short(version) if isinstance(version, str) and version.strip() else None,
                licence=_short(licence) if licence.strip() not in _NOTHING else _UNKNOWN,
            )
        )
    if not components:
        raise Unreadable("组件清单里没有组件：请确认导出时包含依赖。")
    return tuple(components)


def _short(text: str) -> str:
    return " ".join(text.split())[:500]


def _json(data: bytes) -> Iterator[tuple[object, object, str]]:
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("组件清单不是完整的 JSON 文件：请重新导出。") from error
    if isinstance(tree, dict) and "spdxVersion" in tree:
        for package in _entries(tree, "packages"):
            licence = package.get("licenseConcluded")
            if not isinstance(licence, str) or licence in _NOTHING:
                licence = package.get("licenseDeclared")
            yield package.get("name"), package.get("versionInfo"), licence if isinstance(licence, str) else ""
    elif isinstance(tree, dict) and tree.get("bomFormat") == "CycloneDX":
        yield from _cyclonedx(tree)
    else:
        raise Unreadable("这个 JSON 不是组件清单：请提供 SPDX 2 或 CycloneDX 1 文件。")


def _entries(tree: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    entries = tree.get(name) or []
    if not isinstance(entries, list):
        raise Unreadable(f"组件清单的 {name} 不是列表：请重新导出。")
    for index, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise Unreadable(f"组件清单 {name} 的第 {index} 项不是组件：请重新导出。")
        yield entry


def _cyclonedx(tree: Mapping[str, Any]) -> Iterator[tuple[object, object, str]]:
    waiting = [tree]
    while waiting:
        for component in _entries(waiting.pop(), "components"):
            yield component.get("name"), component.get("version"), _licences(component)
            waiting.append(component)


def _licences(component: Mapping[str, Any]) -> str:
    told = []
    for choice in _entries(component, "licenses"):
        licence = choice.get("license")
        named = (licence.get("id") or licence.get("name")) if isinstance(licence, dict) else choice.get("expression")
        if isinstance(named, str) and named:
            told.append(named)
    return _all(told)


def _all(licences: list[str]) -> str:
    """Several licences of one component hold together."""
    return " AND ".join(f"({licence})" if " OR " in licence and len(licences) > 1 else licence for licence in licences)


def _cyclonedx_xml(data: bytes) -> Iterator[tuple[object, object, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("组件清单不是完整的 XML 文件：请重新导出。") from error
    if etree.QName(root).localname != "bom":
        raise Unreadable("这个 XML 不是 CycloneDX 组件清单：请提供 SPDX 或 CycloneDX 文件。")
    for component in root.iterfind(".//{*}component"):
        if etree.QName(component.getparent()).localname == "components":
            choices = component.find("{*}licenses")
            told = [] if choices is None else [_text(choice) for choice in choices]
            yield component.findtext("{*}name"), component.findtext("{*}version"), _all([one for one in told if one])


def _text(choice: etree._Element) -> str:
    named = choice.findtext("{*}id") or choice.findtext("{*}name") or choice.text or ""
    return named.strip()


def _tag_value(data: bytes) -> Iterator[tuple[object, object, str]]:
    package: dict[str, str] = {}
    for line in data.decode("utf-8-sig", errors="replace").splitlines():
        tag, colon, value = line.partition(":")
        if not colon:
            continue
        if tag == "PackageName" and package:
            yield _package(package)
            package = {}
        if tag == "PackageName" or package:
            package.setdefault(tag, value.strip())
    if package:
        yield _package(package)


def _package(tags: Mapping[str, str]) -> tuple[object, object, str]:
    concluded = tags.get("PackageLicenseConcluded", "")
    licence = concluded if concluded not in _NOTHING else tags.get("PackageLicenseDeclared", "")
    return tags["PackageName"], tags.get("PackageVersion"), licence

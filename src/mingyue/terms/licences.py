"""What an open-source licence asks of who ships the software: read from an SPDX expression (section 三.7 of the guide).

A bill of materials names the parts; this says which of them could force the buyer's own code open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from mingyue.terms.rights import Component

Reach = Literal["permissive", "weak", "strong", "unknown"]
"""permissive: notices only; weak: changes to the part itself; strong: the work built on it; unknown: ask the vendor."""
REACHES: Mapping[Reach, str] = {
    "permissive": "宽松",
    "weak": "弱著佐权：修改该组件须公开修改部分",
    "strong": "强著佐权：可能要求公开与其结合的代码",
    "unknown": "不认识的许可证：请乙方书面说明",
}
_ORDER: tuple[Reach, ...] = ("permissive", "weak", "unknown", "strong")
_STRONG = re.compile(
    r"(?:A?GPL|SSPL|OSL|RPL|CC-BY-SA|EUPL|Sleepycat|QPL|CPAL|BUSL|Elastic|CC-BY-NC)(?![a-uw-z])", re.IGNORECASE
)
_WEAK = re.compile(r"(?:LGPL|MPL|EPL|CDDL|CPL|MS-RL|APSL|IPL|SPL|CECILL-C)(?![a-uw-z])", re.IGNORECASE)
_FREE = re.compile(
    r"(?:MIT|Apache|BSD|0BSD|ISC|Zlib|Unlicense|CC0|CC-BY-\d|Python|PSF|PostgreSQL|BSL-1|Boost|X11|NCSA|libpng|OFL|"
    r"MulanPSL|WTFPL|Artistic-2|Unicode|curl|OpenSSL|bzip2|HPND|AFL|UPL|BlueOak|MS-PL|JSON|TCL|ZPL|W3C|FTL)(?![a-uw-z])",
    re.IGNORECASE,
)
# An exception that lets the part be linked without spreading its terms.
_LINKING = re.compile(r"classpath|linking|gcc|runtime|universal-foss|bootloader|autoconf|bison|font", re.IGNORECASE)
_TOKEN = re.compile(r"\(|\)|[^\s()]+")


def reach(expression: str) -> Reach:
    """How far the licence of an SPDX expression reaches: AND takes the farthest, OR lets us choose the nearest."""
    tokens = [*_TOKEN.findall(expression), ""]
    at, found = _either(tokens, 0)
    return found if at == len(tokens) - 1 else "unknown"


def flagged(components: Iterable[Component]) -> Iterator[tuple[Component, Reach]]:
    """The components that a buyer must ask about: strong copyleft and unknown licences."""
    for component in components:
        far = reach(component.licence)
        if far in {"strong", "unknown"}:
            yield component, far


def _either(tokens: list[str], at: int) -> tuple[int, Reach]:
    at, found = _both(tokens, at)
    while tokens[at].upper() == "OR":
        at, other = _both(tokens, at + 1)
        found = min(found, other, key=_ORDER.index)
    return at, found


def _both(tokens: list[str], at: int) -> tuple[int, Reach]:
    at, found = _one(tokens, at)
    while tokens[at].upper() == "AND":
        at, other = _one(tokens, at + 1)
        found = max(found, other, key=_ORDER.index)
    return at, found


def _one(tokens: list[str], at: int) -> tuple[int, Reach]:
    if tokens[at] == "(":
        at, found = _either(tokens, at + 1)
        return (at + 1, found) if tokens[at] == ")" else (at, "unknown")
    if tokens[at] in {"", ")"}:
        return at, "unknown"
    found = _named(tokens[at])
    if tokens[at + 1].upper() == "WITH" and tokens[at + 2]:
        return at + 3, "weak" if found == "strong" and _LINKING.search(tokens[at + 2]) else found
    return at + 1, found


def _named(licence: str) -> Reach:
    if _WEAK.match(licence):
        return "weak"
    if _STRONG.match(licence):
        return "strong"
    return "permissive" if _FREE.match(licence) else "unknown"

"""A contract as PDF/A: the data of the contract and a page layout, set by Typst."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from mingyue.connectors.typeset.flow import flow
from mingyue.connectors.typeset.glyphs import covered
from mingyue.drafting.tree import Draft
from mingyue.terms.errors import UserError

_AROUND: Final = 10  # characters on each side that show the user the place
_NO_GLYPH_NEEDED: Final = frozenset("\u200b")


class Missing(UserError):  # noqa: N818 - it names the state of the machine, as the message does
    """What makes a PDF is not installed. The message is one sentence for the user."""


class Unprintable(UserError):  # noqa: N818 - it names the state of the text, as the message does
    """The fonts lack a character of the contract. The message is one sentence for the user that names it and its place."""


def pdf(draft: Draft, *, created: datetime) -> bytes:
    """The contract as PDF: cover, table of contents, header and footer, annexes, signature block; fonts embedded.

    created: the date in the file's properties, as UTC where it names no zone. The same contract and date give the same bytes.
    Raises `Missing` without typst and its fonts, `Unprintable` for a character that the fonts do not have.
    """
    moment = moment_of(created)
    return compiled("contract.typ", flow(draft, moment), moment)


def moment_of(created: datetime) -> datetime:
    """The time that a file states: UTC, whole seconds."""
    moment = created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    return moment.replace(microsecond=0)


def compiled(layout: str, data: dict[str, Any], moment: datetime) -> bytes:
    """A layout of this folder with its data as PDF/A. Raises `Missing`, `Unprintable`."""
    try:
        import pylopdf_fonts_zh_cn as fonts  # noqa: PLC0415 - an extra that most users do without
        import typst  # noqa: PLC0415
    except ImportError as fault:
        raise Missing("生成 PDF 需要 typst 和中文字体：pip install 'mingyue[pdf]'") from fault
    _check(data, fonts.serif_path(), fonts.sans_path())
    folder = files("mingyue.connectors.typeset")
    made = typst.compile(
        b"".join(folder.joinpath(name).read_bytes() for name in ("common.typ", layout)),
        font_paths=typst.Fonts(False, False, [fonts.serif_path().parent]),
        sys_inputs={"draft": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards="a-2u",
        timestamp=moment,
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single file")
    return made


def _check(data: dict[str, Any], *fonts: Path) -> None:
    """Raise `Unprintable` at the first text with a character that one of the fonts lacks; Typst would leave a hollow box."""
    known = frozenset.intersection(*(covered(font) for font in fonts))
    for text in _texts(data):
        for at, char in enumerate(text):
            if ord(char) not in known and char not in _NO_GLYPH_NEEDED:
                place = text[max(0, at - _AROUND) : at + _AROUND + 1]
                raise Unprintable(
                    f"PDF 的字体里没有“{char}”（U+{ord(char):04X}）这个字，它在“{place}”：请换成通用的写法，或者改为生成 Word 文件。"
                )


def _texts(data: object) -> Iterator[str]:
    """All strings in the data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)

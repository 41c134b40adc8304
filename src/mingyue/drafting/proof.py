"""Whether a contract text says the terms it was drafted from: it is read back and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mingyue.drafting.page import Page
from mingyue.drafting.recover import recover
from mingyue.drafting.tables import JOINT
from mingyue.drafting.tree import Annex, Article, Clause, Draft, Form, Paragraph, Part, Table, printable
from mingyue.review.document import Block, Document
from mingyue.terms.contract import Contract
from mingyue.terms.reading import Fault, Path, TermsError, contractual, model


def unreadable(terms: Contract, draft: Draft, pages: tuple[Page, ...]) -> tuple[Fault, ...]:
    """The values that somebody who reads this draft would not find, or would find changed, each with the mend."""
    said = contractual(terms).model_dump()
    tree = recover(as_document(draft), pages).tree
    try:  # as a model only: what one missing value contradicts elsewhere would hide the cause
        read = contractual(model(Contract, tree)).model_dump()
    except TermsError as error:
        read, paths = tree, [fault.path for fault in error.faults]
    else:
        paths = list(_differences(said, read))
    causes = [cause for path in paths for cause in [*_barred(_at(said, path), path)] or [path]]
    return tuple(_fault(path, _at(said, path), _at(read, path)) for path in causes)


def as_document(draft: Draft) -> Document:
    """The text of a draft as a reader of the finished file gives it, without automatic numbers."""
    lines = [draft.cover.title, draft.cover.number, *(JOINT.join(line) for line in draft.cover.lines)]
    for part in (*draft.opening, *draft.body):
        lines += _lines(part)
    lines += [JOINT.join((side.label, side.name)) for side in draft.signatories]
    for annex in draft.annexes:
        lines += [annex.title, *(line for part in annex.parts for line in _lines(part))]
    lines = list(map(printable, lines))
    blocks, start = [], 0
    for number, line in enumerate(lines, 1):
        blocks.append(Block(start, start + len(line), f"p{number}"))
        start += len(line) + 1
    return Document("\n".join(lines), tuple(blocks), "docx")


def _lines(part: Part | Annex) -> Iterator[str]:
    match part:
        case Article():
            yield part.title
        case Clause() | Paragraph():
            yield part.text
        case Form():
            yield from map(JOINT.join, part.rows)
        case Table():
            yield from map(JOINT.join, (part.head, *part.rows))


def _differences(said: object, read: object, path: Path = ()) -> Iterator[Path]:
    """Where two plain trees differ, at the deepest place."""
    if said == read:
        return
    if isinstance(said, Mapping) and isinstance(read, Mapping):
        for name in {**said, **read}:
            yield from _differences(said.get(name), read.get(name), (*path, name))
    elif isinstance(said, tuple) and isinstance(read, tuple) and len(said) == len(read):
        for index, (one, other) in enumerate(zip(said, read, strict=True)):
            yield from _differences(one, other, (*path, index))
    else:
        yield path


def _barred(said: object, path: Path) -> Iterator[Path]:
    """The texts at or below a path that look like two cells of a table: they lose their whole row."""
    if isinstance(said, str) and "|" in said:
        yield path
    entries = said.items() if isinstance(said, Mapping) else enumerate(said) if isinstance(said, tuple) else ()
    for name, entry in entries:
        yield from _barred(entry, (*path, name))


def _at(value: Any, path: Path) -> Any:  # noqa: ANN401 - a node of a plain tree
    """What stands at a path of a plain tree; None where nothing does."""
    for name in path:
        if isinstance(value, Mapping):
            value = value.get(name)
        else:
            value = value[int(name)] if isinstance(value, tuple | list) and int(name) < len(value) else None
    return value


def _fault(path: Path, said: object, read: object) -> Fault:
    texts = [each for each in (said if isinstance(said, tuple) else (said,)) if isinstance(each, str)]
    if any(text != printable(text) for text in texts):
        what = "含有看不见的字符（如零宽空格、组合用的连接符），合同里印不出来，请重新键入这一项。"
    elif isinstance(said, str) and "|" in said:
        what = "含有竖线“|”，在合同的表格里会与格线混淆，请改用顿号或者斜线。"
    elif isinstance(said, tuple) and any("、" in text or "；" in text for text in texts):
        what = "有一项含有“、”或者“；”，会与各项之间的标点混淆，请改用“和”或者逗号，或者拆成几项。"
    elif read is None or read == ():
        what = (
            "合同文本没有写明这一项：所用的条款文字里没有它的位置，或者它与固定文字混在一起，请检查这一项和相邻各项。"
        )
    else:
        shown = "、".join(map(str, read)) if isinstance(read, tuple) else str(read)
        what = f"写进合同后会被读成“{shown[:40]}”，请换一种写法。"
    return Fault(path, what)

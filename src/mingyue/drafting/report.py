"""阶段性验收报告: the form that the contract attaches, filled in for one milestone (section 三.3 of the guide)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from mingyue.drafting.page import Page
from mingyue.drafting.tree import Form, Paragraph, Part, Table
from mingyue.terms.contract import Contract

PAGE: Final = ("scope_acceptance", "report_form")
_NONE: Final = "无"


@dataclass(frozen=True, slots=True)
class Tested:
    """A requirement and whether it met its criterion when it was tested. note: what was seen."""

    id: str
    title: str
    criterion: str
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an acceptance report says. asked: when the vendor asked for it; record: of the tests as a whole; rectify: by when what."""

    number: str
    milestone: str
    passed: bool
    accepted: date
    asked: date | None = None
    tested: tuple[Tested, ...] = ()
    deliverables: tuple[str, ...] = ()
    record: str = ""
    failed: tuple[str, ...] = ()
    rectify: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document of its own without a cover. signatures: label and name of each side, in the order of signing places."""

    title: str
    number: str
    parts: tuple[Part, ...]
    signatures: tuple[tuple[str, str], ...]


def report(terms: Contract, pages: Sequence[Page], filled: Report) -> Sheet:
    """The form of the clause library with these values, and the list of what was tested.

    Raises LookupError for a milestone that the terms do not have, and where the library has no such form.
    """
    page, lines = next(
        (page, clause.positions["preferred"])
        for page in pages
        for clause in page.clauses
        if (page.family, clause.key) == PAGE
    )
    fields, signing = (line.form for line in lines if line.form)
    values = _values(terms, filled)
    told = ("".join(piece for piece in line.pieces if isinstance(piece, str)) for line in lines if line.pieces)
    parts = (
        Form(tuple((label, values.get(label, "")) for label in fields)),
        *_table(filled.tested),
        *(Paragraph(text) for text in told),
    )
    names = (terms.parties.buyer.name, terms.parties.vendor.name)
    return Sheet(page.title, filled.number, parts, tuple(zip(signing[::2], names, strict=True)))


def _values(terms: Contract, filled: Report) -> Mapping[str, str]:
    stage = {each.id: each.title for each in terms.implementation_schedule.milestones}[filled.milestone]
    return {
        "合同名称和编号": _joined((terms.title, terms.number or ""), "，"),
        "里程碑编号和名称": f"{filled.milestone} {stage}",
        "提交验收的日期": filled.asked.isoformat() if filled.asked else "",
        "验收日期": filled.accepted.isoformat(),
        "验收的功能（编号）": _joined((each.id for each in filled.tested), "、") or _NONE,
        "提交的交付物": _joined(filled.deliverables, "、") or _NONE,
        "验收的测试记录": filled.record or ("见下表" if filled.tested else _NONE),
        "未通过的项目和原因": _joined(filled.failed, "；") or _NONE,
        "整改要求和完成期限": filled.rectify or _NONE,
        "验收结论": "合格" if filled.passed else "不合格",
    }


def _table(tested: Sequence[Tested]) -> tuple[Part, ...]:
    if not tested:
        return ()
    rows = tuple(
        (each.id, each.title, each.criterion or "—", "通过" if each.passed else "未通过", each.note) for each in tested
    )
    return (Table(("编号", "功能", "验收标准", "结果", "测试情况"), rows, (10, 18, 36, 10, 26)),)


def _joined(texts: Iterable[str], mark: str) -> str:
    return mark.join(filter(None, texts))

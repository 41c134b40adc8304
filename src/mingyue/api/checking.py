"""Check drafts: read, check, report, redline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from mingyue import __version__
from mingyue.clauses import library
from mingyue.review import playbook as playbooks
from mingyue.review.case import Case
from mingyue.review.document import Document, Span, Unreadable
from mingyue.review.engine import run
from mingyue.review.finding import FAMILIES, Fact, FamilyReading, Finding, Party, Review
from mingyue.review.playbook import Playbook
from mingyue.review.rules import Rule
from mingyue.review.scan import Scan
from mingyue.review.taxonomy import FACTS


def read_file(path: Path) -> bytes:
    """The bytes of a draft, its size looked at first. Raises Unreadable (not a file, too large) and OSError."""
    from mingyue.connectors import sniff

    if path.is_dir():
        raise Unreadable("这是文件夹，不是文件：请写出其中的文件，例如 文件夹/*.docx。")
    size = path.stat().st_size
    if not path.is_file():  # a pipe or a device may never end
        raise Unreadable("这不是普通文件：请先存成文件再检查。")
    sniff.check_size(size)
    return path.read_bytes()


def draft_kind(data: bytes, name: str) -> str:
    """What kind of draft the bytes are, by their content: docx, doc, wps, rtf, odt, pdf, text.

    Raises Unreadable with one sentence for what is too large or no draft at all; a whole reading may still find faults.
    """
    from mingyue.connectors import sniff

    sniff.check_size(len(data))
    return sniff.kind_of(data, name)


def to_word(data: bytes, name: str) -> bytes | None:
    """The draft as .docx: as it is, or converted from .doc, .wps, .rtf and .odt; None for PDF and plain text.

    Raises Unreadable with one sentence.
    """
    from mingyue.connectors import sniff

    kind = sniff.kind_of(data, name)
    if kind in {"pdf", "text"}:
        return None
    if kind == "docx":
        return data
    from mingyue.connectors import office

    return office.to_docx(data, kind)


_T = TypeVar("_T")
_SAMPLE, _LEAST_CHINESE = 20_000, 20


def read_document(data: bytes, name: str) -> Document:
    """Reads a draft (.docx, .doc, .wps, .pdf with a text layer, .txt, .md). Raises Unreadable with one sentence."""
    docx = to_word(data, name)
    if docx is not None:
        from mingyue.connectors import word

        return word.read(docx)
    from mingyue.connectors import pdf, plain, sniff

    return pdf.read(data) if sniff.kind_of(data, name) == "pdf" else plain.read(data)


def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of families."""
    return library().rules


def playbook(text: str) -> Playbook:
    """A user's playbook over the defaults. Raises PlaybookError with one sentence."""
    return playbooks.parse(text, frozenset(rule.id for rule in library().rules))


def playbook_template() -> str:
    """The default playbook as TOML, to start one's own from."""
    return playbooks.default_text()


def check(
    document: Document,
    *,
    as_of: date,
    playbook: Playbook | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Review:
    """Reads the draft from the buyer's side: parties, families, facts, findings.

    progress: told after each step how many are done, of how many.
    """
    content = library()
    steps = _Steps(progress, len(FAMILIES) + len(content.facts) + len(content.rules))
    scan = Scan.of(document)
    clauses: dict[str, FamilyReading] = {family: content.families[family](scan) for family in steps.of(FAMILIES)}
    read: dict[str, Fact] = {}
    for facts_of in steps.of(content.facts.values()):
        read.update(facts_of(scan))
    facts = {name: read.get(name) for name in FACTS}
    kind = content.contract_type(scan)
    features = content.features(scan, kind)
    house = playbook or playbooks.default()
    case = Case(scan, kind, features, clauses, facts, house, as_of)
    return Review(
        document=_noted(document, scan.part),
        contract_type=kind,
        parties=scan.roles.parties,
        clauses=clauses,
        facts=facts,
        findings=run(case, steps.of(content.rules), content.functions),
        as_of=as_of,
        playbook_sha256=house.sha256,
        extra={name: fact for name, fact in read.items() if name not in FACTS},
    )


class _Steps:
    """Counts the steps of a check as they are done."""

    __slots__ = ("_done", "_tell", "_total")

    def __init__(self, tell: Callable[[int, int], None] | None, total: int) -> None:
        self._tell, self._total, self._done = tell, total, 0

    def of(self, parts: Iterable[_T]) -> Iterator[_T]:
        """The parts, each counted when the next is asked for."""
        for part in parts:
            yield part
            self._done += 1
            if self._tell:
                self._tell(self._done, self._total)


def _noted(document: Document, part: str) -> Document:
    """The document with a note on which part of it was reviewed."""
    if sum("\u4e00" <= c <= "\u9fff" for c in document.text[:_SAMPLE]) < _LEAST_CHINESE:
        return replace(
            document, notes=(*document.notes, "文本里几乎没有中文，不像一份中文合同，下面的结果可能没有意义。")
        )
    if not part:
        return document
    return replace(document, notes=(*document.notes, f"这是一份招标（采购）文件，只审查了其中的合同部分「{part}」。"))


def result(review: Review, file: str) -> dict[str, Any]:
    """The object of check-result.schema.json for one file."""
    return {
        "mingyue": __version__,
        "file": file,
        "text_sha256": review.document.sha256,
        "contract_type": review.contract_type,
        "parties": [_party(party) for party in review.parties],
        "clauses": {
            family: {"present": reading.present, "spans": [_span(s) for s in reading.spans]}
            for family, reading in review.clauses.items()
        },
        "facts": {name: _fact(fact) for name, fact in {**review.facts, **review.extra}.items()},
        "findings": [_finding(finding) for finding in review.findings],
        "as_of": review.as_of.isoformat(),
        "playbook_sha256": review.playbook_sha256,
    }


def redline(data: bytes, review: Review, *, author: str, date: datetime) -> bytes:
    """The vendor's .docx with tracked changes and comments that answer a review of this very file; waivers are left alone.

    data: what `to_word` gave; author, date: who signs the marks and when. The same input gives the same bytes.
    Raises Unreadable when the file cannot be read, ValueError when the review speaks of places it does not have.
    """
    from mingyue.connectors import word
    from mingyue.law import load
    from mingyue.redline import plan

    law = load()
    revisions = plan(review, labels=lambda citation: law.label(citation, review.as_of))
    return word.write(data, revisions, author, date)


def report(
    review: Review,
    file: str,
    form: Literal["text", "json", "html"] = "text",
    *,
    columns: int = 100,
    colour: bool = False,
) -> str:
    """A review as a report: text for the terminal, JSON, or a self-contained HTML page.

    columns, colour: of the text form.
    """
    if form == "json":
        return _lines(result(review, file))
    if form == "html":
        from mingyue.connectors.report.html import html

        return html(review, file)
    from mingyue.connectors.report.text import text

    return text(review, file, columns=columns, colour=colour)


def _lines(value: Mapping[str, Any]) -> str:
    """JSON with one entry a line: as easy to read as indented, and written by the encoder in C."""
    return "{\n" + ",\n".join(f"  {_json(key)}: {_entries(entry)}" for key, entry in value.items()) + "\n}\n"


def _entries(value: object) -> str:
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"    {_json(key)}: {_json(entry)}" for key, entry in value.items()) + "\n  }"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"    {_json(entry)}" for entry in value) + "\n  ]"
    return _json(value)


_json = json.JSONEncoder(ensure_ascii=False).encode


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.quote, "anchor": span.anchor}


def _party(party: Party) -> dict[str, Any]:
    code = party.credit_code
    return {
        "label": party.label,
        "position": party.position,
        "name": party.name,
        "aliases": list(party.aliases),
        "credit_code": {"value": code.value, "valid": code.valid} if code else None,
    }


def _fact(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    return {"value": fact.value, "quote": fact.span.quote, "start": fact.span.start, "end": fact.span.end}


def _finding(finding: Finding) -> dict[str, Any]:
    fields: Mapping[str, Any] = {
        "rule": finding.rule,
        "risk": finding.risk,
        "family": finding.family,
        "severity": finding.severity,
        "title": finding.title,
        "span": _span(finding.span) if finding.span else None,
        "basis": list(finding.basis),
        "fix": {"action": finding.fix.action, "text": finding.fix.text} if finding.fix else None,
    }
    waived = finding.waived
    if waived is None:
        return dict(fields)
    until = waived.until.isoformat() if waived.until else None
    return {**fields, "waived": {"reason": waived.reason, "by": waived.by, "until": until}}

"""The one door to the engines: check drafts, keep contracts as data, compute what follows.

>>> from mingyue import api
>>> document = api.read_document(data, "draft.docx")
>>> review = api.check(document, as_of=date(2026, 11, 23))
>>> api.result(review, "draft.docx")  # the object of check-result.schema.json
>>> api.redline(data, review, author="采购部", date=datetime(2026, 11, 23))
>>> project = api.open_project(Path("crm"))
>>> api.replay(project, as_of=date(2026, 11, 23)).advice.pay

Names are loaded when they are first asked for: a check needs no ledger.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingyue.api.books import book, event_line, log_lines, sealed
    from mingyue.api.checking import (
        check,
        draft_kind,
        playbook,
        playbook_template,
        read_document,
        read_file,
        redline,
        report,
        result,
        rules,
        to_word,
    )
    from mingyue.api.contracts import (
        TermsFileError,
        clause_texts,
        draft,
        read_components,
        read_contract,
        read_terms,
        terms_schema,
        terms_text,
        unfinished,
        unknown_terms,
    )
    from mingyue.api.deciding import citation, clean, families, with_findings
    from mingyue.api.ledgers import (
        Project,
        calendar,
        corrected_content,
        event_kinds,
        keep_evidence,
        new_project,
        open_project,
        record,
        replay,
        simulate,
        stamp,
        verify,
    )
    from mingyue.api.many import Standing, portfolio, projects, standing
    from mingyue.api.notice import CalendarEntry, Robot, RobotError, agenda, robot, robot_kinds, tell_robot
    from mingyue.api.sheets import read_list, write_lists
    from mingyue.api.signing import (
        AcceptanceReport,
        PdfSignature,
        SigningError,
        SigningKey,
        TestedRequirement,
        WrongPassphrase,
        acceptance_report,
        sign_pdf,
        signing_authority,
        signing_key,
        verify_pdf,
    )
    from mingyue.api.statements import explain, export, export_table, read_position, statement, why
    from mingyue.api.telling import change_told, code_words, event_told, read_event
    from mingyue.api.texts import contract_text, terms_changes, terms_of, terms_tree, text_faults
    from mingyue.api.worked import sample_draft, worked_example
    from mingyue.connectors.folder import Entry, FolderError, Verdict
    from mingyue.ledger.event import Event, EventError
    from mingyue.ledger.position import Position
    from mingyue.review.document import Document, Unreadable
    from mingyue.review.finding import Finding, Review
    from mingyue.review.playbook import Playbook, PlaybookError
    from mingyue.review.rules import Rule
    from mingyue.terms.contract import Contract

__all__ = [
    "AcceptanceReport",
    "CalendarEntry",
    "Contract",
    "Document",
    "Entry",
    "Event",
    "EventError",
    "Finding",
    "FolderError",
    "PdfSignature",
    "Playbook",
    "PlaybookError",
    "Position",
    "Project",
    "Review",
    "Robot",
    "RobotError",
    "Rule",
    "SigningError",
    "SigningKey",
    "Standing",
    "TermsFileError",
    "TestedRequirement",
    "Unreadable",
    "Verdict",
    "WrongPassphrase",
    "acceptance_report",
    "agenda",
    "book",
    "calendar",
    "change_told",
    "check",
    "citation",
    "clause_texts",
    "clean",
    "code_words",
    "contract_text",
    "corrected_content",
    "draft",
    "draft_kind",
    "event_kinds",
    "event_line",
    "event_told",
    "explain",
    "export",
    "export_table",
    "families",
    "keep_evidence",
    "log_lines",
    "new_project",
    "open_project",
    "playbook",
    "playbook_template",
    "portfolio",
    "projects",
    "read_components",
    "read_contract",
    "read_document",
    "read_event",
    "read_file",
    "read_list",
    "read_position",
    "read_terms",
    "record",
    "redline",
    "replay",
    "report",
    "result",
    "robot",
    "robot_kinds",
    "rules",
    "sample_draft",
    "sealed",
    "sign_pdf",
    "signing_authority",
    "signing_key",
    "simulate",
    "stamp",
    "standing",
    "statement",
    "tell_robot",
    "terms_changes",
    "terms_of",
    "terms_schema",
    "terms_text",
    "terms_tree",
    "text_faults",
    "to_word",
    "unfinished",
    "unknown_terms",
    "verify",
    "verify_pdf",
    "why",
    "with_findings",
    "worked_example",
    "write_lists",
]
_HOMES = {
    "mingyue.api.notice": "CalendarEntry Robot RobotError agenda robot robot_kinds tell_robot",
    "mingyue.api.books": "book event_line log_lines sealed",
    "mingyue.api.checking": "check draft_kind playbook playbook_template read_document read_file redline report result rules to_word",
    "mingyue.api.contracts": (
        "TermsFileError clause_texts draft read_components read_contract read_terms terms_schema terms_text unfinished unknown_terms"
    ),
    "mingyue.api.deciding": "citation clean families with_findings",
    "mingyue.api.ledgers": "Project calendar corrected_content event_kinds keep_evidence new_project open_project record replay simulate stamp verify",
    "mingyue.api.many": "Standing portfolio projects standing",
    "mingyue.api.worked": "sample_draft worked_example",
    "mingyue.api.sheets": "read_list write_lists",
    "mingyue.api.signing": (
        "AcceptanceReport PdfSignature SigningError SigningKey TestedRequirement WrongPassphrase "
        "acceptance_report sign_pdf signing_authority signing_key verify_pdf"
    ),
    "mingyue.api.statements": "explain export export_table read_position statement why",
    "mingyue.api.texts": "contract_text terms_changes terms_of terms_tree text_faults",
    "mingyue.api.telling": "change_told code_words event_told read_event",
    "mingyue.connectors.folder": "Entry FolderError Verdict",
    "mingyue.ledger.event": "Event EventError",
    "mingyue.ledger.position": "Position",
    "mingyue.review.document": "Document Unreadable",
    "mingyue.review.finding": "Finding Review",
    "mingyue.review.playbook": "Playbook PlaybookError",
    "mingyue.review.rules": "Rule",
    "mingyue.terms.contract": "Contract",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOME[name]), name)

"""Acceptance reports: prepared from the terms, frozen for signature, recorded in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.contract import Contract
from mingyue.terms.errors import UserError
from mingyue.terms.schedule import Milestone
from mingyue.web.people.models import User
from mingyue.web.signoff import signing
from mingyue.web.signoff.models import Document, Report, ReportLine
from mingyue.web.store import books, files
from mingyue.web.store.models import Project


class ReportError(UserError):
    """A report that cannot be made or signed; the message says why and the mend."""


def milestones(position: api.Position) -> Mapping[str, Milestone]:
    """The milestones that may be tested, by id: of the terms in force, once signed, those that are not accepted."""
    if not any(event.kind == "signed" for event in position.events):
        return {}
    plan = position.terms.implementation_schedule.milestones
    return {each.id: each for each in plan if not any(_of(event, "accepted", each.id) for event in position.events)}


@transaction.atomic
def prepare(project: Project, milestone: str, *, by: User, today: date) -> Report:
    """A report on a milestone with a line for each of its deliverables and requirements. Raises ReportError, and as `position`."""
    Project.objects.select_for_update().get(pk=project.pk)
    position = books.position(project, as_of=today)
    stage = milestones(position).get(milestone)
    if stage is None:
        raise ReportError(_("没有这个里程碑，或者合同还没有签署，或者它已经验收合格：请从列表里选。"))
    if Report.objects.filter(project=project, milestone=milestone, withdrawn=None, document__seq=None).exists():
        raise ReportError(_("这个里程碑已经有一份没有签完的验收报告：请接着用它，或者先撤回。"))
    count = Report.objects.filter(project=project, milestone=milestone).count()
    asked = [each.day for each in position.events if _of(each, "delivered", milestone)]
    report = Report.objects.create(
        project=project,
        milestone=milestone,
        title=stage.title[:200],
        number=f"YS-{milestone}-{count + 1}",
        asked=asked[-1] if asked else None,
        deliverables=list(stage.deliverables),
        by=by,
    )
    ReportLine.objects.bulk_create(_lines(report, stage, position.terms))
    return report


def _of(event: api.Event, kind: str, milestone: str) -> bool:
    return event.kind == kind and getattr(event.content, "milestone", None) == milestone


def _lines(report: Report, stage: Milestone, terms: Contract) -> Iterable[ReportLine]:
    handed = [(f"D{number}", title, "") for number, title in enumerate(stage.deliverables, 1)]
    asked = [
        (each.id, each.title, each.acceptance or "")
        for each in terms.scope_acceptance.requirements
        if each.milestone == stage.id
    ]
    for place, (key, title, criterion) in enumerate((*handed, *asked)):
        yield ReportLine(report=report, place=place, key=key, title=title, criterion=criterion)


@transaction.atomic
def tick(report: Report, results: Mapping[int, tuple[str, str]], *, by: User, now: datetime) -> None:
    """Keeps results and notes by the ids of lines; lines that say what they said keep who said it. Raises ReportError once it is frozen."""
    _draft(report)
    for line in report.lines.all():
        result, note = results.get(line.pk, (line.result, line.note))
        if (result, note) != (line.result, line.note) and result in {"", "passed", "failed"}:
            line.result, line.note, line.by, line.at = result, note.strip(), by, now
            line.save(update_fields=["result", "note", "by", "at"])


@transaction.atomic
def describe(report: Report, *, record: str, rectify: str) -> None:
    """Keeps what the report says of the tests as a whole. Raises ReportError once it is frozen."""
    _draft(report)
    report.record, report.rectify = record.strip(), rectify.strip()
    report.save(update_fields=["record", "rectify"])


@transaction.atomic
def add(report: Report, title: str, criterion: str) -> None:
    """One more line: something that the terms do not list. Raises ReportError."""
    _draft(report)
    if not title.strip():
        raise ReportError(_("请写上验收的内容。"))
    place = report.lines.count()
    own = report.lines.filter(key__startswith="+").count() + 1
    ReportLine.objects.create(
        report=report, place=place, key=f"+{own}", title=title.strip(), criterion=criterion.strip()
    )


def _draft(report: Report) -> None:
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.document_id or held.withdrawn:
        raise ReportError(_("报告已经提交签署或者撤回，内容不能再改：要改，请撤回后重新准备。"))


def passed(lines: Iterable[ReportLine]) -> bool:
    """The conclusion: nothing failed."""
    return all(line.result != "failed" for line in lines)


def put_up(report: Report, *, by: User, now: datetime) -> Document:
    """Freezes the report as a PDF for both sides to sign. Raises ReportError for what is missing, EventError where the ledger would refuse it."""
    lines = list(report.lines.all())
    _complete(report, lines)
    project = report.project
    book = books.open_book(project)
    terms = api.replay(book, as_of=now.date()).terms
    api.sealed(book, [entry(report, lines, happened=now.date())], recorded=now, by=by.name)
    pdf = api.acceptance_report(terms, _filled(report, lines, now.date()), created=now)
    with transaction.atomic():
        _draft(report)
        kept = files.keep(project, f"阶段性验收报告 {report.number}.pdf", pdf, by=by)
        report.document = Document.objects.create(
            project=project,
            kind="report",
            title=f"阶段性验收报告 {report.number}",
            original=kept,
            current=kept,
            buyer=terms.parties.buyer.name,
            vendor=terms.parties.vendor.name,
            by=by,
        )
        report.save(update_fields=["document"])
    return report.document


def _complete(report: Report, lines: Sequence[ReportLine]) -> None:
    if open_ := [line.title for line in lines if not line.result]:
        raise ReportError(_("这些项目还没有结果：%(names)s。") % {"names": "、".join(open_[:5])})
    if not lines and not report.record:
        raise ReportError(_("没有逐项结果时，要写测试记录：验收的是什么、怎样测的。"))
    if bare := [line.title for line in lines if line.result == "failed" and not line.note]:
        raise ReportError(_("未通过的项目要写明情况：%(names)s。") % {"names": "、".join(bare[:5])})
    if not passed(lines) and not report.rectify:
        raise ReportError(_("验收不合格时，要写整改要求和完成期限。"))


def _filled(report: Report, lines: Sequence[ReportLine], day: date) -> api.AcceptanceReport:
    tested = (
        api.TestedRequirement(line.key, line.title, line.criterion, line.result == "passed", line.note)
        for line in lines
    )
    return api.AcceptanceReport(
        report.number,
        report.milestone,
        passed(lines),
        day,
        asked=report.asked,
        tested=tuple(tested),
        deliverables=tuple(report.deliverables),
        record=report.record,
        failed=reasons(lines),
        rectify=report.rectify,
    )


def reasons(lines: Iterable[ReportLine]) -> tuple[str, ...]:
    """Why it was refused: each line that failed."""
    return tuple(f"{line.key} {line.title}：{line.note}" for line in lines if line.result == "failed")


def entry(report: Report, lines: Sequence[ReportLine], *, happened: date, evidence: tuple[str, ...] = ()) -> api.Entry:
    """What the ledger gets: accepted, or rejected with its reasons."""
    data: dict[str, object] = {"milestone": report.milestone}
    kind = "accepted" if passed(lines) else "rejected"
    data |= {"report": report.number} if kind == "accepted" else {"reasons": list(reasons(lines))}
    return api.Entry(kind, happened.isoformat(), data, key=f"signoff-report-{report.pk}", evidence=evidence)


def after(report: Report, *, by: User, now: datetime) -> signing.Then:
    """What follows a signature: an acceptance counts once both sides have signed; a refusal is the buyer's alone, so the buyer's
    signature records it and the vendor's only says that it was received.
    """

    def then(document: Document, side: str) -> None:
        lines = list(report.lines.all())
        ready = signing.complete(document) if passed(lines) else side == "buyer"
        if not ready:
            return
        told = entry(report, lines, happened=now.date(), evidence=(document.current.sha256,))
        (line,) = books.record(document.project, [told], by=by.name, now=now)
        document.seq = line.seq
        document.save(update_fields=["seq"])

    return then


@transaction.atomic
def withdraw(report: Report, *, now: datetime) -> None:
    """Takes a report back that the ledger does not know yet. Raises ReportError."""
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.withdrawn:
        raise ReportError(_("已经撤回了。"))
    if held.document is not None:
        if held.document.seq is not None:
            raise ReportError(_("报告已经记入台账，不能撤回：记错了请在台账里更正。"))
        held.document.withdrawn = now
        held.document.save(update_fields=["withdrawn"])
    held.withdrawn = now
    held.save(update_fields=["withdrawn"])

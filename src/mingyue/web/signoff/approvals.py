"""Approvals before signature: asking, deciding, and whether what was approved is still what would be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.contract import Contract
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.signoff import chain, people
from mingyue.web.signoff.models import ApprovalRequest, Decision
from mingyue.web.signoff.rules import Rule
from mingyue.web.store.models import Evidence, Project, TermsVersion


class ApprovalError(UserError):
    """An approval that is not begun or not given; the message says why and the mend."""


@dataclass(frozen=True, slots=True)
class Current:
    """What the texts of a project are now: the newest terms, and the newest file that was put to the chain; as SHA-256."""

    version: TermsVersion | None
    terms: str
    file: str


def signed(project: Project) -> bool:
    """Whether the contract was signed."""
    return project.lines.filter(kind="signed").exists()


def digest(text: str) -> str:
    """The hash by which a text of terms is known."""
    return sha256(text.encode()).hexdigest()


def current(project: Project) -> Current:
    """The newest terms and file of a project."""
    return _current(project, project.approvals.exclude(evidence=None).filter(withdrawn=None)[:1])


def _current(project: Project, requests: Iterable[ApprovalRequest]) -> Current:
    version = project.terms_versions.order_by("-number").first()
    file = next((each.sha256 for each in requests if each.evidence_id), "")
    return Current(version, digest(version.text) if version else "", file)


def newest(project: Project) -> tuple[ApprovalRequest, str] | None:
    """The request that was begun last and not withdrawn, and its state."""
    requests = list(project.approvals.filter(withdrawn=None).prefetch_related("decisions"))
    return (requests[0], state(requests[0], _current(project, requests))) if requests else None


def state(request: ApprovalRequest, texts: Current) -> str:
    """pending, approved, refused; withdrawn; void: the text was changed after the request."""
    if request.withdrawn:
        return "withdrawn"
    decided = chain.state(chain_of(request), decisions(request))
    if decided != "refused" and request.sha256 != (texts.file if request.evidence_id else texts.terms):
        return "void"
    return decided


def chain_of(request: ApprovalRequest) -> chain.Chain:
    """The request as the chain's logic takes it."""
    return chain.Chain(tuple(request.steps), request.by_id, request.own, request.twice)


def decisions(request: ApprovalRequest) -> list[chain.Decided]:
    """What was decided so far, in order."""
    return [chain.Decided(each.by_id, each.approved, each.instead_of_id) for each in request.decisions.all()]


def approved(project: Project, texts: Current) -> ApprovalRequest | None:
    """The request that approves the newest terms, if there is one."""
    found = project.approvals.filter(sha256=texts.terms, withdrawn=None).prefetch_related("decisions")
    return next((each for each in found if not each.evidence_id and state(each, texts) == "approved"), None)


@transaction.atomic
def start(project: Project, what: TermsVersion | Evidence, rule: Rule, *, by: User, note: str = "") -> ApprovalRequest:
    """Puts the newest terms, or a file, to the chain. Raises ApprovalError (the same text is there already), TermsFileError."""
    Project.objects.select_for_update().get(pk=project.pk)
    version = what if isinstance(what, TermsVersion) else None
    file = what if isinstance(what, Evidence) else None
    if version is not None and signed(project):
        raise ApprovalError(_("合同已经签署，条款不再审批：要改变，请走变更或者补充协议。"))
    texts = current(project)
    hashed = digest(version.text) if version else what.sha256 if isinstance(what, Evidence) else ""
    for each in project.approvals.filter(sha256=hashed, withdrawn=None).prefetch_related("decisions"):
        if state(each, texts) in {"pending", "approved"}:
            raise ApprovalError(_("这份文本已经在审批，或者已经批准：改动之后才需要重新审批。"))
    terms = api.read_terms(version.text) if version else None
    amount, currency = price(terms) if terms else _known_price(texts)
    return ApprovalRequest.objects.create(
        project=project,
        terms_version=version,
        evidence=file,
        title=_title(version, file, terms),
        sha256=hashed,
        amount=amount,
        currency=currency,
        steps=list(chain.needed(rule.steps, amount, currency=currency)),
        own=rule.own,
        twice=rule.twice,
        note=note,
        by=by,
    )


def _title(version: TermsVersion | None, file: Evidence | None, terms: Contract | None) -> str:
    if version is not None and terms is not None:
        return _("%(title)s（条款第 %(number)s 版）") % {"title": terms.title[:160], "number": version.number}
    return file.name if file else ""


def price(terms: Contract) -> tuple[Decimal | None, str]:
    """The price of the terms and its currency; None where no fee is agreed yet."""
    fees = terms.fees_payment
    amount = fees.total if fees.total is not None else sum((item.amount for item in fees.items), Decimal(0)) or None
    return amount, fees.currency


def _known_price(texts: Current) -> tuple[Decimal | None, str]:
    """For a file the price is that of the terms beside it; without terms it is unknown and everybody decides."""
    return price(api.read_terms(texts.version.text)) if texts.version else (None, "CNY")


def decide(
    request: ApprovalRequest, *, by: User, yes: bool, reason: str, roles: frozenset[str], today: date
) -> ApprovalRequest:
    """One step: approved or refused. roles: what the person is in the project. Raises ApprovalError."""
    if not yes and not reason.strip():
        raise ApprovalError(_("不同意要写明理由：发起人要知道改什么。"))
    with transaction.atomic():
        held = ApprovalRequest.objects.select_for_update().get(pk=request.pk)
        if state(held, current(held.project)) != "pending":
            raise ApprovalError(_("这份审批已经结束，或者文本已经改动：请刷新页面。"))
        found = chain.hand(chain_of(held), decisions(held), by.pk, roles, people.lent(held.project, by, today))
        if found is None:
            raise ApprovalError(_("现在不是由你决定这一步：还没有轮到，你已经决定过，或者这是你自己发起的。"))
        Decision.objects.create(
            request=held,
            step=held.decisions.count(),
            by=by,
            instead_of_id=found.instead_of,
            approved=yes,
            reason=reason.strip(),
        )
        if chain.state(chain_of(held), decisions(held)) != "pending":
            held.closed = clock.now()
            held.save(update_fields=["closed"])
    return held


def withdraw(request: ApprovalRequest, *, by: User) -> None:
    """Takes a request back. Raises ApprovalError where somebody else began it, or it is decided."""
    if request.by_id != by.pk:
        raise ApprovalError(_("只有发起人可以撤回。"))
    if request.closed is not None:
        raise ApprovalError(_("已经有结果，不能撤回。"))
    request.withdrawn = request.closed = clock.now()
    request.save(update_fields=["withdrawn", "closed"])


def may_now(
    request: ApprovalRequest, user: User, roles: frozenset[str], lent: Mapping[int, frozenset[str]]
) -> chain.Hand | None:
    """How this person may decide the request now, its text unchanged."""
    return chain.hand(chain_of(request), decisions(request), user.pk, roles, lent)

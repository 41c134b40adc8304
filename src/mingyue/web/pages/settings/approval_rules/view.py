"""The workspace's rule of approvals: who decides, in what order, from what price on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.page import Page, Visit
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.signoff import rules
from mingyue.web.signoff.chain import Threshold

_ROWS = len(rules.DECIDERS)
_MOST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Row:
    """A step as it stands in the form."""

    number: int
    role: str
    since: str


def view(visit: Visit) -> HttpResponse:
    """The steps as rows; an empty role leaves a row out."""
    if visit.request.method == "POST":
        return _save(visit)
    known = rules.rule()
    rows = [(str(step.role), f"{step.since:f}") for step in known.steps]
    return _page(visit, rows, own=known.own, twice=known.twice)


def _save(visit: Visit) -> HttpResponse:
    sent = visit.request.POST
    own, twice = "own" in sent, "twice" in sent
    try:
        kept = rules.keep(_steps(sent), own=own, twice=twice, by=visit.user)
    except UserError as error:
        rows = list(zip(sent.getlist("role"), sent.getlist("since"), strict=False))
        return _page(visit, rows, own=own, twice=twice, fault=str(error))
    visit.note("approval.rule", str(kept), steps=kept.steps, own=own, twice=twice)
    messages.success(visit.request, _("已保存：以后发起的审批按新的规则走，正在进行的不变。"))
    return redirect("approval_rules")


def _steps(sent: QueryDict) -> list[Threshold]:
    pairs = zip(sent.getlist("role"), sent.getlist("since"), strict=False)
    return [Threshold(role, _sum(text)) for role, text in pairs if role]


def _sum(text: str) -> Decimal:
    try:
        since = Decimal(text.replace(",", "").strip() or "0")
    except InvalidOperation:
        since = Decimal("NaN")
    if not since.is_finite() or not 0 <= since < _MOST or since != since.quantize(Decimal("0.01")):
        raise rules.RuleError(_("金额“%(text)s”写错了：请写数字，如 100000。") % {"text": text[:30]})
    return since


def _page(visit: Visit, rows: Sequence[tuple[str, str]], *, own: bool, twice: bool, fault: str = "") -> HttpResponse:
    filled = [*rows, *[("", "")] * (_ROWS - len(rows))][:_ROWS]
    roles: Mapping[Role, str] = {role: TITLES[role] for role in rules.DECIDERS}
    values = {
        "rows": [Row(number, role, since) for number, (role, since) in enumerate(filled, 1)],
        "roles": roles,
        "own": own,
        "twice": twice,
        "fault": fault,
        "kept": rules.rule().kept,
    }
    return visit.render("pages/settings/approval_rules/template.html", values, status=422 if fault else 200)


PAGES = (
    Page(path="settings/approvals/", name="approval_rules", may="settings.edit", write="settings.edit", view=view),
)

"""What pages show of an approval: its steps, who decided, who could, and what the visitor may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from mingyue.web.people.models import User
from mingyue.web.people.roles import TITLES, Role
from mingyue.web.signoff import approvals, chain
from mingyue.web.signoff.models import ApprovalRequest, Decision

STATES: Mapping[str, tuple[Promise, str]] = {
    "pending": (gettext_lazy("审批中"), "info"),
    "approved": (gettext_lazy("已批准"), "good"),
    "refused": (gettext_lazy("不同意"), "bad"),
    "void": (gettext_lazy("已失效：文本改动过"), "warn"),
    "withdrawn": (gettext_lazy("已撤回"), ""),
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step: the role's title, what was decided (None: not yet), whose turn it is, who could decide it."""

    title: str
    decision: Decision | None
    turn: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A request as a page shows it. hand: how the visitor may decide; stuck: nobody can decide the step whose turn it is."""

    request: ApprovalRequest
    state: str
    label: str
    tone: str
    steps: tuple[ShownStep, ...]
    hand: chain.Hand | None
    instead_of: str
    mine: bool
    stuck: bool


def card(
    request: ApprovalRequest,
    *,
    texts: approvals.Current,
    team: Mapping[User, frozenset[Role]],
    user: User,
    roles: frozenset[str],
    lent: Mapping[int, frozenset[str]],
) -> Card:
    """Works out the card of a request for a visitor."""
    state = approvals.state(request, texts)
    steps = tuple(_steps(request, team, open_=state == "pending"))
    hand = approvals.may_now(request, user, roles, lent) if state == "pending" else None
    names = {each.pk: each.name for each in team}
    label, tone = STATES[state]
    return Card(
        request,
        state,
        str(label),
        tone,
        steps,
        hand,
        names.get(hand.instead_of, "") if hand and hand.instead_of else "",
        mine=request.by_id == user.pk and request.closed is None,
        stuck=any(step.turn and not step.names for step in steps),
    )


def _steps(request: ApprovalRequest, team: Mapping[User, frozenset[Role]], *, open_: bool) -> list[ShownStep]:
    decided = {each.step: each for each in request.decisions.all()}
    told, given = approvals.chain_of(request), approvals.decisions(request)
    return [
        ShownStep(
            TITLES[Role(role)],
            decided.get(number),
            open_ and number == len(decided),
            tuple(user.name for user, held in team.items() if role in held and not chain.barred(told, given, user.pk)),
        )
        for number, role in enumerate(request.steps)
    ]

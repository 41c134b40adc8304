"""What people do with a finding: decide, give it to somebody, talk about it. Only the newest round is open to it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.people.roles import CAPABILITIES
from mingyue.web.rounds.models import Comment, Decision, Item
from mingyue.web.rounds.signals import assigned, commented
from mingyue.web.store.models import Project

LONGEST = 4000
"""Characters of a text that somebody writes."""


class DecisionError(UserError):
    """A decision that cannot be taken; the message says why and the mend."""


def decide(item: Item, decision: Decision, *, wording: str = "", reason: str = "", by: User) -> None:
    """Keeps a decision; OPEN takes it back. Raises DecisionError for a missing text or reason."""
    wording, reason = _text(wording, "改写的文字"), _text(reason, "理由")
    if decision == Decision.EDITED and not wording:
        raise DecisionError("请写出改写后的条款文字。")
    if decision == Decision.WAIVED and not reason:
        raise DecisionError("接受偏离要写明理由：签署前的审批和以后的审计都会看到它。")
    if decision == Decision.REFUSED and not reason:
        raise DecisionError("请写明对方不同意的理由，谈判时要用。")
    _open(item)
    item.decision = decision
    item.wording = wording if decision == Decision.EDITED else ""
    item.reason = reason if decision in {Decision.WAIVED, Decision.REFUSED} else ""
    taken = decision != Decision.OPEN
    item.decided, item.decided_by = (clock.now(), by) if taken else (None, None)
    item.save(update_fields=["decision", "wording", "reason", "decided", "decided_by"])


def assign(item: Item, who: str, *, by: User) -> None:
    """Gives the finding to a person by id; an empty id takes it back. Raises DecisionError for who is not of this project's buyer side."""
    _open(item)
    person = people(item.round.draft.project).filter(pk=int(who)).first() if who.isascii() and who.isdigit() else None
    if who and person is None:
        raise DecisionError("这个人不在本项目的采购方名单里，请重新选择。")
    item.assignee = person
    item.save(update_fields=["assignee"])
    if person is not None:
        assigned.send(sender=Item, item=item, by=by)


def comment(item: Item, text: str, *, by: User) -> Comment:
    """Adds a comment. Raises DecisionError for an empty or too long one."""
    text = _text(text, "评论")
    if not text:
        raise DecisionError("评论是空的，请先写内容。")
    made = Comment.objects.create(item=item, text=text, by=by)
    commented.send(sender=Comment, comment=made)
    return made


def people(project: Project) -> QuerySet[User]:
    """Who can be given a finding of this project."""
    roles = [role.value for role in CAPABILITIES["findings.comment"]]
    here = Q(memberships__project=project) | Q(memberships__project=None)
    return User.objects.filter(here, memberships__role__in=roles, is_active=True).distinct().order_by("name", "pk")


def _open(item: Item) -> None:
    if item.round.number != item.round.draft.newest:
        raise DecisionError(f"第 {item.round.number} 轮已经有了新的一轮，只能查看：请到最新一轮里处理。")


def _text(text: str, what: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise DecisionError(f"{what}超过 {LONGEST} 字：请写短一些。")
    return text

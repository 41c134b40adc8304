"""A draft under review, its rounds (uploaded versions), the findings of a round and what people decided on them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.db import models


class State(StrEnum):
    """How far the check of a round is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Decision(StrEnum):
    """What the buyer's side says to a finding. Only ACCEPTED and EDITED go into the redline and the clean copy."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    WAIVED = "waived"  # we live with it, for a reason
    REFUSED = "refused"  # the vendor will not have it: to be talked about


DECISIONS: Mapping[Decision, str] = {
    Decision.OPEN: "待处理",
    Decision.ACCEPTED: "采纳建议",
    Decision.EDITED: "改写后采纳",
    Decision.WAIVED: "接受偏离",
    Decision.REFUSED: "对方不同意",
}
CHOSEN = (Decision.ACCEPTED, Decision.EDITED)


class Draft(models.Model):
    """A document that goes back and forth between the two sides. newest: number of the last round that was checked, 0: none yet."""

    project = models.ForeignKey("store.Project", on_delete=models.CASCADE, related_name="drafts")
    title = models.CharField("名称", max_length=120)
    newest = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.title


class Round(models.Model):
    """A version of a draft as uploaded, and its check.

    file, word: SHA-256 of the bytes as uploaded and as .docx (empty: it cannot become one), see `storage`. done, total: steps of the
    check. lease: until when a worker's claim holds; after that another may take the round up. marks: lines of the text that are
    headings. result: the object of check-result.schema.json without its findings, which are Items.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    name = models.CharField("文件名", max_length=200)
    file = models.CharField(max_length=64)
    word = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    as_of = models.DateField()
    state = models.CharField(max_length=8, default=State.QUEUED.value, choices=[(s.value, s.value) for s in State])
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.DateTimeField()
    fault = models.TextField(blank=True)
    text = models.TextField(blank=True)
    marks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    uploaded = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A number once; the worker looks for what waits."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["draft", "number"], name="round_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["lease"], name="round_waits", condition=models.Q(state__in=["queued", "running"]))
        ]

    def __str__(self) -> str:
        return f"{self.draft} 第 {self.number} 轮"

    @property
    def waits(self) -> bool:
        """Whether the check is not over."""
        return self.state in {State.QUEUED, State.RUNNING}

    @property
    def percent(self) -> int:
        """How much of the check is done."""
        return self.done * 100 // self.total if self.total else 0


class Item(models.Model):
    """A finding of a round and the decision on it. earlier: the same finding in the round before; body: as in check-result.schema.json."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=80)
    family = models.CharField(max_length=32)
    severity = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    body = models.JSONField()
    earlier = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="later")
    decision = models.CharField(
        max_length=8, default=Decision.OPEN.value, choices=[(d.value, title) for d, title in DECISIONS.items()]
    )
    wording = models.TextField(blank=True)  # of EDITED
    reason = models.TextField(blank=True)  # of WAIVED and REFUSED
    decided = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="assigned_findings"
    )

    class Meta:
        """In the order of the text."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["round", "number"], name="item_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def quote(self) -> str:
        """The words it speaks of; empty where the defect is an absence."""
        span = self.body["span"]
        return str(span["quote"]) if span else ""

    @property
    def suggestion(self) -> str:
        """The text it proposes."""
        fix = self.body["fix"]
        return str(fix["text"]) if fix else ""

    def settled(self) -> dict[str, Any]:
        """The finding as `api.with_findings` takes it, with the decision in it."""
        values = {**self.body, "why": self.why}
        if self.decision == Decision.EDITED:
            action = "replace" if self.body["span"] else "insert"
            kept = self.body["fix"]["action"] if self.body["fix"] else action
            # in a text of ours only a blank line parts paragraphs; whoever types means each line
            text = "\n\n".join(line for line in self.wording.splitlines() if line.strip())
            values["fix"] = {"action": kept if kept in {"replace", "insert"} else action, "text": text}
        if self.decision == Decision.WAIVED:
            values["waived"] = {"reason": self.reason, "by": str(self.decided_by or ""), "until": None}
        return values


class Comment(models.Model):
    """What somebody said about a finding."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Oldest first."""

        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

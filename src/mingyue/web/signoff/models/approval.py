"""Approvals: the rule of the workspace, requests, what was decided, and who stands in for whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mingyue.web.store.models import Evidence, Project, TermsVersion


class ApprovalRule(models.Model):
    """A version of the workspace's rule; the newest counts, a request keeps the steps of the rule it began under.

    steps: [{"role": ..., "from": "100000.00"}] in order; a step is needed where the price reaches its sum. own: who asks may
    approve. twice: one person may decide several steps.
    """

    steps = models.JSONField()
    own = models.BooleanField(default=False)
    twice = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"审批规则 {self.pk}"


class ApprovalRequest(models.Model):
    """A text of the contract put to the chain. sha256: of the text of the terms version, or of the file."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="approvals")
    terms_version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="CNY")
    steps = models.JSONField()  # roles, in order
    own = models.BooleanField()
    twice = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)  # decided to the end, or withdrawn: nobody waits for anybody

    class Meta:
        """Asked for by project, and what is open."""

        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["closed", "project"], name="approval_open")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """A step decided. instead_of: for whom a stand-in decided."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A step is decided once."""

        ordering: ClassVar[list[str]] = ["step"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["request", "step"], name="step_decided_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.step}"


class Delegation(models.Model):
    """From a day until a day (inclusive) one person decides for another in a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="delegations")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """It does not end before it starts, and nobody stands in for oneself."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="delegation_in_order"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.taker_id}"

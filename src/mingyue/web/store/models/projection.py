"""Projections: what the engines computed from a project on a day, kept so that a page need not compute it again.

They are never the truth: `mingyue.web.store.projections.rebuild` makes them anew from terms and events, and a test compares.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from mingyue.web.store.models.project import Project


def _sum() -> models.DecimalField[Any, Any]:
    return models.DecimalField(max_digits=18, decimal_places=2, default=0)


class Standing(models.Model):
    """The figures of a project that lists and the home page show."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    as_of = models.DateField(db_index=True)
    head = models.CharField(max_length=64)  # hash of the last event it was computed from
    number = models.CharField(max_length=80, blank=True)
    buyer = models.CharField(max_length=120, blank=True)
    vendor = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=160, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    price = _sum()
    paid = _sum()
    payable = _sum()  # what the advice says to pay now
    withheld = _sum()
    for_buyer = _sum()  # open claims of the buyer: money at risk until it is set off or paid
    for_vendor = _sum()
    overdue = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    next_due = models.DateField(null=True)
    events = models.PositiveIntegerField(default=0)
    fault = models.TextField(blank=True)  # why it could not be computed, one sentence

    class Meta:
        """Lists sort by what comes first."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["next_due"], name="standing_next_due")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"


class DueItem(models.Model):
    """Something that somebody has to do by a day: an obligation, a payment, a key date."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="due_items")
    key = models.CharField(max_length=80)  # the engine's id: O-M2-deliver, P1, K-renewal
    kind = models.CharField(max_length=12)  # obligation, payment, date
    title = models.CharField(max_length=200)
    side = models.CharField(max_length=8, blank=True)  # who owes it: buyer, vendor
    family = models.CharField(max_length=24, blank=True)
    due = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        """Asked for by day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "key"], name="due_item_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due", "project"], name="due_item_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.due}"


class Snapshot(models.Model):
    """The whole position of a project on a day, as the JSON of `mingyue ledger --format json`, compressed."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="snapshot")
    as_of = models.DateField()
    head = models.CharField(max_length=64)
    body = models.BinaryField()  # zlib; empty: could not be computed

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"

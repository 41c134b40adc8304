"""Contacts of both sides, and what both sides say about a ticket. Nothing of it counts in the ledger."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mingyue.web.store.models import Project

SIDES = (("buyer", "甲方"), ("vendor", "乙方"), ("other", "其他"))
STATED = (("", "只是留言"), ("responded", "已响应"), ("arrived", "已到场"), ("resolved", "已修复"), ("fixed", "已解决"))
"""What the vendor says it has done. It counts once the buyer has recorded it as an event."""

RECORDED_AS = {
    "responded": "incident_responded",
    "arrived": "incident_arrived",
    "resolved": "incident_resolved",
    "fixed": "issue_fixed",
}
"""What is stated -> the kind of event by which the buyer confirms it."""


class Contact(models.Model):
    """Whom to call. One that left is hidden, not deleted: it can be brought back."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="contacts")
    side = models.CharField("哪一方", max_length=8, choices=SIDES)
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("职务和负责的事", max_length=120, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("邮箱", blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    gone = models.DateTimeField(null=True, blank=True)

    class Meta:
        """By side, then by name."""

        ordering: ClassVar[list[str]] = ["side", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Remark(models.Model):
    """What somebody said about a ticket (an issue or an incident of the ledger); without one: a new problem, not recorded yet."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="remarks")
    ticket = models.CharField(max_length=32, blank=True)
    side = models.CharField(max_length=8, choices=SIDES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField("内容", max_length=1000)
    stated = models.CharField("说明已经做到", max_length=10, choices=STATED, blank=True)
    stated_at = models.DateTimeField("做到的时间", null=True, blank=True)

    class Meta:
        """In the order of time."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def kind(self) -> str:
        """The kind of event by which the buyer confirms what is stated."""
        return RECORDED_AS.get(self.stated, "")

"""阶段性验收报告: prepared inside, then frozen as a document that both sides sign."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from mingyue.web.signoff.models.document import Document
from mingyue.web.store.models import Project

RESULTS = {"passed": "通过", "failed": "未通过"}


class Report(models.Model):
    """A report on one milestone. `document` is set once it was put up for signature: then nothing of it changes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="acceptance_reports")
    milestone = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80)
    asked = models.DateField(null=True, blank=True)
    record = models.TextField("测试记录", blank=True)
    rectify = models.TextField("整改要求和完成期限", blank=True)
    deliverables = models.JSONField(default=list)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, related_name="report")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        """Numbers are not used twice."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="report_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class ReportLine(models.Model):
    """A requirement of the milestone with its criterion, or a deliverable (no criterion), and whether it passed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    title = models.TextField()
    criterion = models.TextField(blank=True)
    result = models.CharField(max_length=8, blank=True, choices=list(RESULTS.items()))
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the terms."""

        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "key"], name="report_line_once")
        ]

    def __str__(self) -> str:
        return self.key

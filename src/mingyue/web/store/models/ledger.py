"""The contract's text as data, its events and its evidence: what a project folder holds, row by row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from mingyue.web.store.models.project import Project


class _Kept(models.Model):
    """A row that is added and never changed or deleted by the program."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; one that is there already is not changed."""
        if not self._state.adding:
            raise TypeError(f"a {type(self).__name__} is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError(f"a {type(self).__name__} is never deleted")


class TermsVersion(_Kept):
    """A contract.yaml of a project. The newest one counts; once the contract is signed, changes are events instead."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="terms_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "number"], name="terms_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.project} v{self.number}"


class EventLine(_Kept):
    """A line of events.jsonl, its very characters; the other fields repeat what stands in it, to search by."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lines")
    seq = models.PositiveIntegerField()
    line = models.TextField()  # without its line feed
    hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    day = models.DateField()
    recorded = models.DateTimeField()
    by = models.CharField(max_length=120)
    key = models.CharField(max_length=120, null=True)  # noqa: DJ001 (no key is not an empty key: it must not be unique)

    class Meta:
        """In the order of the chain."""

        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "seq"], name="event_line_seq"),
            models.UniqueConstraint(fields=["project", "key"], name="event_line_key"),
        ]

    def __str__(self) -> str:
        return f"E{self.seq} {self.kind}"


class Evidence(_Kept):
    """A file that proves something, kept under its SHA-256 in MEDIA_ROOT/evidence/<project>/."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)  # from the content, not from what the browser said
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The same content is kept once in a project."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["project", "sha256"], name="evidence_once")
        ]

    def __str__(self) -> str:
        return self.name

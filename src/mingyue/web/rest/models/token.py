"""Tokens, and the answers that were given under an idempotency key."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """Lets a program act as a person, within its scopes and never beyond the person's roles. Only a digest of its text is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField("用途", max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)  # names of scopes.SCOPES
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    def alive(self, now: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked is None and now < self.expires


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key: the same request again gets it again. Kept for a week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    request = models.CharField(max_length=64)  # SHA-256 of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """One answer a key."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once")
        ]

    def __str__(self) -> str:
        return self.key

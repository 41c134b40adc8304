"""Certificates and private keys. No private key is kept in clear: see mingyue.connectors.signing.vault."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Authority(models.Model):
    """A root that vouches for signers of this workspace. sealed: empty where its private key was thrown away after one certificate."""

    certificate = models.TextField()
    sealed = models.TextField(blank=True)
    expires = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"根证书 {self.pk}"


class PersonalKey(models.Model):
    """With what a person signs for an organisation; their password opens it, and nothing else does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=120)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    certificate = models.TextField()
    sealed = models.TextField()
    expires = models.DateTimeField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation}"

"""Which version of a contract's terms the vendor may read."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Sharing(models.Model):
    """A version was shown to the vendor; the latest sharing counts, until the contract is signed."""

    project = models.ForeignKey("store.Project", on_delete=models.CASCADE, related_name="sharings")
    version = models.ForeignKey("store.TermsVersion", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The latest first."""

        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.version_id}"

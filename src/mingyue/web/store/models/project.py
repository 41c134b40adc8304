"""A purchase: one contract, from the first list of needs until the exit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import models

PHASES: Mapping[str, str] = {
    "preparation": "准备",
    "selection": "选型",
    "drafting": "起草",
    "review": "审查",
    "negotiation": "谈判",
    "signing": "签署",
    "performance": "履约",
    "exit": "退出",
}
"""The eight phases of a purchase, in order."""


def _slug() -> str:
    return secrets.token_hex(5)


class Project(models.Model):
    """A purchase. What the ledger says of it is computed, see Standing."""

    slug = models.CharField(max_length=20, unique=True, default=_slug, editable=False)
    title = models.CharField("项目名称", max_length=120)
    phase = models.CharField("阶段", max_length=16, choices=list(PHASES.items()), default="preparation", db_index=True)
    calendar = models.TextField(
        "放假调休表", blank=True
    )  # calendar.toml of the project folder, empty: the official one
    playbook = models.TextField("谈判底线", blank=True)  # playbook.toml, empty: the default
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    archived = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title

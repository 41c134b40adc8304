"""Writing the log of what people do in the workspace."""

from __future__ import annotations

from typing import Any

from django.db import models

from mingyue.web.people.models import AuditEntry, User


def note(
    verb: str,
    about: str,
    *,
    user: User | None,
    project: models.Model | None = None,
    address: str | None = None,
    **detail: Any,
) -> None:
    """Adds one entry; see AuditEntry for the words."""
    AuditEntry.objects.create(
        verb=verb, about=about[:200], user=user, project_id=None if project is None else project.pk, address=address, detail=detail
    )

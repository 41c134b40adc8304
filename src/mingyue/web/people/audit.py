"""Writing the log of what people do in the workspace."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.db import models
from django.http import HttpRequest

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
    """Adds one entry; see AuditEntry for the words, verbs.py for what the verbs are called."""
    AuditEntry.objects.create(
        verb=verb,
        about=about[:200],
        user=user,
        project_id=None if project is None else project.pk,
        address=address,
        detail=detail,
    )


def address(request: HttpRequest) -> str | None:
    """Where a request comes from: behind a proxy (MINGYUE_BEHIND_PROXY) the address that the proxy saw."""
    return get_client_ip(request) or None

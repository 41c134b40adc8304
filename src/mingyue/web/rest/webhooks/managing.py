"""Adding, testing, pausing and removing webhooks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web import vault
from mingyue.web.people.models import User
from mingyue.web.rest.models import Webhook, WebhookDelivery
from mingyue.web.rest.webhooks import queueing
from mingyue.web.rest.webhooks.addresses import AddressError, resolved
from mingyue.web.store.models import Project

MOST = 10
"""Webhooks of a project."""
KEPT_SECRET = "whsec_"  # noqa: S105 (how one begins)


def add(project: Project, url: str, kinds: Sequence[str], *, by: User) -> tuple[Webhook, str]:
    """The webhook and its secret, which is told here and never again. Raises AddressError."""
    resolved(url)
    if Webhook.objects.filter(project=project).count() >= MOST:
        raise AddressError(_("一个项目最多 %(most)s 个推送地址：请先删除不用的。") % {"most": MOST})
    secret = KEPT_SECRET + secrets.token_urlsafe(32)
    kept = [kind for kind in api.event_kinds() if kind in kinds]
    sealed = vault.seal(secret, purpose=queueing.PURPOSE)
    return Webhook.objects.create(project=project, url=url, secret=sealed, kinds=kept, by=by), secret


def test(hook: Webhook) -> WebhookDelivery:
    """Sends a message that tells of nothing."""
    return queueing.queue(hook, "ping", {"events": []})


def pause(hook: Webhook, now: datetime | None) -> None:
    """Nothing is sent while it is paused (None: no longer); what waits is sent afterwards."""
    hook.paused = now
    hook.save(update_fields=["paused"])

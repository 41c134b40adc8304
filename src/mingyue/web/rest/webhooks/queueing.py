"""What is to be sent: a message for each webhook that wants an event, and its tries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock, vault
from mingyue.web.jobs import job
from mingyue.web.rest.models import State, Webhook, WebhookDelivery
from mingyue.web.rest.webhooks import sending
from mingyue.web.store.models import EventLine, Project

PURPOSE = "webhook"
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720))
"""After each try that failed; after the eighth there is none."""
MOST_TRIES = len(WAITS) + 1
_CLAIM = timedelta(minutes=2)


def follow(*, project: Project, lines: Sequence[EventLine], **_more: object) -> None:
    """After events were recorded: each webhook of the project is told of those that it wants."""
    for hook in Webhook.objects.filter(project=project, paused=None):
        wanted = [line for line in lines if not hook.kinds or line.kind in hook.kinds]
        if wanted:
            body = {"events": [api.event_line(line.line) for line in wanted]}
            queue(hook, "ledger.recorded", body)


def queue(hook: Webhook, kind: str, told: Mapping[str, object]) -> WebhookDelivery:
    """Writes a message down, to be sent at once. What is written down is sent even if the server stops here."""
    delivery = WebhookDelivery(webhook=hook, type=kind, next_try=clock.now())
    project = {"slug": hook.project.slug, "title": hook.project.title}
    delivery.body = json.dumps({"id": str(delivery.key), "type": kind, "project": project, **told}, ensure_ascii=False)
    delivery.save()
    deliver.later(delivery.pk)
    return delivery


def again(delivery: WebhookDelivery) -> WebhookDelivery:
    """Sends the same message, with its old id, as if it had never been tried."""
    delivery.state, delivery.tries, delivery.next_try, delivery.fault = State.WAITING, 0, clock.now(), ""
    delivery.save(update_fields=["state", "tries", "next_try", "fault"])
    deliver.later(delivery.pk)
    return delivery


def due(now: datetime) -> list[int]:
    """Messages that are to be tried now."""
    found = WebhookDelivery.objects.filter(state=State.WAITING, next_try__lte=now, webhook__paused=None)
    return list(found.order_by("next_try").values_list("pk", flat=True)[:500])


@job
def deliver(pk: int) -> None:
    """Tries a message once, if it is due and nobody else is at it."""
    now = clock.now()
    claimed = WebhookDelivery.objects.filter(pk=pk, state=State.WAITING, next_try__lte=now).update(
        next_try=now + _CLAIM, tries=F("tries") + 1
    )
    if not claimed:
        return
    delivery = WebhookDelivery.objects.select_related("webhook").get(pk=pk)
    delivery.status, delivery.fault = _sent(delivery, now)
    if not delivery.fault:
        delivery.state, delivery.delivered, delivery.next_try = State.DELIVERED, clock.now(), None
    elif delivery.tries >= MOST_TRIES:
        delivery.state, delivery.next_try = State.FAILED, None
    else:
        delivery.next_try = clock.now() + WAITS[delivery.tries - 1]
    delivery.save(update_fields=["status", "fault", "state", "delivered", "next_try"])


def _sent(delivery: WebhookDelivery, now: datetime) -> tuple[int | None, str]:
    """The status of the answer, and what went wrong, in one sentence; "" where nothing did."""
    body = delivery.body.encode()
    try:
        secret = vault.unseal(delivery.webhook.secret, purpose=PURPOSE)
        headers = {
            sending.SIGNATURE: sending.signature(secret, body, int(now.timestamp())),
            "Mingyue-Delivery": str(delivery.key),
            "Mingyue-Event": delivery.type,
        }
        status = sending.send(delivery.webhook.url, body, headers)
    except vault.VaultError:
        return None, _("签名密钥是用另一个 SECRET_KEY 保存的，打不开：请删除这个推送地址，重新添加。")
    except UserError as error:
        return None, str(error)[:200]
    except OSError as error:
        return None, _("连接失败：%(why)s") % {"why": (error.strerror or str(error) or type(error).__name__)[:120]}
    if 200 <= status < 300:
        return status, ""
    return status, _("对方回答 %(status)s，须为 2xx。") % {"status": status}

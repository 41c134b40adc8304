"""Background work of the API: messages to webhooks, and clearing away what is no longer needed."""

from __future__ import annotations

from datetime import timedelta

from mingyue.web import clock
from mingyue.web.jobs import by_clock, crontab
from mingyue.web.rest.models import KeptAnswer, State, WebhookDelivery
from mingyue.web.rest.repeats import KEPT
from mingyue.web.rest.webhooks import queueing

_LOG = timedelta(days=30)


@by_clock(crontab(minute="*"))
def deliver_what_is_due() -> None:
    """Tries again what failed, and what a worker left behind that stopped in the middle."""
    for pk in queueing.due(clock.now()):
        queueing.deliver.later(pk)


@by_clock(crontab(minute="40", hour="3"))
def clear_away() -> None:
    """Answers older than a week; the log of messages older than thirty days, except those still to be sent."""
    now = clock.now()
    KeptAnswer.objects.filter(at__lt=now - KEPT).delete()
    WebhookDelivery.objects.filter(created__lt=now - _LOG).exclude(state=State.WAITING).delete()

"""Addresses that are told of a project's events, and each telling."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"  # every try was used up, or the address may not be called


STATES = {State.WAITING: "等待发送", State.DELIVERED: "已送达", State.FAILED: "失败"}


class Webhook(models.Model):
    """kinds: the kinds of events it is told of, empty: all. secret: sealed by the vault; it signs each delivery."""

    project = models.ForeignKey("store.Project", on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField("地址", max_length=500)
    secret = models.TextField()
    kinds = models.JSONField(default=list)
    paused = models.DateTimeField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One message to one webhook. next_try: when it may be tried (again); while a worker tries it, when its claim ends."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    type = models.CharField(max_length=20)  # ledger.recorded, ping
    body = models.TextField()
    state = models.CharField(max_length=9, choices=list(STATES.items()), default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    fault = models.CharField(max_length=200, blank=True)  # of the last try, one sentence
    created = models.DateTimeField(auto_now_add=True)
    delivered = models.DateTimeField(null=True)

    class Meta:
        """Asked for by what is due, and by webhook."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_try"], name="delivery_due"),
            models.Index(fields=["webhook", "-created"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}"

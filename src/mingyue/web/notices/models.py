"""Notices, what each person wishes of them, by what ways they are told, the letters that carry them, and calendars."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mingyue.web.notices.kinds import KINDS, Wish
from mingyue.web.store.models import Project

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]
DAYS = [(0, _("周一")), (1, _("周二")), (2, _("周三")), (3, _("周四")), (4, _("周五")), (5, _("周六")), (6, _("周日"))]
RHYTHMS = [("daily", _("每天一次")), ("weekly", _("每周一次"))]
MAIL = "mail"
"""The way by mail; the others are `api.robot_kinds`."""


def _person(name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name=name)


class Notice(models.Model):
    """Something that a person should know, told to them once. key: what it is about; href: where it is, inside the workspace.

    told: since when it need not be sent any more (it was put into letters, was read before, or is wished in the inbox only).
    """

    person = _person("notices")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="notices")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=160)
    title = models.CharField(max_length=300)
    href = models.CharField(max_length=300)
    made = models.DateTimeField()
    told = models.DateTimeField(null=True)
    read = models.DateTimeField(null=True)

    class Meta:
        """Once for a person; asked for by what is still to be told and to be read."""

        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person"], name="notice_unread", condition=models.Q(read=None)),
            models.Index(fields=["person"], name="notice_untold", condition=models.Q(told=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Preference(models.Model):
    """What a person wishes. quiet_from, quiet_until: hours in Beijing between which nothing is sent; equal: there are none.

    wishes: kind -> wish, where it is not the usual one. digested, urged: when they were last sent a digest, an urgent letter.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="notice_preference"
    )
    mail = models.BooleanField(_("发到登录邮箱"), default=True)
    rhythm = models.CharField(_("汇总"), max_length=8, default="daily", choices=RHYTHMS)
    hour = models.PositiveSmallIntegerField(_("汇总的时间"), default=9, choices=HOURS)
    weekday = models.PositiveSmallIntegerField(_("每周的哪一天"), default=0, choices=DAYS)
    quiet_from = models.PositiveSmallIntegerField(_("免打扰从"), default=21, choices=HOURS)
    quiet_until = models.PositiveSmallIntegerField(_("免打扰到"), default=8, choices=HOURS)
    wishes = models.JSONField(default=dict)
    digested = models.DateTimeField()
    urged = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.rhythm}"

    def wish(self, kind: str) -> Wish:
        """How they want to be told of this kind."""
        wished: Wish = self.wishes.get(kind, KINDS[kind].usual)
        return wished


class Channel(models.Model):
    """A robot of a group chat. sealed: its address and secret, which open with SECRET_KEY alone. fault: why the last letter failed."""

    person = _person("notice_channels")
    kind = models.CharField(max_length=12)
    sealed = models.TextField()
    hint = models.CharField(max_length=12)
    made = models.DateTimeField()
    tested = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        """One of a kind."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "kind"], name="channel_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.hint}"


class Letter(models.Model):
    """One message on one way: titles and links. due: when it is tried next; while it is being sent, until when the claim holds."""

    WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
    person = _person("notice_letters")
    way = models.CharField(max_length=12)
    key = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    text = models.TextField()
    made = models.DateTimeField()
    state = models.CharField(max_length=8, default=WAITING)
    due = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        """Once on each way; the worker looks for what is due."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "way", "key"], name="letter_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due"], name="letter_due", condition=models.Q(state__in=["waiting", "sending"]))
        ]

    def __str__(self) -> str:
        return self.subject


class Looked(models.Model):
    """Of which state of a project's ledger notices were made already."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="looked")
    as_of = models.DateField()
    head = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of}"


class Feed(models.Model):
    """A calendar's address. Only a digest of its token is kept: the address is told once."""

    person = _person("feeds")
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    fetched = models.DateTimeField(null=True)

    class Meta:
        """One that counts."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(revoked=None), name="feed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made}"

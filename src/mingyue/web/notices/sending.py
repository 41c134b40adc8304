"""Sending letters: each is claimed before it is sent, tried again with growing pauses, and given up where everybody sees it."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.notices import channels
from mingyue.web.notices.models import MAIL, Channel, Letter

PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12))
"""After the first, second ... failure; after as many and one more the letter is given up."""
LEASE = timedelta(minutes=10)
_MOST = 200


def post() -> None:
    """Sends what is due. A letter whose worker died while sending is sent again once its claim has run out, with the same Message-ID."""
    due = _due(clock.now()).filter(person__is_active=True)
    for pk in list(due.order_by("due", "pk").values_list("pk", flat=True)[:_MOST]):
        now = clock.now()  # each its own: the letter before may have waited long for an answer
        if _claimed(pk, now):
            _send(Letter.objects.select_related("person").get(pk=pk), now)


def again(letter: Letter, *, now: datetime) -> None:
    """Has a letter that was given up tried anew."""
    letter.state, letter.tries, letter.due, letter.fault = Letter.WAITING, 0, now, ""
    letter.save(update_fields=["state", "tries", "due", "fault"])


def _claimed(pk: int, now: datetime) -> bool:
    """One statement, so that of two workers one gets it."""
    return _due(now).filter(pk=pk).update(state=Letter.SENDING, due=now + LEASE, tries=F("tries") + 1) == 1


def _due(now: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(due__lte=now, state__in=[Letter.WAITING, Letter.SENDING])


def _send(letter: Letter, now: datetime) -> None:
    with translation.override(letter.person.language):
        if letter.tries > len(PAUSES) + 1:  # each time its worker died over it
            fault = _("发送多次中断。")
        else:
            fault = _mail(letter) if letter.way == MAIL else _robot(letter)
    if not fault:
        letter.state, letter.sent, letter.fault = Letter.SENT, now, ""
    else:
        letter.fault = fault[:300]
        letter.state = Letter.FAILED if letter.tries > len(PAUSES) else Letter.WAITING
        letter.due = now + PAUSES[min(letter.tries, len(PAUSES)) - 1]
    letter.save(update_fields=["state", "sent", "fault", "due"])


def _mail(letter: Letter) -> str:
    try:
        mail(letter.person.email, letter.subject, letter.text, name=f"notice-{letter.pk}-{letter.key}")
    except (OSError, SMTPException) as error:
        return _("邮件服务器没有接受（%(kind)s）：请管理员核对 EMAIL_URL。") % {"kind": type(error).__name__}
    return ""


def mail(to: str, subject: str, text: str, *, name: str) -> None:
    """Sends a mail. name: the same again for the same letter, so that mail programs know a second copy. Raises OSError, SMTPException."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    subject = settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + " ".join(subject.split())
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers).send()


def _robot(letter: Letter) -> str:
    channel = Channel.objects.filter(person=letter.person, kind=letter.way).first()
    if channel is None:
        return _("这个机器人已经删除。")
    try:
        channel.fault = channels.send(channel, letter.text)[:300]
    except UserError as error:
        channel.fault = str(error)[:300]
    channel.save(update_fields=["fault"])
    return channel.fault

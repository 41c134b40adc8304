"""Letters about invitations and roles."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from mingyue.web.people.models import Invitation, User
from mingyue.web.people.roles import TITLES, Role

_FILES = "django.core.mail.backends.filebased.EmailBackend"


def invited(invitation: Invitation, link: str) -> bool:
    """Sends the link. Whether the letter went out: without a mail server (EMAIL_URL) it lies in a folder and reaches nobody."""
    words = {"invitation": invitation, "title": TITLES[Role(invitation.role)], "link": link}
    return _send(_("邀请您加入明约"), "people/mail/invitation.txt", invitation.email, words)


def given(user: User, role: Role, where: str, link: str, by: User) -> bool:
    """Tells someone who has an account that they have a new role. Whether the letter went out."""
    words = {"user": user, "title": TITLES[role], "where": where, "link": link, "by": by}
    return _send(_("您有新的角色"), "people/mail/role.txt", user.email, words)


def _send(subject: str, template: str, to: str, words: dict[str, object]) -> bool:
    text = render_to_string(template, words)
    try:
        send_mail(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    except (OSError, SMTPException):
        logging.getLogger(__name__).exception("a letter could not be sent")
        return False
    return settings.EMAIL_BACKEND != _FILES

"""Whoever signs types their password again: an open browser is no signature."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people import audit
from mingyue.web.people.models import User

_FAILED = "sign_failed"
"""The limit of this name stands in settings.ACCOUNT_RATE_LIMITS."""


class PasswordError(UserError):
    """The password was not the person's, or it was tried too often."""


def confirm(request: HttpRequest, user: User, password: str) -> None:
    """Checks the password of the one who is signed in; after five wrong ones none is tried for a quarter of an hour. Raises PasswordError."""
    if not ratelimit.consume(request, action=_FAILED, user=user, dry_run=True):
        raise PasswordError(_("口令错了太多次，暂时不能签署：请过十五分钟再试；忘了口令的，先重设口令。"))
    if not user.check_password(password):
        ratelimit.consume(request, action=_FAILED, user=user)
        audit.note("signing.wrong_password", request.path, user=user, address=audit.address(request))
        raise PasswordError(_("口令不对，没有签署：请输入登录用的口令。"))

"""Whoever signs types their password again: an open browser is no signature."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people import audit
from mingyue.web.people.models import User


class PasswordError(UserError):
    """The password was not the person's, or it was tried too often."""


def confirm(request: HttpRequest, user: User, password: str) -> None:
    """Checks the password of the one who is signed in; ten wrong ones in a minute and no more is tried. Raises PasswordError."""
    if not ratelimit.consume(request, action="reauthenticate", user=user):
        raise PasswordError(_("试得太多了：请过一会儿再签。"))
    if not user.check_password(password):
        audit.note("signing.wrong_password", request.path, user=user, address=audit.address(request))
        raise PasswordError(_("口令不对，没有签署：请输入登录用的口令。"))

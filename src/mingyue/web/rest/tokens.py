"""Making, finding and revoking tokens."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _

from mingyue.terms.errors import UserError
from mingyue.web.people.models import User
from mingyue.web.rest.models import ApiToken
from mingyue.web.rest.scopes import SCOPES

PREFIX = "mingyue_"
"""So that a scanner for secrets knows one when it sees one."""
LIVES = (30, 90, 365)
"""Days that a token may live."""
MOST = 20
"""Living tokens of a person."""
_USE = timedelta(minutes=1)


class TokenError(UserError):
    """A token that is not made; the message says why and the mend."""


def make(user: User, name: str, scopes: Sequence[str], *, days: int, now: datetime) -> tuple[ApiToken, str]:
    """The token and its text, which is told here and never again. Raises TokenError."""
    if days not in LIVES or not scopes or not set(scopes) <= set(SCOPES):
        raise TokenError(_("请至少选一个权限范围，并从列出的期限中选一个。"))
    if ApiToken.objects.filter(user=user, revoked=None, expires__gt=now).count() >= MOST:
        raise TokenError(_("有效的令牌已有 %(most)s 个：请先撤销不用的。") % {"most": MOST})
    text = PREFIX + secrets.token_urlsafe(32)
    kept = [scope for scope in SCOPES if scope in scopes]
    expires = now + timedelta(days=days)
    return ApiToken.objects.create(user=user, name=name, digest=_digest(text), scopes=kept, expires=expires), text


def find(text: str, now: datetime) -> ApiToken | None:
    """The living token of this text, of a person who may sign in; its use is noted, once a minute."""
    token = ApiToken.objects.select_related("user").filter(digest=_digest(text)).first()
    if token is None or not token.alive(now) or not token.user.is_active:
        return None
    if token.last_used is None or now - token.last_used > _USE:
        token.last_used = now
        token.save(update_fields=["last_used"])
    return token


def revoke(token: ApiToken, now: datetime) -> None:
    """It opens nothing any more, at once and for good."""
    token.revoked = now
    token.save(update_fields=["revoked"])


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()  # the text is random and long: a slow hash would add nothing

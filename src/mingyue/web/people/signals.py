"""What happens to accounts goes into the audit log: sign-ins, passwords, second factors."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from mingyue.web.people import audit
from mingyue.web.people.models import User

_VERBS: tuple[tuple[Signal, str], ...] = (
    (account.user_logged_in, "account.sign_in"),
    (auth.user_logged_out, "account.sign_out"),
    (account.password_changed, "account.password_change"),
    (account.password_reset, "account.password_reset"),
)
_FACTORS: tuple[tuple[Signal, str], ...] = (
    (mfa.authenticator_added, "on"),
    (mfa.authenticator_removed, "off"),
    (mfa.authenticator_reset, "reset"),
    (mfa.authentication_failed, "failed"),
)


def connect() -> None:
    """Listens from the start of the server on."""
    for signal, verb in _VERBS:
        signal.connect(_listener(verb), weak=False, dispatch_uid=verb)
    for signal, word in _FACTORS:
        signal.connect(_factor_listener(word), weak=False, dispatch_uid=f"factor {word}")


def _listener(verb: str) -> Any:
    def listen(request: HttpRequest, user: User | None, **_more: Any) -> None:
        if user is not None:
            audit.note(verb, user.name, user=user, address=audit.address(request))

    return listen


def _factor_listener(word: str) -> Any:
    def listen(request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any) -> None:
        codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
        verb = f"account.{'recovery_codes' if codes else 'second_factor'}_{word}"
        audit.note(verb, user.name, user=user, address=audit.address(request))

    return listen

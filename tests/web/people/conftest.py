from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from mingyue.web.people.models import User

PASSWORD = "correct-horse-battery"


@pytest.fixture
def sign_in() -> Callable[..., HttpResponse]:
    """Fills in the form of the sign-in page, as a browser does."""

    def enter(client: Client, user: User | str, password: str = PASSWORD, **more: object) -> HttpResponse:
        email = user if isinstance(user, str) else user.email
        return client.post("/account/login/", {"login": email, "password": password}, **more)

    return enter


@pytest.fixture
def code() -> Callable[..., str]:
    """What the phone of a person shows, or a phone with this seed."""

    def shown(user: User | None = None, *, seed: str = "") -> str:
        if user is not None:
            kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
            seed = get_adapter().decrypt(kept.data["secret"])
        return format_hotp_value(hotp_value(seed, int(time.time()) // 30))

    return shown

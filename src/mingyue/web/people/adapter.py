"""How allauth behaves here: nobody signs up by themselves, people are invited."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """No: an invitation makes the account."""
        return False

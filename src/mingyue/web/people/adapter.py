"""How allauth behaves here: nobody signs up by themselves, people are invited; failures are told in Chinese and logged."""

from __future__ import annotations

import logging
import secrets
from base64 import b32encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mingyue.web import vault
from mingyue.web.people import audit

_MESSAGES = {
    "account_inactive": _("这个账号已停用，请联系管理员。"),
    "email_password_mismatch": _("邮箱或密码不对。"),
    "enter_current_password": _("现在的密码不对。"),
    "incorrect_code": _("验证码不对，或者已经用过。请等手机上显示下一个验证码后再试。"),
    "incorrect_password": _("密码不对。"),
    "invalid_password_reset": _("重设密码的链接已经失效。"),
    "rate_limited": _("操作太频繁，请稍后再试。"),
    "too_many_login_attempts": _("失败次数太多，暂时不能再试。请 15 分钟后再来，或者用“忘记密码”重设密码。"),
}
_SECOND_FACTOR = "second factor"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; failed sign-ins go into the audit log."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_MESSAGES}

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """No: an invitation makes the account."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuses whoever failed too often, and logs it."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _failed("account.locked", request, credentials)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Logs the address that was tried, never the password."""
        _failed("account.sign_in_failed", request, credentials)


def _failed(verb: str, request: HttpRequest, credentials: dict[str, Any]) -> None:
    """The entry names no user: it is not known who tried."""
    audit.note(verb, str(credentials.get("email", "")), user=None, address=audit.address(request))


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds of the second factor lie in the database encrypted."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _MESSAGES["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        """The seed, sealed."""
        return vault.seal(text, purpose=_SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """The seed; where SECRET_KEY was changed and the seed is lost, one that no code fits: an administrator resets the factor."""
        try:
            return vault.unseal(encrypted_text, purpose=_SECOND_FACTOR)
        except vault.VaultError:
            logging.getLogger(__name__).error(  # noqa: TRY400 (the trace says nothing more)
                "a second factor was sealed with another SECRET_KEY: it must be set up anew"
            )
            return b32encode(secrets.token_bytes(20)).decode("ascii")

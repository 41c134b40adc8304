"""Secrets that the database keeps: sealed with a key that is derived from SECRET_KEY, and opened with it alone."""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class VaultError(ValueError):
    """What was sealed with another SECRET_KEY, or is no sealed text."""


def seal(text: str, *, purpose: str) -> str:
    """The text, encrypted and signed. purpose: each use has a key of its own, so that what one sealed no other opens."""
    return _box(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Undoes `seal`; keys of SECRET_KEY_FALLBACKS open too. Raises VaultError."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise VaultError("sealed with another key") from None


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([_key(str(secret), purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"mingyue vault {purpose}".encode())
    return Fernet(urlsafe_b64encode(derive.derive(secret.encode())))

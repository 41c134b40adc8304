"""Private keys at rest: PKCS#8, encrypted with a key that scrypt derives from what a person types or the environment says."""

from __future__ import annotations

import base64
import os
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mingyue.terms.errors import UserError

_COST, _BLOCK, _PARALLEL = 2**15, 8, 3  # 32 MB and about a quarter of a second for each guess
_SALT: Final = 16


class SigningError(UserError):
    """Something that cannot be signed or verified; one sentence with the mend."""


class WrongPassphrase(SigningError):  # noqa: N818 - it names what was typed
    """The passphrase does not open the key."""


def seal(key: ec.EllipticCurvePrivateKey, passphrase: str) -> str:
    """The key as text that only the passphrase opens: salt and Fernet token, with a dollar sign between them."""
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    salt = os.urandom(_SALT)
    return f"{base64.urlsafe_b64encode(salt).decode()}${_box(passphrase, salt).encrypt(plain).decode()}"


def unseal(sealed: str, passphrase: str) -> bytes:
    """The key as PKCS#8 (DER), for as long as the caller holds it. Raises WrongPassphrase."""
    salt, _, token = sealed.partition("$")
    try:
        return _box(passphrase, base64.urlsafe_b64decode(salt)).decrypt(token.encode())
    except InvalidToken:
        raise WrongPassphrase("口令不对，签名密钥没有打开：请重新输入。") from None


def _box(passphrase: str, salt: bytes) -> Fernet:
    derive = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL)
    return Fernet(base64.urlsafe_b64encode(derive.derive(passphrase.encode())))

"""Keys of those who sign: made when they are first needed, opened by their password alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.people.models import User
from mingyue.web.signoff.models import Authority, PersonalKey

ROOT_NAME = "明约工作台 本地根证书"


def kept_key(user: User, organisation: str, *, now: datetime) -> PersonalKey | None:
    """The person's newest key for the organisation that has not expired."""
    return PersonalKey.objects.filter(user=user, organisation=organisation, expires__gt=now).order_by("-pk").first()


def new_key(user: User, organisation: str, password: str, *, now: datetime) -> PersonalKey:
    """A new key with a certificate of the workspace's root; older ones stay, to verify by."""
    authority, issuer, secret = _issuer(now)
    made = api.signing_key(
        user.name, organisation, now=now, passphrase=password, issuer=issuer, issuer_passphrase=secret
    )
    return PersonalKey.objects.create(
        user=user,
        organisation=organisation,
        authority=authority,
        certificate=made.certificate,
        sealed=made.sealed,
        expires=made.expires,
    )


def usable(key: PersonalKey) -> api.SigningKey:
    """The key as signing takes it, with the root that vouches for it."""
    return api.SigningKey(key.certificate, key.sealed, key.expires, key.authority.certificate)


def roots() -> list[str]:
    """The certificates (PEM) of all roots of this workspace."""
    return list(Authority.objects.order_by("pk").values_list("certificate", flat=True))


def stamp_roots() -> Sequence[str]:
    """The certificates of the time-stamp service that the settings trust. Raises SigningError where the file is not there."""
    if not settings.TSA_ROOTS:
        return ()
    try:
        return (Path(settings.TSA_ROOTS).read_text("ascii"),)
    except (OSError, UnicodeDecodeError):
        raise api.SigningError(_("读不出 MINGYUE_TSA_ROOTS 所写的证书文件：请管理员检查。")) from None


def _issuer(now: datetime) -> tuple[Authority, api.SigningKey, str]:
    """The root that vouches, and what opens it. Without MINGYUE_SIGNING_SECRET it is made for one certificate and its key forgotten:
    a key that nothing outside this machine protects is better not kept.
    """
    if not settings.SIGNING_SECRET:
        secret = secrets.token_urlsafe(32)
        made = api.signing_authority(f"{ROOT_NAME} {secrets.token_hex(4)}", now=now, passphrase=secret)
        kept = Authority.objects.create(certificate=made.certificate, expires=made.expires)
        return kept, made, secret
    kept = Authority.objects.exclude(sealed="").filter(expires__gt=now).order_by("-pk").first() or _keep(now)
    return kept, api.SigningKey(kept.certificate, kept.sealed, kept.expires), settings.SIGNING_SECRET


def _keep(now: datetime) -> Authority:
    made = api.signing_authority(f"{ROOT_NAME} {secrets.token_hex(4)}", now=now, passphrase=settings.SIGNING_SECRET)
    return Authority.objects.create(certificate=made.certificate, sealed=made.sealed, expires=made.expires)

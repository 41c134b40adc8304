"""Signing documents: keys and certificates, the acceptance report as PDF, signatures and their verification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mingyue.connectors.signing import certificates
from mingyue.connectors.signing.certificates import Key as SigningKey
from mingyue.connectors.signing.judged import Signature as PdfSignature
from mingyue.connectors.signing.vault import SigningError, WrongPassphrase
from mingyue.drafting.report import Report as AcceptanceReport
from mingyue.drafting.report import Tested as TestedRequirement
from mingyue.terms.contract import Contract

__all__ = [
    "AcceptanceReport",
    "PdfSignature",
    "SigningError",
    "SigningKey",
    "TestedRequirement",
    "WrongPassphrase",
    "acceptance_report",
    "sign_pdf",
    "signing_authority",
    "signing_key",
    "verify_pdf",
]
_BEIJING = ZoneInfo("Asia/Shanghai")


def signing_authority(name: str, *, now: datetime, passphrase: str) -> SigningKey:
    """A new root of one's own that vouches for signers. Its private key is kept encrypted: the passphrase opens it."""
    return certificates.authority(name, now=now, passphrase=passphrase)


def signing_key(
    person: str, organisation: str, *, now: datetime, passphrase: str, issuer: SigningKey, issuer_passphrase: str
) -> SigningKey:
    """A new key of a person who signs for an organisation. Its private key is kept encrypted: only the passphrase opens it.

    Raises WrongPassphrase (the issuer's).
    """
    return certificates.signer(
        person, organisation, now=now, passphrase=passphrase, issuer=issuer, issuer_passphrase=issuer_passphrase
    )


def sign_pdf(
    pdf: bytes,
    key: SigningKey,
    *,
    passphrase: str,
    now: datetime,
    field: str,
    reason: str = "",
    time_stamps: str = "",
    shown: Sequence[str] = (),
    under: str = "",
) -> bytes:
    """The PDF with one more PAdES signature; earlier ones stay valid. field: a name that no other signature in it has.

    time_stamps: the address of an RFC 3161 service; where it gives nothing, nothing is signed. shown: lines of a picture right
    under the last place where the words `under` stand; the time is added. Raises WrongPassphrase, SigningError, UserError.
    """
    from mingyue.connectors import typeset
    from mingyue.connectors.signing.sign import Stamp, sign

    stamp = None
    if shown and under:
        moment = f"电子签署 {now.astimezone(_BEIJING):%Y-%m-%d %H:%M} 北京时间"
        lines = (*shown, f"{moment}　证书 {key.fingerprint[:8]}")
        try:
            stamp = Stamp(typeset.stamp(lines, created=now), *typeset.STAMP_SIZE, under)
        except typeset.Unprintable:  # a rare character in a name keeps nobody from signing
            stamp = None
    return sign(
        pdf, key, passphrase=passphrase, now=now, field=field, reason=reason, time_stamps=time_stamps, stamp=stamp
    )


def verify_pdf(
    pdf: bytes, *, roots: Sequence[str], stamp_roots: Sequence[str] = (), now: datetime
) -> tuple[PdfSignature, ...]:
    """The signatures in a PDF: whose, intact or not, since when. roots: certificates (PEM) that one trusts.

    Nothing is fetched from the net, so revocation is not asked for. Raises SigningError for what is no readable PDF.
    """
    from mingyue.connectors.signing.verify import verify

    return verify(pdf, roots=roots, stamp_roots=stamp_roots, now=now)


def acceptance_report(terms: Contract, filled: AcceptanceReport, *, created: datetime) -> bytes:
    """The 阶段性验收报告 as PDF, in the form that the contract attaches, with places for both signatures.

    Raises LookupError for a milestone that the terms do not have, UserError for what cannot be printed.
    """
    from mingyue.api.contracts import clause_texts
    from mingyue.connectors import typeset
    from mingyue.drafting.report import report

    return typeset.sheet_pdf(report(terms, clause_texts(), filled), created=created)

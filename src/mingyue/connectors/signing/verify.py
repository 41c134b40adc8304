"""Verifying the signatures in a PDF: whose, whether intact, whether from a root one trusts, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import CMSExtractionError, NonexistentAttributeError, find_unique_cms_attribute
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from mingyue.connectors.signing.judged import Signature
from mingyue.connectors.signing.vault import SigningError

_WHOLE = {SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION}
_HARMLESS = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
_BROKEN = (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)


def verify(
    pdf: bytes, *, roots: Sequence[str], stamp_roots: Sequence[str] = (), now: datetime
) -> tuple[Signature, ...]:
    """The signatures in a PDF. roots, stamp_roots: PEM of the roots of signers and of time-stamp services that one trusts.

    A certificate is judged at the time of the time-stamp, else at the claimed time, not later than now. Nothing is fetched from
    the net: whether a certificate was revoked is not asked. Raises SigningError for what is no readable PDF.
    """
    try:
        embedded = list(PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures)
    except _BROKEN as error:
        raise SigningError("读不出这份 PDF 的签名：文件可能损坏或者加了密，请用原来的文件核对。") from error
    return tuple(_judged(each, _certificates(roots), _certificates(stamp_roots), now) for each in embedded)


def _certificates(pems: Sequence[str]) -> list[Any]:
    return [each for pem in pems for each in load_certs_from_pemder_data(pem.encode())]


def _judged(signature: EmbeddedPdfSignature, roots: list[Any], stamp_roots: list[Any], now: datetime) -> Signature:
    try:
        subject = signature.signer_cert.subject.native
        who, organisation = _name(subject, "common_name"), _name(subject, "organization_name")
        moment = _moment(signature, now)
        status = validate_pdf_signature(
            signature,
            ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment),
            ValidationContext(trust_roots=stamp_roots, allow_fetching=False, moment=moment),
        )
    except (SignatureValidationError, CMSExtractionError, *_BROKEN):
        return Signature("", "", intact=False, untouched=False, trusted=False, fault="签名的结构读不懂，无法核对")
    return _told(status, who, organisation)


def _moment(signature: EmbeddedPdfSignature, now: datetime) -> datetime:
    told = _stamped(signature) or signature.self_reported_timestamp
    return min(told, now) if told is not None and told.tzinfo else now


def _stamped(signature: EmbeddedPdfSignature) -> datetime | None:
    try:
        token = find_unique_cms_attribute(signature.signer_info["unsigned_attrs"], "signature_time_stamp_token")
    except NonexistentAttributeError:
        return None
    told = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return told if isinstance(told, datetime) else None


def _told(status: PdfSignatureStatus, who: str, organisation: str) -> Signature:
    stamp = status.timestamp_validity
    return Signature(
        who,
        organisation,
        intact=status.intact and status.valid,
        untouched=bool(status.docmdp_ok) and status.coverage in _WHOLE and status.modification_level in _HARMLESS,
        trusted=status.trusted,
        claimed=status.signer_reported_dt,
        stamped=stamp.timestamp if stamp and stamp.valid and stamp.intact else None,
        stamped_by=_name(stamp.signing_cert.subject.native, "common_name") if stamp else "",
        stamp_trusted=bool(stamp and stamp.trusted),
        fingerprint=status.signing_cert.sha256.hex(),
    )


def _name(subject: Any, part: str) -> str:  # noqa: ANN401 (a dictionary of an untyped library)
    value = subject.get(part, "")
    return value if isinstance(value, str) else "、".join(value)

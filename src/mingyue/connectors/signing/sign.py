"""Signing a PDF: one more PAdES signature behind what is there, with a time-stamp where a service is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as Refused
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mingyue.connectors.signing.certificates import Key
from mingyue.connectors.signing.places import Box, below
from mingyue.connectors.signing.vault import SigningError, unseal

_TSA_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows on the page: a PDF of one page in this size (points), under the words."""

    pdf: bytes
    width: int
    height: int
    under: str


class _Picture(PdfContent):
    """The only page of a PDF."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__(box=BoxConstraints(stamp.width, stamp.height))
        self._pdf = stamp.pdf

    def render(self) -> bytes:
        """Takes the page over into the file at hand."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        return b"/Stamp Do"


class _SignerAt(PdfSigner):
    """Signs at a given moment instead of the machine's."""

    moment: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, *args: Any, **kwargs: Any) -> PdfSigningSession:  # noqa: ANN401 (the library's own)
        """As the library's, at `moment`."""
        session = super().init_signing_session(pdf_out, *args, **kwargs)
        session.system_time = self.moment
        return session


def sign(
    pdf: bytes,
    key: Key,
    *,
    passphrase: str,
    now: datetime,
    field: str,
    reason: str = "",
    time_stamps: str = "",
    stamp: Stamp | None = None,
) -> bytes:
    """The PDF with one more signature (PAdES B-T with `time_stamps`, the address of an RFC 3161 service; else B-B).

    Earlier signatures stay valid. field: a name that no other signature in the file has. Where the words of the stamp stand
    nowhere, nothing shows. Raises WrongPassphrase, SigningError (no PDF, encrypted, the time-stamp service gives nothing:
    then nothing is signed).
    """
    box = below(pdf, stamp.under, width=stamp.width, height=stamp.height) if stamp else None
    private = load_private_key_from_pemder_data(unseal(key.sealed, passphrase), None)
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        pen = _SignerAt(
            PdfSignatureMetadata(
                field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason or None
            ),
            signer=_simple(key, private),
            timestamper=HTTPTimeStamper(time_stamps, timeout=_TSA_SECONDS) if time_stamps else None,
            stamp_style=_style(stamp) if stamp and box else None,
            new_field_spec=_place(field, box),
        )
        pen.moment = now
        signed: BytesIO = pen.sign_pdf(writer)
    except TimestampRequestError as error:
        raise SigningError(
            "时间戳服务没有给出时间戳，没有签署：请稍后再试，或者请管理员检查 MINGYUE_TSA_URL。"
        ) from error
    except (PdfError, Refused) as error:
        raise SigningError("这份 PDF 不能签署：它可能加了密、已经锁定或者损坏，请换一份重新生成的 PDF。") from error
    return signed.getvalue()


def _simple(key: Key, private: Any) -> SimpleSigner:  # noqa: ANN401 (the library's key type has no types)
    (certificate, *_) = load_certs_from_pemder_data(key.certificate.encode())
    store = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
        load_certs_from_pemder_data(key.root.encode()) if key.root else ()
    )
    return SimpleSigner(signing_cert=certificate, signing_key=private, cert_registry=store)


def _style(stamp: Stamp) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, margins=Margins(0, 0, 0, 0))
    return StaticStampStyle(background=_Picture(stamp), background_layout=whole, border_width=0)


def _place(field: str, box: Box | None) -> SigFieldSpec:
    if box is None:
        return SigFieldSpec(field)
    return SigFieldSpec(field, on_page=box.page, box=(box.left, box.bottom, box.right, box.top))

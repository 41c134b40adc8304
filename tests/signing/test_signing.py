from __future__ import annotations

import base64
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from outside import pdfsig
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints

from mingyue import api
from mingyue.connectors.signing.places import below
from mingyue.connectors.signing.vault import seal, unseal
from mingyue.connectors.typeset import STAMP_SIZE
from mingyue.drafting.report import _values, report
from mingyue.drafting.tree import Form

Keys = tuple[api.SigningKey, api.SigningKey]


def texts(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "").replace(" ", "")


def test_other_software_finds_both_signatures_valid(signed: bytes, now: datetime, tmp_path: Path) -> None:
    told = pdfsig(signed, tmp_path)
    assert told.count("Signature is Valid.") == 2
    assert told.count("ETSI.CAdES.detached") == 2
    assert "CN=周敏,O=北京禾木家居有限公司" in told
    assert "CN=孙磊,O=北京智联软件有限公司" in told


def test_a_changed_byte_is_found_by_us_and_by_others(
    signed: bytes, authority: api.SigningKey, now: datetime, tmp_path: Path
) -> None:
    altered = bytearray(signed)
    altered[1500] ^= 1
    assert [each.good for each in api.verify_pdf(bytes(altered), roots=[authority.certificate], now=now)] == [
        False,
        False,
    ]
    assert pdfsig(bytes(altered), tmp_path).count("Digest Mismatch.") == 2


def test_who_signed_and_when(signed: bytes, signers: Keys, authority: api.SigningKey, now: datetime) -> None:
    later = now + timedelta(days=1)
    first, second = api.verify_pdf(signed, roots=[authority.certificate], now=later)
    assert (first.signer, first.organisation, first.claimed) == ("周敏", "北京禾木家居有限公司", now)
    assert (second.signer, second.claimed) == ("孙磊", now + timedelta(hours=1))
    assert first.good
    assert first.trusted
    assert second.good
    assert second.trusted
    assert first.stamped is None
    assert first.fingerprint == signers[0].fingerprint


def test_a_stranger_is_intact_but_not_trusted(signed: bytes, now: datetime) -> None:
    other = api.signing_authority("别人的根证书", now=now, passphrase="x")
    for roots in ([], [other.certificate]):
        found = api.verify_pdf(signed, roots=roots, now=now)
        assert [(each.good, each.trusted) for each in found] == [(True, False)] * 2


def test_text_added_behind_the_signatures_is_found(signed: bytes, authority: api.SigningKey, now: datetime) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    RawContent(b"0 0 300 300 re f", box=BoxConstraints(300, 300)).set_writer(writer)
    RawContent(b"0 0 300 300 re f", box=BoxConstraints(300, 300)).add_to_page(writer, 0)
    altered = BytesIO()
    writer.write(altered)
    found = api.verify_pdf(altered.getvalue(), roots=[authority.certificate], now=now)
    assert [(each.intact, each.untouched, each.good) for each in found] == [(True, False, False)] * 2


def test_a_time_stamp_service_says_when(
    stamped: bytes, authority: api.SigningKey, tsa: tuple[str, str], now: datetime, tmp_path: Path
) -> None:
    certificate = tsa[1]
    for each in api.verify_pdf(
        stamped, roots=[authority.certificate], stamp_roots=[certificate], now=now + timedelta(1)
    ):
        assert each.good
        assert each.stamped == now
        assert each.stamped_by == "测试时间戳服务"
        assert each.stamp_trusted
    unknown = api.verify_pdf(stamped, roots=[authority.certificate], now=now + timedelta(1))
    assert [(each.stamped, each.stamp_trusted) for each in unknown] == [(now, False)] * 2
    assert pdfsig(stamped, tmp_path).count("Signature is Valid.") == 2


@pytest.mark.parametrize("place", ["broken", ""])
def test_without_the_time_stamp_nothing_is_signed(
    paper: bytes, signers: Keys, tsa: tuple[str, str], now: datetime, place: str
) -> None:
    address = tsa[0] + place if place else "http://127.0.0.1:9/"
    with pytest.raises(api.SigningError, match="没有签署"):
        api.sign_pdf(paper, signers[0], passphrase="甲方口令", now=now, field="buyer", time_stamps=address)


def test_the_picture_shows_who_and_when_in_its_place(paper: bytes, signed: bytes) -> None:
    assert changed_columns(paper, signed) == {"left", "right"}


def changed_columns(before: bytes, after: bytes) -> set[str]:
    """In which halves of the last page something new shows."""
    bitmaps = []
    for data in (before, after):
        document = pdfium.PdfDocument(data)
        document.init_forms()
        bitmaps.append(document[len(document) - 1].render(scale=1, grayscale=True))
    first, second = (bytes(each.buffer) for each in bitmaps)
    middle = bitmaps[0].width // 2
    return {
        "left" if at % bitmaps[0].stride < middle else "right"
        for at, (old, new) in enumerate(zip(first, second, strict=True))
        if old != new
    }


def test_a_signer_with_a_rare_character_signs_without_a_picture(paper: bytes, signers: Keys, now: datetime) -> None:
    signed = api.sign_pdf(
        paper, signers[0], passphrase="甲方口令", now=now, field="buyer", shown=("\U00030729",), under="甲方签字、盖章"
    )
    assert len(api.verify_pdf(signed, roots=[], now=now)) == 1


def test_the_wrong_passphrase_opens_nothing(paper: bytes, signers: Keys, now: datetime) -> None:
    with pytest.raises(api.WrongPassphrase, match="口令不对"):
        api.sign_pdf(paper, signers[0], passphrase="猜的", now=now, field="buyer")


def test_a_private_key_is_never_kept_in_clear(signers: Keys) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    sealed = seal(key, "口令")
    number = key.private_numbers().private_value.to_bytes(32, "big")
    assert number in unseal(sealed, "口令")
    salt, _, token = sealed.partition("$")
    assert number not in base64.urlsafe_b64decode(token)
    assert seal(key, "口令").partition("$")[0] != salt


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_pdf_is_told(data: bytes, signers: Keys, now: datetime) -> None:
    with pytest.raises(api.SigningError, match="读不出"):
        api.verify_pdf(data, roots=[], now=now)
    with pytest.raises(api.SigningError, match="不能签署"):
        api.sign_pdf(data, signers[0], passphrase="甲方口令", now=now, field="buyer")


def test_a_pdf_without_signatures_has_none(paper: bytes, now: datetime) -> None:
    assert api.verify_pdf(paper, roots=[], now=now) == ()


def test_the_report_says_what_was_tested(paper: bytes) -> None:
    told = texts(paper)
    for words in (
        *("阶段性验收报告", "编号：YS-M1-1", "M1 系统环境搭建和部署", "HT-2026-001", "不合格", "R-001、R-002"),
        *("100 条全部符合", "未通过", "R-002 客户画像：导出缺一列", "10日", "未经甲方签署"),
        *("甲方签字、盖章", "乙方签字、盖章", "北京智联软件有限公司"),
    ):
        assert words.replace(" ", "") in told


def test_every_value_of_the_report_has_its_row_in_the_form(terms: api.Contract, now: datetime) -> None:
    filled = api.AcceptanceReport("Y", "M1", True, now.date())
    sheet = report(terms, api.clause_texts(), filled)
    (form,) = [part for part in sheet.parts if isinstance(part, Form)]
    assert {label for label, _ in form.rows} == set(_values(terms, filled))
    assert [label for label, _ in sheet.signatures] == ["甲方签字、盖章", "乙方签字、盖章"]


@pytest.mark.parametrize("name", ["甲公司", "常州栖禾木作家居（集团）股份有限公司华东区域采购管理中心" * 2])
def test_the_picture_covers_no_words(terms: api.Contract, now: datetime, name: str) -> None:
    parties = terms.parties.model_copy(update={"buyer": terms.parties.buyer.model_copy(update={"name": name})})
    pdf = api.draft(terms.model_copy(update={"parties": parties}), "pdf", created=now)
    document = pdfium.PdfDocument(pdf)
    for side in ("甲方（盖章）", "乙方（盖章）"):
        box = below(pdf, side, width=STAMP_SIZE[0], height=STAMP_SIZE[1])
        assert box is not None
        text = document[box.page].get_textpage()
        assert text.get_text_bounded(box.left, box.bottom, box.right, box.top).strip() == ""

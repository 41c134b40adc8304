from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mingyue import api
from mingyue.cli import main

sys.path.insert(0, str(Path(__file__).parent))
from outside import serving

NOW = datetime(2026, 5, 10, 9, 0, tzinfo=UTC)
"""The moment of the tests."""


@pytest.fixture(scope="session")
def authority() -> api.SigningKey:
    return api.signing_authority("明约 测试根证书", now=NOW, passphrase="root secret")


@pytest.fixture(scope="session")
def signers(authority: api.SigningKey) -> tuple[api.SigningKey, api.SigningKey]:
    """The buyer's person (opens with 甲方口令) and the vendor's (乙方口令)."""
    people = (("周敏", "北京禾木家居有限公司", "甲方口令"), ("孙磊", "北京智联软件有限公司", "乙方口令"))
    return tuple(
        api.signing_key(who, firm, now=NOW, passphrase=words, issuer=authority, issuer_passphrase="root secret")
        for who, firm, words in people
    )


@pytest.fixture(scope="session")
def tsa() -> Iterator[tuple[str, str]]:
    """A time-stamp service on the loopback: its address and its certificate; /broken answers with a fault."""
    with serving(NOW) as found:
        yield found


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def terms(tmp_path_factory: pytest.TempPathFactory) -> api.Contract:
    folder = tmp_path_factory.mktemp("example") / "crm"
    assert main(["new", str(folder), "--example"]) == 0
    return api.read_terms((folder / "contract.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def paper(terms: api.Contract) -> bytes:
    """The acceptance report of M1, unsigned."""
    tested = (
        api.TestedRequirement(
            "R-001", "线索池自动分配", "抽取 100 条线索，分配结果全部符合规则", True, "100 条全部符合"
        ),
        api.TestedRequirement("R-002", "客户画像", "", False, "导出缺一列"),
    )
    filled = api.AcceptanceReport(
        "YS-M1-1", "M1", False, NOW.date(), tested=tested, failed=("R-002 客户画像：导出缺一列",), rectify="10日"
    )
    return api.acceptance_report(terms, filled, created=NOW)


@pytest.fixture(scope="session")
def signed(paper: bytes, signers: tuple[api.SigningKey, api.SigningKey]) -> bytes:
    """The report signed by both sides, an hour between them, without time-stamps."""
    return _both(paper, signers)


@pytest.fixture(scope="session")
def stamped(paper: bytes, signers: tuple[api.SigningKey, api.SigningKey], tsa: tuple[str, str]) -> bytes:
    """The same with time-stamps."""
    return _both(paper, signers, time_stamps=tsa[0])


def _both(paper: bytes, signers: tuple[api.SigningKey, api.SigningKey], *, time_stamps: str = "") -> bytes:
    for key, field, side, who, hours in zip(
        signers, ("buyer", "vendor"), "甲乙", ("周敏", "孙磊"), (0, 1), strict=True
    ):
        paper = api.sign_pdf(
            paper,
            key,
            passphrase=f"{side}方口令",
            now=NOW + timedelta(hours=hours),
            field=field,
            time_stamps=time_stamps,
            shown=(who,),
            under=f"{side}方签字、盖章",
        )
    return paper

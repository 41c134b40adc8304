"""Whatever the bytes: a Document whose offsets hold, or one sentence; and in bounded time."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.connectors import plain, sniff
from mingyue.connectors.pdf.reader import parse
from mingyue.review.document import Document, Unreadable

Make = Callable[..., bytes]
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
SECONDS = 2.0


def mutants(seed: bytes, count: int, number: int) -> Iterator[bytes]:
    """Copies of a good file with bytes changed, cut out, doubled or cut off; the same ones in every run."""
    dice = random.Random(number)
    for _ in range(count):
        data = bytearray(seed)
        for _ in range(dice.randint(1, 6)):
            at, length = dice.randrange(len(data)), dice.randint(1, 60)
            match dice.randrange(5):
                case 0:
                    data[at] = dice.randrange(256)
                case 1:
                    del data[at : at + length]
                case 2:
                    data[at:at] = data[at : at + length]
                case 3:
                    data[at : at + length] = dice.randbytes(length)
                case _:
                    data[at : at + 2] = str(dice.randrange(10**9)).encode()
            if len(data) < 10:
                break
        yield bytes(data)


def outcome(read: Callable[[bytes], object], data: bytes) -> str:
    """What came out: a checked document, a kind, or a sentence."""
    result: object
    started = time.monotonic()
    try:
        result = read(data)
    except Unreadable as refused:
        result = refused
    assert time.monotonic() - started < SECONDS
    if isinstance(result, Unreadable):
        assert str(result).endswith("。")
        assert "\n" not in str(result)
        return "refused"
    if isinstance(result, Document):
        assert result.text.encode()
        pieces = [result.text[block.start : block.end] for block in result.blocks]
        assert "\n".join(pieces) == result.text.removesuffix("\n")
        return "read"
    return str(result)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_as_plain_text(data: bytes) -> None:
    assert outcome(plain.read, data) in {"read", "refused"}


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.4", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes_at_the_front_door(data: bytes, magic: bytes) -> None:
    assert outcome(lambda bytes_: sniff.kind_of(bytes_, "合同.docx"), magic + data)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "big5"])
def test_damaged_text(encoding: str) -> None:
    seed = ("第一条 甲方應當在驗收後三十日內付款，按合同約定。\r\n" * 20).encode(encoding, "replace")
    assert {outcome(plain.read, data) for data in mutants(seed, 150, 11)} <= {"read", "refused"}


def test_damaged_pdfs(pdf: Make) -> None:
    pages = [
        [(90, 800, "合同"), (90, 700, "第一条 甲方应当付款"), (90, 680, "乙方应当交付"), (280, 40, f"{n}")]
        for n in (1, 2)
    ]
    results = [outcome(parse, data) for data in mutants(pdf(pages), 400, 12)]
    assert set(results) == {"read", "refused"}


def test_damaged_packages_and_ole_files(ooxml: Make, ole: Make) -> None:
    for seed in (ooxml(WORD, **{"word/document.xml": b"<w/>" * 200}), ole(["Root Entry", "WordDocument"])):
        results = {outcome(lambda data: sniff.kind_of(data, "a.docx"), data) for data in mutants(seed, 300, 13)}
        assert results & {"docx", "doc"}
        assert "refused" in results

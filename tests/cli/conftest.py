from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mingyue.cli import main

DRAFT = Path(__file__).parents[2] / "examples" / "vendor_draft.docx"


@dataclass(frozen=True)
class Call:
    code: int
    out: str
    err: str


@pytest.fixture
def mingyue(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Call]:
    def call(*words: object) -> Call:
        code = main([str(word) for word in words])
        captured = capfdbinary.readouterr()
        return Call(code, captured.out.decode(), captured.err.decode())

    return call


@pytest.fixture
def draft() -> Path:
    return DRAFT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path

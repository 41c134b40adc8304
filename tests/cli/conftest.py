from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project as `mingyue new --example` makes it. Not to be written to: `crm` is a copy."""
    path = tmp_path_factory.mktemp("example") / "crm"
    assert main(["new", str(path), "--example"]) == 0
    return path


@pytest.fixture
def crm(folder: Path, example: Path) -> Path:
    """The example project as crm/ in the current folder."""
    shutil.copytree(example, folder / "crm")
    return folder / "crm"

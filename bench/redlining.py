"""Our redline against python-redlines comparing the draft with the same draft, our marks accepted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from python_redlines import DocxodusEngine
from stages import AS_OF

from mingyue import api

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests/word"))

from word_judges import settle  # accepts marks by walking the XML; shares no code with our writer

AUTHOR = "甲方"
STAMP = datetime(2026, 11, 23, tzinfo=UTC)
PEER = "python-redlines"


class Redlining:
    """One draft, its review, and the file that accepting our redline gives."""

    def __init__(self, data: bytes, folder: Path) -> None:
        self.data = data
        self.review = api.check(api.read_document(data, "draft.docx"), as_of=AS_OF)
        self.original, self.accepted = folder / "original.docx", folder / "accepted.docx"
        self.original.write_bytes(data)
        self.accepted.write_bytes(settle(self.ours(), AUTHOR, accept=True))

    def ours(self) -> bytes:
        """The redline of a review that is there."""
        return api.redline(self.data, self.review, author=AUTHOR, date=STAMP)

    def whole(self) -> bytes:
        """Check and redline."""
        review = api.check(api.read_document(self.data, "draft.docx"), as_of=AS_OF)
        return api.redline(self.data, review, author=AUTHOR, date=STAMP)

    def peer(self) -> Callable[[], bytes]:
        """A comparison by python-redlines. Raises EngineNotInstalledError where its engine is not installed."""
        engine = DocxodusEngine()
        return lambda: engine.run_redline(AUTHOR, self.original, self.accepted)[0]

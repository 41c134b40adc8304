"""The check of one draft against the bare cost of its XML, and where its time goes."""

from __future__ import annotations

import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import ParamSpec, TypeVar
from unittest.mock import patch

from lxml import etree

from mingyue import api
from mingyue.api import checking
from mingyue.clauses import Library, library
from mingyue.connectors import word
from mingyue.review import scan

P = ParamSpec("P")
R = TypeVar("R")

AS_OF = date(2026, 11, 23)
RULES = "规则 rules"
# What is watched, and the stage it belongs to: the very functions that api.check calls.
_PLACES = (
    (word, "read", "读 Word  word"),
    (scan, "read", "阅读文本 reading"),
    (scan, "identify", "当事人 parties"),
    (scan, "positioned", "当事人 parties"),
    (scan, "build", "条款层级 outline"),
    (checking, "run", RULES),
    (api, "report", "结果 result JSON"),
)
_FAMILIES = "条款族与事实 families"


def bare(data: bytes) -> int:
    """Unzips every XML part and parses it, no more; the number of parts."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        return len([etree.fromstring(package.read(name)) for name in parts])


def check(data: bytes) -> str:
    """The whole pipeline without the redline: bytes in, result as JSON out."""
    review = api.check(api.read_document(data, "draft.docx"), as_of=AS_OF)
    return api.report(review, "draft.docx", "json")


def shares(data: bytes, rounds: int) -> dict[str, float]:
    """Seconds of the processor in each stage of `check`, the best of n of each."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        with watching(library()) as spent:
            check(data)
        best = {stage: min(seconds, best.get(stage, seconds)) for stage, seconds in spent.items()}
    return best


@contextmanager
def watching(content: Library) -> Iterator[Mapping[str, float]]:
    """Adds up the seconds of the processor in each stage while the block runs; the check uses this content."""
    spent: Counter[str] = Counter()
    watched = replace(
        content,
        families=_watched(content.families, spent),
        facts=_watched(content.facts, spent),
        contract_type=_timed(content.contract_type, _FAMILIES, spent),
        features=_timed(content.features, _FAMILIES, spent),
    )
    with ExitStack() as stack:
        stack.enter_context(patch.object(checking, "library", lambda: watched))
        for owner, name, stage in _PLACES:
            stack.enter_context(patch.object(owner, name, _timed(getattr(owner, name), stage, spent)))
        yield spent


def _watched(readers: Mapping[str, Callable[P, R]], spent: Counter[str]) -> dict[str, Callable[P, R]]:
    return {name: _timed(reader, _FAMILIES, spent) for name, reader in readers.items()}


def _timed(call: Callable[P, R], stage: str, spent: Counter[str]) -> Callable[P, R]:
    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        start = time.process_time()
        try:
            return call(*args, **kwargs)
        finally:
            spent[stage] += time.process_time() - start  # type: ignore[assignment]

    return timed

"""Drafts to measure on: the sample draft, filled up with sentences from the examples of the project's own rules.

The same tree gives the same bytes. Nine examples that stay silent stand beside one that fires, about as in real drafts.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import cycle
from pathlib import Path
from random import Random
from types import ModuleType

from mingyue import api

ROOT = Path(__file__).resolve().parents[1]
LONG = 30_600
"""Characters of the source of the 40-page draft; automatic numbers come on top."""

TITLES = {
    "parties": "当事人的陈述与保证",
    "product": "产品规格与授权",
    "implementation_schedule": "实施组织与进度",
    "scope_acceptance": "工作范围与验收细则",
    "fees_payment": "费用与结算细则",
    "ip": "知识产权细则",
    "data_privacy": "数据与个人信息保护",
    "confidentiality": "保密细则",
    "maintenance_upgrade": "维护与升级细则",
    "breach_dispute": "违约责任与争议解决细则",
    "force_majeure": "不可抗力细则",
    "termination_exit": "解除、终止与退出",
    "whole_contract": "一般条款",
}
_FIRING = 10  # one sentence in so many comes from an example that fires
_PARAGRAPH = 85  # characters a paragraph has at most when it takes another sentence
_TABLE = "@table extra 900 5370 2800 header=1 align=clc"


class Press:
    """Writes drafts as .docx with the parts, styles and numbering of the sample draft."""

    def __init__(self, folder: Path) -> None:
        self._recipe = _recipe()
        source: Path = self._recipe.SOURCE
        self._base = (source / "text.md").read_text(encoding="utf-8").splitlines()
        self._folder = folder / "source"
        shutil.copytree(source, self._folder)
        self._recipe.SOURCE = self._folder
        self._sentences = _sentences(api.rules())

    def long(self, target: Path) -> bytes:
        """The draft of 40 pages."""
        return self._print(target, self._lines(Random(40), LONG, self._base))

    def small(self, target: Path, number: int) -> None:
        """One of many drafts, 2 000 to 14 000 characters, each with clauses of its own."""
        chance = Random(number)
        head, articles, tail = _parts(self._base)
        kept = chance.sample(articles, chance.randint(len(articles) // 4, len(articles)))
        base = [*head, *(line for article in articles if article in kept for line in article), *tail]
        self._print(target, self._lines(chance, chance.randint(2_000, 14_000), base))

    def _print(self, target: Path, lines: Iterable[str]) -> bytes:
        (self._folder / "text.md").write_text("\n".join(lines), encoding="utf-8")
        self._recipe.build(target)
        return target.read_bytes()

    def _lines(self, chance: Random, size: int, base: list[str]) -> Iterator[str]:
        """The base with articles of further clauses in front of its signatures, up to a number of characters."""
        head, articles, tail = _parts(base)
        yield from head
        for article in articles:
            yield from article
        room = size - sum(len(line) for line in base)
        families = [family for family, pools in self._sentences.items() if all(pools)]
        share = max(0, room // len(families))
        for family in families if share > 100 else ():
            yield f"# {TITLES[family]}"
            yield from self._clauses(chance, family, share)
        yield from tail

    def _clauses(self, chance: Random, family: str, room: int) -> Iterator[str]:
        """Numbered paragraphs on two levels, a table in between."""
        silent, firing = (cycle(chance.sample(pool, len(pool))) for pool in self._sentences[family])
        count = 0
        while room > 0:
            marks = ("## ", "## ", "### ", "### ", "", "## ")
            paragraph = ""
            while not paragraph or (len(paragraph) < _PARAGRAPH and chance.random() < 0.5):
                count += 1
                paragraph += next(firing if count % _FIRING == 0 else silent)
            yield chance.choice(marks) + paragraph
            room -= len(paragraph)
            if count % 23 == 0:
                rows = [f"| {row} | {next(silent)} | 乙方负责，甲方配合" for row in range(1, 5)]
                yield from (_TABLE, "| 序号 | 事项 | 责任", *rows, "@end")
                room -= sum(map(len, rows))


def _recipe() -> ModuleType:
    """The script that builds the sample draft."""
    folder = str(ROOT / "examples")
    if folder not in sys.path:
        sys.path.append(folder)
    return import_module("build_vendor_draft")


def _sentences(rules: Iterable[api.Rule]) -> dict[str, tuple[list[str], list[str]]]:
    """By family: sentences of silent and of firing examples, without headings and signs of the draft's markup."""
    pools: dict[str, tuple[list[str], list[str]]] = {family: ([], []) for family in TITLES}
    for rule in rules:
        for pool, examples in zip(pools[rule.family], (rule.silent, rule.fires), strict=True):
            lines = (line.strip() for example in examples for line in example.split("\n"))
            pool += [line for line in lines if 15 <= len(line) <= 160 and not re.search(r"[\[\]{}*|#@%^<]", line)]
    return pools


def _parts(lines: list[str]) -> tuple[list[str], list[list[str]], list[str]]:
    """What stands in front of the articles, the articles, and what follows from the signatures on."""
    end = next(index for index, line in enumerate(lines) if line.startswith("%BodyText"))
    starts = [index for index, line in enumerate(lines[:end]) if line.startswith("# ")]
    articles = [lines[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    return lines[: starts[0]], articles, lines[end:]

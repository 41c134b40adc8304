"""The check of one file from reading to writing, as it runs here or in a worker process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from mingyue import api
from mingyue.cli import faults, files
from mingyue.connectors.report.summary import Summary, summary

Form = Literal["text", "json", "html"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every file; stamp: the time that the redline's marks bear."""

    form: Form
    as_of: date
    playbook: api.Playbook | None
    author: str
    stamp: datetime
    columns: int = 100
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A file as the user named it, and where its results go: None for the report means back to the caller."""

    file: str
    name: str
    report: Path | None = None
    redline: Path | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a file. `report` is there when it was not written; `faults` are sentences for the user."""

    summary: Summary | None = None
    report: str | None = None
    faults: tuple[str, ...] = ()
    written: tuple[Path, ...] = ()


def do(order: Order, item: Item) -> Done:
    """Checks one file. What is wrong with the file or with a place to write is told in the answer, not raised."""
    try:
        return _do(order, item)
    except faults.KNOWN as error:
        return failed(item, faults.sentence(error))


def failed(item: Item, fault: str) -> Done:
    """The answer for a file without a result."""
    line = json.dumps({"file": item.name, "error": fault}, ensure_ascii=False) + "\n"
    return Done(report=line, faults=(fault,))


def _do(order: Order, item: Item) -> Done:
    data = api.read_file(Path(item.file))
    word = api.to_word(data, item.name)
    document = api.read_document(word or data, f"{item.name}.docx" if word else item.name)
    review = api.check(document, as_of=order.as_of, playbook=order.playbook)
    report = api.report(review, item.name, order.form, columns=order.columns, colour=order.colour)
    written: list[Path] = []
    problems: list[str] = []
    if item.redline is not None:
        problems += _redline(order, word, review, item.redline, written)
    if item.report is not None:
        try:
            files.write(item.report, report.encode("utf-8"))
            written.append(item.report)
        except OSError as error:
            problems.append(f"写不出报告 {item.report}：{faults.sentence(error)}")
    return Done(summary(review), None if item.report else report, tuple(problems), tuple(written))


def _redline(order: Order, word: bytes | None, review: api.Review, path: Path, written: list[Path]) -> list[str]:
    """Writes the redline; what prevents it, as sentences."""
    if word is None:
        return ["修订稿只能写进 Word 文件，PDF 和纯文本不行：请向供应商索取 Word（.docx）文件。"]
    try:
        files.write(path, api.redline(word, review, author=order.author, date=order.stamp))
        written.append(path)
    except OSError as error:
        return [f"写不出修订稿 {path}：{faults.sentence(error)}"]
    except api.Unreadable as error:
        return [f"写不出修订稿：{faults.sentence(error)}"]
    return []

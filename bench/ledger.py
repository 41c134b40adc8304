"""One contract with many events: its position on a day against merely reading and parsing its lines."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import happenings
from timing import Cost, in_turn

from mingyue import api
from mingyue.connectors import folder
from mingyue.ledger.event import decode

NUMBER = 10_000
AS_OF = date(2028, 12, 31)
_BATCH = 2_500


class Ledger:
    """The example's contract with so many events, recorded as a user's program would."""

    def __init__(self, path: Path, number: int = NUMBER) -> None:
        self.path = path
        folder.Project.create(path, {"contract.yaml": happenings.contract_text()})
        entries = happenings.entries(number)
        for at in range(0, number, _BATCH):
            folder.append(path, entries[at : at + _BATCH], recorded=datetime(2029, 1, 1, tzinfo=UTC), by="周敏")

    def costs(self, rounds: int) -> dict[str, Cost]:
        """The bare cost, the whole, and the whole without the pauses of the garbage collector."""
        return in_turn({"bare": self.bare, "whole": self.whole, "quiet": self._quiet}, rounds)

    def parts(self, rounds: int) -> dict[str, Cost]:
        """What the whole is made of, each alone."""
        project, lines = api.open_project(self.path), folder.read(self.path).lines
        text = happenings.contract_text()
        tasks: dict[str, Callable[[], object]] = {
            "条款 contract.yaml": lambda: api.read_terms(text),
            "读取并核对链条 read, links": lambda: folder.read(self.path),
            "事件成形 decode": lambda: [decode(line) for line in lines],
            "推算 replay": lambda: api.replay(project, as_of=AS_OF),
        }
        return in_turn(tasks, rounds)

    def bare(self) -> int:
        """Reads the file and parses each line, no more; the number of lines."""
        return len(parsed(self.path))

    def whole(self) -> api.Position:
        """From the files to the position."""
        return api.replay(api.open_project(self.path), as_of=AS_OF)

    def _quiet(self) -> None:
        gc.disable()
        try:
            self.whole()
        finally:
            gc.enable()


def parsed(path: Path) -> list[object]:
    """The bare values of a project's events."""
    with (path / "events.jsonl").open("rb") as file:
        return [json.loads(line) for line in file]

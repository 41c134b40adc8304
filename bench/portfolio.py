"""Many contracts of fifty events on one day, on all cores; as a script it measures the folders below one and prints JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import happenings

import ledger
from mingyue import api
from mingyue.connectors import folder
from mingyue.connectors.folder.lines import encode, seal
from mingyue.connectors.workers import cores, each

EVENTS = 50
SIZES = (1_000, 10_000)
FULL = 100_000
_ROOM = 40_000  # bytes of disk for one project, generously
_SHELF = 500  # projects in one folder


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock and of all processes; the greatest memory of the parent and of a worker, in MB."""

    events: int
    wall: float
    cpu: float
    parent_mb: float
    worker_mb: float


def room(root: Path, number: int) -> bool:
    """Whether the disk has space for so many projects."""
    return shutil.disk_usage(root).free > number * _ROOM


def build(root: Path, number: int) -> None:
    """Writes so many projects; each has its own number, keys and hashes."""
    text = happenings.contract_text()
    sample = ledger.Ledger(root / "sample", EVENTS)
    lines = folder.read(sample.path).lines
    shutil.rmtree(sample.path)
    for at in range(number):
        name = f"HT-{at:06}"
        path = root / f"{at // _SHELF:03}" / name
        path.mkdir(parents=True)
        path.joinpath("contract.yaml").write_text(text.replace("HT-2026-001", name), "utf-8")
        path.joinpath("events.jsonl").write_bytes(_sealed(lines, name))


def _sealed(lines: Sequence[folder.Line], name: str) -> bytes:
    """The lines as if recorded for another contract."""
    raws: list[bytes] = []
    head = folder.GENESIS
    for line in lines:
        members = {**line, "key": f"{name}:{line['seq']}", "prev": head}
        del members["hash"]
        raws.append(seal(encode(members).encode()))
        head = raws[-1][-66:-2].decode()
    return b"".join(raw + b"\n" for raw in raws)


def measured(root: Path, what: str) -> Run:
    """One run in a process of its own, so that its memory is its own."""
    command = [sys.executable, __file__, str(root), what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


def standings(paths: Sequence[Path]) -> int:
    """The whole portfolio; the number of events."""
    events = 0
    for standing in api.portfolio(paths, as_of=ledger.AS_OF, jobs=cores()):
        assert not standing.fault, standing.fault
        events += standing.events
    return events


def bare(paths: Sequence[Path]) -> int:
    """The same lines, only read and parsed, on the same cores."""
    batches = [paths[at : at + 64] for at in range(0, len(paths), 64)]
    return sum(outcome.value or 0 for outcome in each(_parsed, batches, jobs=cores(), limit_s=600))


def _parsed(paths: Sequence[Path]) -> int:
    return sum(len(ledger.parsed(path)) for path in paths)


def _main(root: str, what: str) -> None:
    tasks: dict[str, Callable[[Sequence[Path]], int]] = {"whole": standings, "bare": bare}
    start = time.perf_counter()
    events = tasks[what](api.projects(Path(root)))
    wall = time.perf_counter() - start
    ours, theirs = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in (ours, theirs))
    memory = {"parent_mb": ours.ru_maxrss / 1024, "worker_mb": theirs.ru_maxrss / 1024}
    print(json.dumps({"events": events, "wall": wall, "cpu": cpu, **memory}))


if __name__ == "__main__":
    _main(*sys.argv[1:])

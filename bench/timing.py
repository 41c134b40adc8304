"""How time is taken: tasks in turn, best of n, garbage collected before each run and left on during it, as users have it."""

from __future__ import annotations

import gc
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import mingyue

SOURCE = str(Path(mingyue.__file__).parents[1])


class Cost(NamedTuple):
    """Seconds on the clock and of the processors; each the best, or the median, of its own."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall * 1000:9.2f} ms   CPU {self.cpu * 1000:9.2f} ms"

    def over(self, other: Cost) -> str:
        """How many times the other it costs."""
        return f"{self.wall / other.wall:.1f} × (CPU {self.cpu / other.cpu:.1f} ×)"


def in_turn(tasks: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Cost]:
    """The best of each task, run one after the other round by round, so that a busy machine hurts all alike."""
    runs: dict[str, list[Cost]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(rounds):
        for name, task in tasks.items():
            runs[name].append(once(task))
    return {name: _each(min, costs) for name, costs in runs.items()}


def once(task: Callable[[], object]) -> Cost:
    """One run in this process."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    task()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


def process(command: Sequence[str]) -> Cost:
    """One run of a command, its output thrown away; the processors' time includes that of its children."""
    # The same code in the process as here, also where a copy of the source is measured.
    environment = {**os.environ, "PYTHONPATH": SOURCE}
    with tempfile.TemporaryFile() as errors:
        wall = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        cost = Cost(time.perf_counter() - wall, usage.ru_utime + usage.ru_stime)
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        assert child.returncode == 0, errors.read().decode(errors="replace")
    return cost


def processes(commands: Mapping[str, Sequence[str]], rounds: int) -> dict[str, Cost]:
    """The median of each command, run in turn."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = process(command)
            if number:  # the first round fills the caches
                runs[name].append(cost)
    return {name: _each(median, costs) for name, costs in runs.items()}


def _each(choose: Callable[[list[float]], float], costs: list[Cost]) -> Cost:
    return Cost(choose([cost.wall for cost in costs]), choose([cost.cpu for cost in costs]))

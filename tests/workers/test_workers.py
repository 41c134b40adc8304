from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mingyue.connectors.workers import each


def double(item: int) -> int:
    time.sleep(0.05 * (item == 0))
    return 2 * item


def unruly(item: str) -> str:
    if item == "raise":
        raise ValueError("坏值")
    if item == "exit":
        os._exit(3)
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "hang":
        time.sleep(60)
    return item


def leaves_a_trace(folder: str) -> None:
    try:
        time.sleep(60)
    finally:
        Path(folder, "unwound").touch()


def test_values_come_in_the_order_of_the_items() -> None:
    assert [o.value for o in each(double, range(20), jobs=3, limit_s=30)] == [2 * n for n in range(20)]


def test_one_item_cannot_stop_the_others() -> None:
    items = ["a", "raise", "b", "exit", "hang", "c", "d"]
    outcomes = list(each(unruly, items, jobs=2, limit_s=0.5))
    assert [outcome.item for outcome in outcomes] == items
    assert [outcome.value for outcome in outcomes if outcome.failure is None] == ["a", "b", "c", "d"]
    kinds = {outcome.item: outcome.failure.kind for outcome in outcomes if outcome.failure}
    assert kinds == {"raise": "raised", "exit": "crashed", "hang": "overdue"}
    raised = outcomes[1].failure
    assert raised is not None
    assert raised.message == "ValueError: 坏值"
    assert "unruly" in raised.trace


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_process_costs_its_own_item_only() -> None:
    outcomes = list(each(unruly, ["kill", "a", "kill", "b"], jobs=1, limit_s=30))
    assert [o.failure.kind if o.failure else o.value for o in outcomes] == ["crashed", "a", "crashed", "b"]


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without telling it")
def test_a_task_out_of_time_may_clean_up(tmp_path: Path) -> None:
    (outcome,) = each(leaves_a_trace, [str(tmp_path)], jobs=1, limit_s=0.5)
    assert outcome.failure is not None
    assert (outcome.failure.kind, (tmp_path / "unwound").exists()) == ("overdue", True)


def test_stopping_early_ends_the_processes() -> None:
    began = time.monotonic()
    outcomes = each(unruly, ["a", "hang", "hang"], jobs=2, limit_s=50)
    assert next(outcomes).value == "a"
    outcomes.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10

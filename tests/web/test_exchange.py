from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mingyue import api
from mingyue.web.store import books, exchange, projections
from mingyue.web.store.models import Project


def test_a_project_goes_out_as_it_came_in(project: Project, example: Path, tmp_path: Path) -> None:
    exchange.export(project, tmp_path / "out")
    for name in ("contract.yaml", "events.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == (example / name).read_bytes()
    assert api.verify(tmp_path / "out").ok


def test_the_database_computes_what_the_folder_computes(project: Project, example: Path) -> None:
    day = date(2026, 5, 10)
    there = api.replay(api.open_project(example), as_of=day)
    assert books.position(project, as_of=day) == there
    standing = projections.refresh(project, as_of=day)
    assert (standing.payable, standing.withheld) == (there.advice.pay, there.totals.withheld)


def test_an_existing_folder_is_not_written_over(project: Project, tmp_path: Path) -> None:
    with pytest.raises(exchange.ExchangeError, match="已经存在"):
        exchange.export(project, tmp_path)

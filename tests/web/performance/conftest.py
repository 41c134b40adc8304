from __future__ import annotations

import sys
from datetime import date, datetime

import pytest

from mingyue.web import clock
from mingyue.web.store import projections
from mingyue.web.store.models import Project

NOW = datetime.fromisoformat("2026-05-10T17:00:00+08:00")
DAY = date(2026, 5, 10)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worked example is in its delivery: every module that read the clock's functions reads these."""

    for module in list(sys.modules.values()):
        name = getattr(module, "__name__", "")
        if name.startswith("mingyue.web.") and name != clock.__name__:
            if getattr(module, "today", None) is clock.today:
                monkeypatch.setattr(module, "today", lambda: DAY)
            if getattr(module, "now", None) is clock.now:
                monkeypatch.setattr(module, "now", lambda: NOW)


@pytest.fixture
def fresh(project: Project) -> Project:
    """The project with its projections of the day, as a page finds it."""
    projections.refresh(project, as_of=DAY)
    return project

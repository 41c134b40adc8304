"""The events as recorded: filters, corrections beside what they correct, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from mingyue.web.ledger_view import history
from mingyue.web.ledger_view.look import Look
from mingyue.web.store.models import Project

DAY = date(2026, 5, 10)
SignedIn = Callable[[str], Client]


def ids(project: Project, look: Look | None = None, **asked: str) -> list[str]:
    return [f"E{line.seq}" for line in history.lines(project, asked, look or Look(DAY, DAY))]


def test_all_of_it_newest_first(project: Project) -> None:
    assert len(ids(project)) == project.lines.count()
    assert ids(project)[-1] == "E1"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"kind": "paid"}, ["E10", "E3"]),
        ({"kind": "paid", "side": "vendor"}, []),
        ({"side": "vendor", "kind": "change_approved"}, ["E12"]),
        ({"q": "抖音"}, ["E11"]),
        ({"q": "e30"}, ["E32", "E30"]),
        ({"q": "R-006 小程序"}, ["E11"]),
        ({"since": "2026-05-07"}, ["E32", "E31"]),
        ({"kind": "无此种类", "q": "启动会"}, ["E5"]),
    ],
)
def test_filters(project: Project, asked: dict[str, str], found: list[str]) -> None:
    assert ids(project, **asked) == found


def test_what_a_day_had_and_what_it_knew(project: Project) -> None:
    assert ids(project, Look(date(2026, 1, 9), DAY)) == ["E3", "E2", "E1"]
    assert "E32" not in ids(project, Look(DAY, DAY, known=date(2026, 5, 6)))


def test_a_correction_stands_beside_what_it_corrects(project: Project) -> None:
    row = project.lines.get(seq=30)
    told = history.told(project, [row], "CNY")[0]
    assert [(each.id, each.changes) for each in told.corrected] == [
        ("E32", (("发生时间", "2026-05-06 18:30", "2026-05-06 16:30"),))
    ]


def test_what_counts_now(project: Project) -> None:
    event = history.effective(project, "E30")
    assert event is not None
    assert f"{event.at:%H:%M}" == "16:30"
    assert history.effective(project, "E32") is None
    assert history.effective(project, "E99") is None
    assert history.effective(project, "'") is None


def test_the_page_and_the_file(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("auditor")
    text = client.get(f"/projects/{fresh.slug}/ledger/history/?kind=incident_arrived").content.decode()
    assert "1 条记录" in text
    assert '<span class="was">2026-05-06 18:30</span>' in text
    assert "更正</small></a>" not in text  # an auditor changes nothing
    data = client.get(f"/projects/{fresh.slug}/ledger/history/?kind=incident_arrived&table=history&form=csv")
    assert "E32 更正：发生时间 2026-05-06 18:30 → 2026-05-06 16:30" in data.content.decode()


def test_pages(fresh: Project, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "PAGE", 10)
    client = signed_in("finance")
    text = client.get(f"/projects/{fresh.slug}/ledger/history/?page=2").content.decode()
    assert text.count('<tr id="E') == 10
    assert "2 / 4" in text
    assert client.get(f"/projects/{fresh.slug}/ledger/history/?table=history&form=csv").content.count(b"\r\n") == 33


def test_a_bad_day_is_told(fresh: Project, signed_in: SignedIn) -> None:
    text = signed_in("finance").get(f"/projects/{fresh.slug}/ledger/history/?since=昨天").content.decode()
    assert "日期“昨天”写错了" in text
    assert "32 条记录" in text

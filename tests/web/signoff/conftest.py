from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from mingyue import api
from mingyue.connectors.signing import vault
from mingyue.web import clock
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.signoff import approvals, rules
from mingyue.web.signoff.chain import Threshold
from mingyue.web.store import books
from mingyue.web.store.models import Project

sys.path.insert(0, str(Path(__file__).parents[2] / "signing"))
from outside import serving

PASSWORD = "correct-horse-battery"
STAMPED = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
"""What the time-stamp service says."""


@pytest.fixture(scope="session")
def _service() -> Iterator[tuple[str, str]]:
    with serving(STAMPED) as found:
        yield found


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are sealed with less work than outside of tests, as passwords are."""
    monkeypatch.setattr(vault, "_COST", 2**4)


@pytest.fixture
def time_stamps(_service: tuple[str, str], settings: object, tmp_path: Path) -> str:
    """The workspace uses a time-stamp service and trusts its certificate; the service's address."""
    roots = tmp_path / "tsa.pem"
    roots.write_text(_service[1], "ascii")
    settings.TSA_URL, settings.TSA_ROOTS = _service[0], str(roots)
    return _service[0]


@pytest.fixture
def fresh(db: None, example: Path) -> Project:
    """A project with the terms of the worked example and nothing signed yet."""
    project = Project.objects.create(title="客户管理系统采购", phase="signing")
    books.new_terms(project, (example / "contract.yaml").read_text("utf-8"), by=None)
    return project


@pytest.fixture
def hired(fresh: Project) -> Callable[[Role | str], tuple[User, Client]]:
    """A person of a role in the fresh project, and their browser."""

    def make(role: Role | str, name: str = "") -> tuple[User, Client]:
        role = Role(role)
        user = User.objects.create_user(f"{name or role}@example.com", name or f"{role} 某", PASSWORD)
        Membership.objects.create(user=user, project=fresh, role=role)
        client = Client()
        client.force_login(user)
        return user, client

    return make


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock stands at the moment that the time-stamp service says."""
    monkeypatch.setattr(clock, "now", lambda: timezone.localtime(STAMPED))
    monkeypatch.setattr(clock, "today", lambda: timezone.localdate(STAMPED))
    return STAMPED


@pytest.fixture
def approved(fresh: Project, hired: Callable[..., tuple[User, Client]]) -> Project:
    """The fresh project, its terms approved: procurement asked, legal agreed."""
    asks, lawyer = hired("procurement", "周敏")[0], hired("legal", "吴桐")[0]
    rules.keep([Threshold("legal", Decimal(0))], own=False, twice=False, by=asks)
    request = approvals.start(fresh, fresh.terms_versions.get(), rules.rule(), by=asks)
    approvals.decide(request, by=lawyer, yes=True, reason="", roles=frozenset({"legal"}), today=clock.today())
    return fresh


@pytest.fixture
def running(fresh: Project) -> Project:
    """The fresh project signed, with M3 delivered."""
    told = (("signed", "2026-01-05", {}), ("delivered", "2026-04-10", {"milestone": "M3", "items": ["《用户手册》"]}))
    entries = [api.Entry(kind, day, data) for kind, day, data in told]
    books.record(fresh, entries, by="周敏", now=datetime(2026, 4, 10, 18, tzinfo=UTC))
    return fresh

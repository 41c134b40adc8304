"""The database of every earlier state comes up to this one, with all that was in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps as installed
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from mingyue.web.page import pages
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.people.roles import Role
from mingyue.web.store import books, files, projections
from mingyue.web.store.models import EventLine, Project, TermsVersion

pytestmark = pytest.mark.django_db(transaction=True)
OURS = sorted(config.label for config in installed.get_app_configs() if config.name.startswith("mingyue."))
AT = datetime(2026, 5, 10, 9, 0, tzinfo=UTC)


def _firsts(executor: MigrationExecutor) -> list[tuple[str, str]]:
    """The first migration of each of our apps, and what these rest upon: the oldest state that all apps ever shared."""
    graph = executor.loader.graph
    named = [min(node for node in graph.nodes if node[0] == app) for app in OURS if _has(executor, app)]
    needed = {node for each in named for node in graph.forwards_plan(each)}
    return [each for each in named if max(node for node in needed if node[0] == each[0]) == each]


def _has(executor: MigrationExecutor, app: str) -> bool:
    return app in executor.loader.migrated_apps


def _go(targets: list[tuple[str, str | None]]) -> Any:
    """Migrates there, forward only or back only; gives the models as they were then."""
    executor = MigrationExecutor(connection)
    state = executor.migrate(targets)
    return state.apps


@pytest.fixture
def first_state() -> Iterator[Any]:
    """The models of the first migrations, on an empty database; afterwards the newest again, empty."""
    executor = MigrationExecutor(connection)
    _go([(app, None) for app in OURS if _has(executor, app)])
    try:
        yield _go(_firsts(MigrationExecutor(connection)))
    finally:
        _go(MigrationExecutor(connection).loader.graph.leaf_nodes())
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def book(project: Project) -> tuple[str, list[dict[str, Any]]]:
    """The terms and the ledger of the worked example, to be put into the old database."""
    lines = list(EventLine.objects.filter(project=project).order_by("seq").values())
    for line in lines:
        del line["id"], line["project_id"]
    return books.terms_text(project), lines


def _fill(old: Any, terms: str, lines: list[dict[str, Any]]) -> None:
    """What an installation of that time held."""
    user = old.get_model("people", "User").objects.create(email="old@example.com", name="老用户", password="!")
    project = old.get_model("store", "Project").objects.create(slug="old", title="老项目", created_by_id=user.pk)
    old.get_model("people", "Membership").objects.create(
        user_id=user.pk, project_id=project.pk, role=Role.PROCUREMENT.value
    )
    old.get_model("people", "AuditEntry").objects.create(
        user_id=user.pk, project_id=project.pk, verb="project.edit", about="旧事"
    )
    old.get_model("store", "TermsVersion").objects.create(project_id=project.pk, number=1, text=terms, by_id=user.pk)
    fields = {field.name for field in old.get_model("store", "EventLine")._meta.get_fields()}
    for line in lines:
        known = {name: value for name, value in line.items() if name in fields}
        old.get_model("store", "EventLine").objects.create(project_id=project.pk, **known)
    old.get_model("notebook", "Contact").objects.create(project_id=project.pk, side="buyer", name="老联系人")
    draft = old.get_model("rounds", "Draft").objects.create(project_id=project.pk, title="老稿子", newest=1)
    sent = {"name": "老稿子.docx", "file": "2" * 64, "size": 1, "kind": "docx", "as_of": date(2026, 5, 1), "lease": AT}
    old.get_model("rounds", "Round").objects.create(draft_id=draft.pk, number=1, state="done", **sent)
    told = {"title": "老审批", "sha256": "0" * 64, "steps": ["legal"], "own": False, "twice": False, "by_id": user.pk}
    old.get_model("signoff", "ApprovalRequest").objects.create(project_id=project.pk, **told)
    kept = {"sha256": "1" * 64, "name": "老证据.pdf", "size": 1, "media_type": "application/pdf"}
    old.get_model("store", "Evidence").objects.create(project_id=project.pk, by_id=user.pk, **kept)


def test_the_models_are_what_the_migrations_make() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_an_old_database_comes_up_with_all_that_was_in_it(
    book: tuple[str, list[dict[str, Any]]], first_state: Any
) -> None:
    terms, lines = book
    _fill(first_state, terms, lines)
    _go(MigrationExecutor(connection).loader.graph.leaf_nodes())
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    project, user = Project.objects.get(slug="old"), User.objects.get(email="old@example.com")
    assert TermsVersion.objects.get(project=project).text == terms
    assert list(EventLine.objects.filter(project=project).order_by("seq").values_list("line", flat=True)) == [
        line["line"] for line in lines
    ]
    assert AuditEntry.objects.get(verb="project.edit").user == user
    assert books.position(project, as_of=date(2026, 5, 10)).obligations

    projections.refresh(project, as_of=date(2026, 5, 10))
    client = Client()
    client.force_login(user)
    shown = {
        "ledger": "老项目",
        "contacts": "老联系人",
        "drafts": "老稿子",
        "approvals": "老审批",
        "evidence": "老证据.pdf",
    }
    for name, words in shown.items():
        answer = client.get(reverse(name, kwargs={"slug": "old"}))
        assert answer.status_code == 200, name
        assert words in answer.content.decode(), name
    for page in pages():
        if page.path.count("<") == 1 and "<slug:slug>" in page.path:
            assert client.get(reverse(page.name, kwargs={"slug": "old"})).status_code < 500, page.name
    assert files.keep(project, "新.txt", b"new", by=user).pk


def test_each_step_back_can_be_taken_forward_again() -> None:
    """A migration that was half a release old is undone and done again: none of them is a one-way street."""
    executor = MigrationExecutor(connection)
    for app in OURS:
        if not _has(executor, app):
            continue
        steps = sorted(node for node in executor.loader.graph.nodes if node[0] == app)
        for before in reversed(steps[:-1]):
            _go([before])
    _go(MigrationExecutor(connection).loader.graph.leaf_nodes())
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert not Project.objects.exists()

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("MINGYUE_HOME", tempfile.mkdtemp(prefix="mingyue-test-"))

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from mingyue.cli import main
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.store import exchange
from mingyue.web.store.models import Project

NOW = datetime(2026, 5, 10, 9, 0, tzinfo=UTC)
"""The moment of tests that need one: the worked example is in its delivery then."""


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the worked example."""
    folder = tmp_path_factory.mktemp("example") / "crm"
    assert main(["new", str(folder), "--example"]) == 0
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite's tests use a file as the product does: the locks of a shared memory database know no patience."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    with django_db_blocker.unblock():
        call_command("createcachetable")


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JOBS_IMMEDIATE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def project(db: None, example: Path) -> Project:
    """The worked example in the database, without any people."""
    return exchange.take_in(example)


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """Makes a person with a role: in a project, or everywhere."""

    def make(role: Role | str, project: Project | None = None, *, email: str = "") -> User:
        role = Role(role)
        user = User.objects.create_user(email or f"{role}@example.com", f"{role} 某", "correct-horse-battery")
        Membership.objects.create(user=user, project=project, role=role)
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[..., User], project: Project) -> Callable[[Role | str], Client]:
    """A browser's stand-in, signed in as a new person of this role in the project."""

    def enter(role: Role | str) -> Client:
        client = Client()
        client.force_login(person(role, project))
        return client

    return enter

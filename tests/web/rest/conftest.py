from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.rest import tokens
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.store.models import Project

Enter = Callable[..., Client]


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def make_token() -> Callable[..., str]:
    def make(user: User, scopes: Iterable[str] = tuple(SCOPES), *, days_ago: int = 0) -> str:
        now = clock.now() - timedelta(days=days_ago)
        return tokens.make(user, "测试", list(scopes), days=30, now=now)[1]

    return make


@pytest.fixture
def program(person: Callable[..., User], project: Project, make_token: Callable[..., str]) -> Enter:
    """A program that speaks for a new person of this role in the project."""

    def enter(role: Role | str, scopes: Iterable[str] = tuple(SCOPES), *, everywhere: bool = False) -> Client:
        user = person(role, None if everywhere else project)
        headers: dict[str, Any] = {"authorization": f"Bearer {make_token(user, scopes)}"}
        return Client(headers=headers)

    return enter


@pytest.fixture
def base(project: Project) -> str:
    return f"/api/v1/projects/{project.slug}"

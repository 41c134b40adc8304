from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.store import books
from mingyue.web.store.models import Project

PASSWORD = "correct-horse-battery"


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

"""All pages of the workspace at work, with objects behind each address, for somebody whom nothing is forbidden."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mingyue.web.page import pages, sample
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.store import books
from mingyue.web.store.models import Project

sys.path.insert(0, str(Path(__file__).parent))  # hostile.py


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


@pytest.fixture
def master(db: None) -> Callable[[Project | None], User]:
    """Makes a person with every role of the buyer's: in the project, or with None in all of them."""

    def make(project: Project | None) -> User:
        user = User.objects.create_user("master@example.com", "全能", "correct-horse-battery")
        roles = [role for role in Role if role is not Role.VENDOR]
        Membership.objects.bulk_create(Membership(user=user, project=project, role=role) for role in roles)
        return user

    return make


@pytest.fixture
def whole(master: Callable[[Project | None], User]) -> Client:
    """Signed in as somebody who may do everything everywhere."""
    client = Client()
    client.force_login(master(None))
    return client


@pytest.fixture
def addresses(project: Project) -> Mapping[str, str]:
    """Name of a page -> an address of it that answers."""
    return {page.name: reverse(page.name, kwargs=sample(page, project)) for page in pages()}


@pytest.fixture
def unsigned(project: Project) -> Project:
    """A project whose contract is being drafted."""
    made = Project.objects.create(title="未签的项目")
    books.new_terms(made, books.terms_text(project), by=None)
    return made

"""Requests by the hundred, made up from the description, against the API: no answer may differ from what it promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.rest.main import api
from mingyue.web.store import files
from mingyue.web.store.models import Project
from mingyue.web.wsgi import application

MANY = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
_PROJECT = "/api/v1/projects/{slug}"
BEYOND = {
    "POST /api/v1/projects",
    f"PUT {_PROJECT}/terms",
    f"POST {_PROJECT}/events",
    f"POST {_PROJECT}/evidence",
    f"POST {_PROJECT}/checks",
}
"""Of these a description cannot say what is right: it depends on the contract, on what was recorded before, on what a file holds."""
SLUG = "0a1b2c3d4e"


def _description() -> dict[str, object]:
    """As the server gives it, for one project that is there."""
    told: dict[str, object] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    for methods in told["paths"].values():
        for operation in methods.values():
            for each in operation.get("parameters", []):
                if each["name"] == "slug":
                    each["schema"]["enum"] = [SLUG]
    return told


schema = schemathesis.openapi.from_dict(_description())
schema.app = application


@pytest.fixture
def bearer(
    person: Callable[..., User], project: Project, make_token: Callable[..., str], settings: object
) -> Iterator[dict[str, str]]:
    """The headers of a program that may do everything, and whose requests nobody counts.

    The requests are made in the test's own transaction, so its connection must outlive them.
    """
    settings.API_PER_MINUTE = 10**9
    project.slug = SLUG
    project.save()
    user = person(Role.PROCUREMENT)
    Membership.objects.create(user=user, role=Role.ADMINISTRATOR)
    files.keep(project, "签收单.txt", "签收".encode(), by=user)
    ends = (request_started, request_finished)
    for each in ends:
        each.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {make_token(user)}"}
    for each in ends:
        each.connect(close_old_connections)


@schema.parametrize()
@MANY
def test_every_answer_is_as_described(case: schemathesis.Case, bearer: dict[str, str]) -> None:
    free = [positive_data_acceptance, negative_data_rejection] if case.operation.label in BEYOND else []
    case.call_and_validate(headers=bearer, excluded_checks=free)

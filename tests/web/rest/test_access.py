"""Every operation of the API with every role: who gets in is what the table of capabilities says, written out here once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue.web.people.roles import Role
from mingyue.web.rest.main import api
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.store.models import Project

ALL = set(Role)
BUYER = ALL - {Role.VENDOR}
RECORDS = {Role.BUSINESS, Role.PROCUREMENT, Role.LEGAL, Role.IT, Role.FINANCE}
SLUG, LIST = "/projects/{slug}", "/projects"
WHO: dict[tuple[str, str], tuple[set[Role], str]] = {
    ("GET", "/me"): (ALL, ""),
    ("GET", "/event-kinds"): (ALL, ""),
    ("GET", LIST): (ALL, "projects:read"),
    ("POST", LIST): ({Role.PROCUREMENT, Role.ADMINISTRATOR}, "projects:write"),
    ("GET", SLUG): (ALL, "projects:read"),
    ("GET", f"{SLUG}/terms"): (BUYER, "terms:read"),
    ("PUT", f"{SLUG}/terms"): ({Role.PROCUREMENT, Role.LEGAL}, "terms:write"),
    ("GET", f"{SLUG}/events"): (BUYER, "ledger:read"),
    ("POST", f"{SLUG}/events"): (RECORDS, "ledger:write"),
    ("GET", f"{SLUG}/ledger"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/obligations"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/payments"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/claims"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/why/{{path:identity}}"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/exports/{{form}}"): (BUYER, "ledger:read"),
    ("GET", f"{SLUG}/evidence"): (BUYER, "evidence:read"),
    ("POST", f"{SLUG}/evidence"): (RECORDS, "evidence:write"),
    ("GET", f"{SLUG}/evidence/{{sha256}}"): (BUYER, "evidence:read"),
    ("GET", f"{SLUG}/evidence/{{sha256}}/content"): (BUYER, "evidence:read"),
    ("POST", f"{SLUG}/checks"): (BUYER, "check"),
}


def operations() -> set[tuple[str, str]]:
    found = set()
    for router in api._get_bound_routers():
        for place, view in router.path_operations.items():
            found |= {(method, place) for each in view.operations for method in each.methods}
    return found


def ask(client: Client, method: str, place: str, slug: str) -> Any:
    blanks = {"{slug}": slug, "{path:identity}": "P1", "{form}": "json", "{sha256}": "0" * 64}
    for blank, value in blanks.items():
        place = place.replace(blank, value)
    address = f"/api/v1{place}"
    if method == "GET":
        return client.get(address)
    if method == "PUT":
        return client.put(address, data=b"x", content_type="application/yaml")
    if place.endswith(("evidence", "checks")):
        return client.post(address, {"file": SimpleUploadedFile("a.txt", "合同".encode())})
    return client.post(address, data={}, content_type="application/json")


def test_every_operation_is_in_the_table() -> None:
    assert operations() == set(WHO)


@pytest.mark.parametrize("role", list(Role))
def test_who_gets_in(role: Role, program: Callable[..., Client], project: Project) -> None:
    client = program(role)
    for (method, place), (who, _) in WHO.items():
        if (method, place) == ("POST", LIST):
            continue
        status = ask(client, method, place, project.slug).status_code
        assert (status == 403) == (role not in who), (method, place, status)
        assert status not in {401, 500}


@pytest.mark.parametrize("role", sorted(BUYER))
def test_who_makes_projects(role: Role, program: Callable[..., Client], project: Project) -> None:
    status = ask(program(role, everywhere=True), "POST", LIST, "").status_code
    assert status == (422 if role in WHO["POST", LIST][0] else 403)


@pytest.mark.parametrize(("method", "place"), sorted(WHO))
def test_a_scope_is_asked_for(method: str, place: str, program: Callable[..., Client], project: Project) -> None:
    scope = WHO[method, place][1]
    without = program(Role.PROCUREMENT, set(SCOPES) - {scope}, everywhere=True)
    status = ask(without, method, place, project.slug).status_code
    assert status == 403 if scope else status < 400


@pytest.mark.parametrize(("method", "place"), sorted(WHO))
def test_nobody_gets_in_without_a_token(
    method: str, place: str, project: Project, signed_in: Callable[..., Client]
) -> None:
    for client in (Client(), Client(headers={"authorization": "Bearer mingyue_x"}), signed_in("administrator")):
        answer = ask(client, method, place, project.slug)
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert "Bearer" in answer["WWW-Authenticate"]


@pytest.mark.parametrize(("method", "place"), [key for key in sorted(WHO) if SLUG in key[1]])
def test_another_project_does_not_exist(method: str, place: str, program: Callable[..., Client]) -> None:
    other = Project.objects.create(title="别人的项目")
    client = program(Role.PROCUREMENT)
    answer = ask(client, method, place, other.slug)
    assert answer.status_code == 404
    assert other.title not in client.get("/api/v1/projects").content.decode()

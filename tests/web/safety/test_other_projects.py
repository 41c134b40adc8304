"""A person of one project asks for the objects of another: by the address, and by the ids in a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from mingyue import api
from mingyue.web import clock
from mingyue.web.notebook.models import Contact
from mingyue.web.page import Page, pages, sample
from mingyue.web.people import invitations
from mingyue.web.people.models import Invitation, Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.rest import tokens
from mingyue.web.rest.models import ApiToken, Webhook
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.rounds import checking, upload
from mingyue.web.rounds.models import Comment, Item
from mingyue.web.signoff.models import ApprovalRequest, Delegation
from mingyue.web.store import books, files
from mingyue.web.store.models import Evidence, Project, TermsVersion

_BLANK = re.compile(r"<(?:\w+:)?(\w+)>")
WORDS = {"slug", "form", "section", "kind", "identity"}
"""Blanks that name no object of a project: words of a list, and ids that every contract has."""


@pytest.fixture
def mine(project: Project, master: Callable[..., User]) -> Client:
    """Signed in as somebody who may do everything in one project, and nothing anywhere else."""
    client = Client()
    client.force_login(master(project))
    return client


@pytest.fixture
def other(project: Project) -> Project:
    """The project of strangers, with the same contract."""
    made = Project.objects.create(title="别家的项目")
    books.new_terms(made, books.terms_text(project), by=None)
    return made


def _by_object() -> list[Page]:
    return [page for page in pages() if "<slug:slug>" in page.path and set(_BLANK.findall(page.path)) - WORDS]


def test_an_address_opens_nothing_of_another_project(mine: Client, project: Project, other: Project) -> None:
    found = {}
    for page in _by_object():
        blanks = sample(page, other)
        theirs = reverse(page.name, kwargs=blanks)
        crossed = reverse(page.name, kwargs={**blanks, "slug": project.slug})
        for address in (theirs, crossed):
            found[f"GET {address}"] = mine.get(address).status_code
            if page.write:
                found[f"POST {address}"] = mine.post(address, {"act": "remove"}).status_code
    assert {place: status for place, status in found.items() if status != 404} == {}
    assert len(found) > 20


def test_no_page_of_another_project_is_there(mine: Client, other: Project) -> None:
    for page in pages():
        if "<slug:slug>" in page.path:
            address = reverse(page.name, kwargs=sample(page, other))
            assert mine.get(address).status_code == 404, page.name
            assert mine.post(address, {}).status_code == (404 if page.write else 405), page.name


def _round(project: Project, by: User) -> Item:
    sent = SimpleUploadedFile("草稿.docx", api.sample_draft())
    kept = upload.new_draft(project, "草稿", sent, by=by)
    checking.check(kept.pk)
    return Item.objects.get(round=kept, number=1)


def _approval(project: Project, by: User) -> ApprovalRequest:
    version = project.terms_versions.get()
    told = {"title": "别家的审批", "sha256": "0" * 64, "steps": ["legal"], "own": True, "twice": True}
    return ApprovalRequest.objects.create(project=project, terms_version=version, by=by, **told)


@pytest.fixture
def theirs(other: Project, person: Callable[..., User]) -> Mapping[str, Any]:
    """What the strangers have."""
    host = person(Role.ADMINISTRATOR, other, email="host@other.example")
    mate = person(Role.LEGAL, other, email="mate@other.example")
    item = _round(other, host)
    today = date(2026, 5, 10)
    days = {"starts": today, "ends": today + timedelta(days=9999)}
    return {
        "host": host,
        "membership": Membership.objects.get(user=host),
        "invitation": invitations.invite("x@example.com", "某", Role.LEGAL, project=other, by=host, now=clock.now())[0],
        "request": _approval(other, host),
        "delegation": Delegation.objects.create(project=other, giver=host, taker=mate, **days),
        "token": tokens.make(host, "别家的", list(SCOPES), days=30, now=clock.now())[0],
        "item": item,
        "comment": Comment.objects.create(item=item, text="别家的评论", by=host),
        "evidence": files.keep(other, "别家的.txt", "别家的".encode(), by=host),
        "contact": Contact.objects.create(project=other, side="buyer", name="别家的联系人"),
        "hook": Webhook.objects.create(project=other, url="https://hooks.example.com/", secret="x"),
    }


KINDS: tuple[type[models.Model], ...] = (
    *(User, Membership, Invitation, ApprovalRequest, Delegation, ApiToken, Item, Comment, Evidence, Contact, Webhook),
    TermsVersion,
)


def _rows() -> Mapping[str, list[dict[str, Any]]]:
    return {kind.__name__: list(kind._base_manager.order_by("pk").values()) for kind in KINDS}


FORMS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "decide an approval": ("approvals", lambda it: {"act": "approve", "request": it["request"].pk}),
    "refuse an approval": ("approvals", lambda it: {"act": "refuse", "request": it["request"].pk, "reason": "x"}),
    "withdraw an approval": ("approvals", lambda it: {"act": "withdraw", "request": it["request"].pk}),
    "end a delegation": ("approvals", lambda it: {"act": "end", "delegation": it["delegation"].pk}),
    "delegate to a stranger": (
        "approvals",
        lambda it: {"act": "delegate", "taker": it["host"].pk, "starts": "2026-05-10", "ends": "2027-05-10"},
    ),
    "take a role": ("members", lambda it: {"act": "take", "id": it["membership"].pk}),
    "send an invitation again": ("members", lambda it: {"act": "again", "id": it["invitation"].pk}),
    "withdraw an invitation": ("members", lambda it: {"act": "withdraw", "id": it["invitation"].pk}),
    "revoke a token": ("tokens", lambda it: {"id": it["token"].pk}),
    "restore terms": ("terms_versions", lambda _it: {"number": 999}),
}

FOUND = {"delegate to a stranger": 422}
"""Those that are answered with the page and a sentence; for the others what they name does not exist."""


@pytest.mark.parametrize("what", sorted(FORMS))
def test_a_form_with_the_ids_of_strangers_changes_nothing(
    what: str, mine: Client, project: Project, theirs: Mapping[str, Any]
) -> None:
    name, body = FORMS[what]
    page = next(page for page in pages() if page.name == name)
    address = reverse(name, kwargs={"slug": project.slug} if "<slug:slug>" in page.path else {})
    before = _rows()
    answer = mine.post(address, body(theirs))
    assert answer.status_code == FOUND.get(what, 404)
    assert "别家" not in answer.content.decode()
    assert _rows() == before


@pytest.mark.parametrize("step", ["remove", "restore"])
def test_a_contact_of_strangers_stays(step: str, mine: Client, project: Project, theirs: Mapping[str, Any]) -> None:
    before = _rows()
    address = reverse("contact", kwargs={"slug": project.slug, "pk": theirs["contact"].pk})
    assert "别家" not in mine.post(address, {"step": step}, follow=True).content.decode()
    assert _rows() == before


def test_a_finding_is_not_given_to_a_stranger(
    mine: Client, project: Project, theirs: Mapping[str, Any], master: Callable[..., User]
) -> None:
    item = _round(project, User.objects.get(email="master@example.com"))
    blanks = {"slug": project.slug, "draft": item.round.draft_id, "number": 1, "item": 1}
    address = reverse("finding", kwargs=blanks)
    mine.post(address, {"do": "assign", "who": theirs["host"].pk})
    item.refresh_from_db()
    assert item.assignee is None
    mine.post(address, {"do": "assign", "who": User.objects.get(email="master@example.com").pk})
    item.refresh_from_db()
    assert item.assignee is not None


def test_an_event_names_no_evidence_of_strangers(mine: Client, project: Project, theirs: Mapping[str, Any]) -> None:
    address = reverse("record_kind", kwargs={"slug": project.slug, "kind": "minutes"})
    own = files.keep(project, "自己的.txt", b"own", by=None)
    answer = mine.post(address, {"kept": [theirs["evidence"].sha256, own.sha256]})
    assert "自己的.txt" in answer.content.decode()
    assert "别家的.txt" not in answer.content.decode()


def test_the_api_opens_nothing_of_another_project(
    project: Project, other: Project, theirs: Mapping[str, Any], mine: Client
) -> None:
    user = User.objects.get(email="master@example.com")
    text = tokens.make(user, "我的", list(SCOPES), days=30, now=clock.now())[1]
    client = Client(headers={"authorization": f"Bearer {text}"})
    digest = theirs["evidence"].sha256
    for slug in (project.slug, other.slug):
        for part in ("", "/content"):
            assert client.get(f"/api/v1/projects/{slug}/evidence/{digest}{part}").status_code == 404
    assert other.title not in client.get("/api/v1/projects").content.decode()


def test_search_and_lists_know_nothing_of_another_project(
    mine: Client, theirs: Mapping[str, Any], other: Project
) -> None:
    for page in pages():
        if _BLANK.findall(page.path):
            continue
        answer = mine.get(reverse(page.name), {"q": "别家"})
        if answer.status_code == 200 and not answer.streaming:
            text = answer.content.decode(errors="replace")
            assert other.title not in text, page.name
            assert other.slug not in text, page.name

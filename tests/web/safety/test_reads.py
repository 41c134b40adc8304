"""Reading what is sensitive leaves an entry in the log: who, when, what, from where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mingyue.web import clock
from mingyue.web.page import Page, pages, sample
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.rest import tokens
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.store import files
from mingyue.web.store.models import Project

READS = {
    "contract_download": "contract.download",
    "contract_file": "contract.read",
    "report_file": "report.read",
    "evidence_look": "evidence.read",
    "evidence_file": "evidence.download",
    "review_file": "review.download",
    "list_file": "table.export",
    "ledger_whole": "ledger.export",
    "audit": "audit.read",
    "project_audit": "audit.read",
}
TABLES = {
    "evidence/?table=evidence&form=csv": "table.export",
    "audit/?form=xlsx": "audit.export",
}
API = {"terms": "terms.read", "terms?form=yaml": "terms.read", "exports/json": "ledger.export"}
OPEN = {"calendar_feed", "signing_roots"}
"""Files without an entry: a calendar asks each hour without its owner, and the root certificates are no secret."""


def _entry(verb: str) -> AuditEntry:
    entry = AuditEntry.objects.order_by("-pk").first()
    assert entry is not None
    assert entry.verb == verb
    assert entry.user is not None
    assert entry.address == "127.0.0.1"
    return entry


@pytest.mark.parametrize("name", sorted(READS))
def test_reading_is_noted(name: str, whole: Client, project: Project) -> None:
    page = next(page for page in pages() if page.name == name)
    address = reverse(name, kwargs=sample(page, project))
    assert whole.get(address).status_code == 200
    entry = _entry(READS[name])
    assert entry.project == (project if "<slug:slug>" in page.path else None)


@pytest.mark.parametrize("path", sorted(TABLES))
def test_a_table_that_leaves_is_noted(path: str, whole: Client, project: Project) -> None:
    assert whole.get(f"/projects/{project.slug}/{path}").status_code == 200
    _entry(TABLES[path])


@pytest.mark.parametrize("path", sorted(API))
def test_what_a_program_takes_away_is_noted(path: str, master: Callable[..., User], project: Project) -> None:
    text = tokens.make(master(project), "ERP", list(SCOPES), days=30, now=clock.now())[1]
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get(f"/api/v1/projects/{project.slug}/{path}").status_code == 200
    _entry(API[path])


def test_evidence_taken_by_a_program_is_noted(master: Callable[..., User], project: Project) -> None:
    digest = files.keep(project, "a.txt", b"a", by=None).sha256
    text = tokens.make(master(project), "ERP", list(SCOPES), days=30, now=clock.now())[1]
    client = Client(headers={"authorization": f"Bearer {text}"})
    assert client.get(f"/api/v1/projects/{project.slug}/evidence/{digest}/content").status_code == 200
    assert _entry("evidence.download").detail["token"] == "ERP"


def _is_file(page: Page, client: Client, project: Project) -> bool:
    answer = client.get(reverse(page.name, kwargs=sample(page, project)))
    return answer.status_code == 200 and not answer["Content-Type"].startswith("text/html")


def test_no_page_hands_out_a_file_without_an_entry(whole: Client, project: Project) -> None:
    given = {page.name for page in pages() if _is_file(page, whole, project)}
    assert given - OPEN - set(READS) == set()


def test_who_turns_the_pages_of_the_log_is_noted_once(whole: Client) -> None:
    for query in ("", "?page=2", "?verb=audit.read"):
        assert whole.get(f"/audit/{query}").status_code == 200
    assert AuditEntry.objects.filter(verb="audit.read").count() == 1
    AuditEntry.objects.update(at=clock.now() - timedelta(hours=1))
    whole.get("/audit/")
    assert AuditEntry.objects.filter(verb="audit.read").count() == 2


def test_the_log_is_not_altered(whole: Client) -> None:
    whole.get("/audit/")
    entry = AuditEntry.objects.get()
    entry.verb = "nothing"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()

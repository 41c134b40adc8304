"""Who gets into which ledger page, how many queries it costs, and what a guest must not see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from mingyue.web.store.models import Project

READ = (
    "ledger/",
    "ledger/why/C-M2-late/",
    "ledger/history/",
    "ledger/changes/",
    "ledger/minutes/",
    "ledger/whole.xlsx",
    "evidence/",
    "contacts/",
)
BOTH = ("milestones/", "milestones/deliverables/", "tickets/")
SignedIn = Callable[[str], Client]


@pytest.mark.parametrize("role", ["sponsor", "finance", "auditor", "administrator"])
def test_the_buyers_side_reads_every_page(fresh: Project, signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    for page in READ + BOTH:
        assert client.get(f"/projects/{fresh.slug}/{page}").status_code == 200, page


def test_the_vendor_sees_nothing_of_the_ledger(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("vendor")
    for page in READ:
        assert client.get(f"/projects/{fresh.slug}/{page}").status_code == 403, page


@pytest.mark.parametrize("page", ["ledger/record/", "ledger/record/minutes/"])
@pytest.mark.parametrize("role", ["auditor", "administrator", "sponsor", "vendor"])
def test_who_may_not_record_gets_no_form(fresh: Project, signed_in: SignedIn, page: str, role: str) -> None:
    client = signed_in(role)
    assert client.get(f"/projects/{fresh.slug}/{page}").status_code == 403
    assert client.post(f"/projects/{fresh.slug}/{page}", {}).status_code in {403, 405}


@pytest.mark.parametrize("page", BOTH)
def test_a_guest_sees_no_sums_no_notes_no_names(fresh: Project, signed_in: SignedIn, page: str) -> None:
    text = signed_in("vendor").get(f"/projects/{fresh.slug}/{page}").content.decode()
    assert not re.search(r"¥|150,000|150000|双方签字盖章|周敏|付款 P1", text)
    assert "/ledger/" not in text


@pytest.mark.parametrize("page", BOTH)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_guest_takes_home_what_the_page_shows(fresh: Project, signed_in: SignedIn, page: str, form: str) -> None:
    key = page.rstrip("/").rpartition("/")[2]
    found = signed_in("vendor").get(f"/projects/{fresh.slug}/{page}?table={key}&form={form}")
    assert found.status_code == 200
    assert found["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("ledger/", 7),
        ("ledger/why/C-M2-late/", 7),
        ("ledger/history/", 9),
        ("ledger/changes/", 7),
        ("ledger/minutes/", 7),
        ("milestones/", 7),
        ("tickets/", 8),
        ("evidence/", 8),
        ("contacts/", 7),
    ],
)
def test_queries(
    fresh: Project, signed_in: SignedIn, django_assert_num_queries: Callable[[int], object], page: str, queries: int
) -> None:
    client = signed_in("procurement")
    with django_assert_num_queries(queries):
        client.get(f"/projects/{fresh.slug}/{page}")


def test_without_terms_the_page_teaches(db: None, person: Callable[..., object]) -> None:
    project = Project.objects.create(title="新项目")
    client = Client()
    client.force_login(person("procurement", project))
    text = client.get(f"/projects/{project.slug}/ledger/").content.decode()
    assert "还没有合同条款" in text


def test_a_ledger_that_does_not_add_up_is_told_in_a_sentence(fresh: Project, signed_in: SignedIn) -> None:
    fresh.lines.filter(seq=6).update(line=fresh.lines.get(seq=6).line.replace("管理员账号", "管理员帐号"))
    text = signed_in("procurement").get(f"/projects/{fresh.slug}/ledger/?as_of=2026-04-01").content.decode()
    assert "台账算不出来" in text
    assert "events.jsonl" in text

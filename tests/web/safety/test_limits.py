"""Limits: what costs something may be done so often and no more, and one is told when again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mingyue.web import clock, limits
from mingyue.web.page import pages, sample
from mingyue.web.store.models import Evidence, Project

AT = datetime(2026, 5, 10, 9, 0, 30, tzinfo=UTC)
RATED = {
    "upload": {"evidence", "drafts", "draft", "contract_outside", "project_create"},
    "export": {
        *("evidence_file", "review_file", "contract_download", "list_file", "contract_file", "report_file"),
        "ledger_whole",
    },
    "sign": {"contract_offer", "contract_sign", "report_sign"},
    "link": {"invitation"},
}
"""The pages that count as a whole; the others count where they take a file or send a letter, see below."""


@pytest.fixture(autouse=True)
def _mid_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    """No stretch ends while a test runs."""
    moment = clock.now().replace(minute=5)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_stretch_is_counted_to_its_end() -> None:
    for _ in range(3):
        limits.count("k", 3, 60, AT)
    with pytest.raises(limits.TooOften) as told:
        limits.count("k", 3, 60, AT)
    assert told.value.wait == 30
    limits.count("other", 3, 60, AT)
    limits.count("k", 3, 60, AT + timedelta(seconds=30))


def test_the_counts_are_kept_for_all_processes(settings: object) -> None:
    backend = settings.CACHES["default"]
    assert backend["BACKEND"].endswith("DatabaseCache")
    assert backend["OPTIONS"]["MAX_ENTRIES"] > 10_000  # else a flood of new keys pushes the counts out


def test_the_limits_are_told_as_they_are(settings: object) -> None:
    text = (Path(__file__).parents[3] / "docs" / "web.md").read_text("utf-8")
    told = re.findall(r"^\| `(\w+)` \| .* \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert {name: (int(most), int(seconds)) for name, most, seconds in told} == settings.RATES


def test_which_pages_count() -> None:
    found: dict[str, set[str]] = {}
    for page in pages():
        if page.rate:
            found.setdefault(page.rate, set()).add(page.name)
    for rate, names in RATED.items():
        assert names <= found[rate], rate


@pytest.mark.parametrize("name", sorted(set().union(*RATED.values())))
def test_the_next_one_has_to_wait(name: str, whole: Client, project: Project, settings: object) -> None:
    page = next(page for page in pages() if page.name == name)
    settings.RATES = dict.fromkeys(settings.RATES, (1, 600))
    address = reverse(name, kwargs=sample(page, project))
    ask = whole.post if page.write else whole.get
    assert ask(address).status_code != 429
    refused = ask(address)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "以后再试" in refused.content.decode()
    if page.write:
        assert whole.get(address).status_code != 429  # reading goes on


def _file(name: str = "a.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"a")


SENT = {
    "requirements": lambda: {"file": _file("a.xlsx")},
    "fees": lambda: {"file": _file("a.xlsx")},
    "terms_start": lambda: {"file": _file("a.docx")},
    "approvals": lambda: {"act": "upload", "file": _file("a.pdf")},
    "record_kind": lambda: {"files": _file()},
    "members": lambda: {"act": "invite", "name": "某", "email": "new@example.com", "role": "legal"},
    "workspace_people": lambda: {"act": "invite", "name": "某", "email": "new@example.com", "role": "legal"},
}


@pytest.mark.parametrize("name", sorted(SENT))
def test_what_takes_a_file_or_sends_a_letter_counts(
    name: str, whole: Client, unsigned: Project, settings: object
) -> None:
    page = next(page for page in pages() if page.name == name)
    settings.RATES = {**settings.RATES, "upload": (0, 600), "invite": (0, 600)}
    address = reverse(name, kwargs=sample(page, unsigned))
    whole.post(address, SENT[name]())
    assert whole.post(address, SENT[name]()).status_code == 429


@pytest.mark.parametrize("path", ["evidence/?table=evidence&form=csv", "audit/?form=xlsx"])
def test_tables_that_leave_count(path: str, whole: Client, project: Project, settings: object) -> None:
    settings.RATES = {**settings.RATES, "export": (1, 600)}
    address = f"/projects/{project.slug}/{path}"
    assert whole.get(address).status_code == 200
    assert whole.get(address).status_code == 429
    assert whole.get(address.split("?", maxsplit=1)[0]).status_code == 200


def test_one_does_not_use_up_anothers(signed_in: Callable[[str], Client], project: Project, settings: object) -> None:
    settings.RATES = {**settings.RATES, "upload": (1, 600)}
    first, second = signed_in("business"), signed_in("legal")
    address = f"/projects/{project.slug}/evidence/"
    assert [client.post(address, {"files": _file()}).status_code for client in (first, first, second)] == [
        302,
        429,
        302,
    ]


def test_a_refused_upload_keeps_nothing(whole: Client, project: Project, settings: object) -> None:
    settings.RATES = {**settings.RATES, "upload": (0, 600)}
    address = f"/projects/{project.slug}/evidence/"
    whole.post(address, {"files": _file()})
    Evidence.objects.filter(project=project).delete()
    whole.post(address, {"files": SimpleUploadedFile("b.txt", b"b")})
    assert not Evidence.objects.filter(project=project).exists()


def test_strangers_share_the_limit_of_their_address(project: Project, settings: object, client: Client) -> None:
    settings.RATES = {**settings.RATES, "link": (1, 600)}
    guess = [client.post("/invitation/guess/", REMOTE_ADDR=each).status_code for each in ("192.0.2.1",) * 3]
    assert guess == [410, 429, 429]
    assert client.post("/invitation/guess/", REMOTE_ADDR="192.0.2.2").status_code == 410


def test_letters_of_a_forgotten_password_are_few(client: Client, whole: Client) -> None:
    answers = [client.post("/account/password/reset/", {"email": "master@example.com"}) for _ in range(7)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) == 60
    assert len(mail.outbox) <= 5


def test_passwords_are_not_tried_without_end(whole: Client) -> None:
    change = {"oldpassword": "wrong", "password1": "another-horse-battery", "password2": "another-horse-battery"}
    assert [whole.post("/account/password/change/", change).status_code for _ in range(6)][-1] == 429


def test_a_full_cache_forgets_and_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.cache, "add", lambda *_all, **_more: False)  # it was there, and is thrown out now
    limits.count("gone", 1, 60, AT)

"""Files that mean harm are refused or kept as they are; nothing of them runs here, and nothing in the browser of who opens them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hostile import FILES, word
from hypothesis import given, settings
from hypothesis import strategies as st

from mingyue.web import clock, handing
from mingyue.web.page import pages, sample
from mingyue.web.people.models import User
from mingyue.web.rest import tokens
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.rounds.models import Round
from mingyue.web.store import files
from mingyue.web.store.models import Evidence, Project

PATIENCE = 20
"""Seconds, of a slow machine: a bomb would take minutes, or all of the memory."""
DOORS = {
    "evidence": ("files", {}),
    "record_kind": ("files", {}),
    "drafts": ("file", {}),
    "draft": ("file", {}),
    "terms_start": ("file", {}),
    "requirements": ("file", {}),
    "fees": ("file", {}),
    "approvals": ("file", {"act": "upload"}),
    "contract_outside": ("file", {"day": "2026-05-01", "buyer": "甲", "vendor": "乙", "unapproved": "on"}),
    "project_create": ("terms", {"title": "新的", "phase": "preparation"}),
}


def test_every_door_is_known() -> None:
    rated = {page.name for page in pages() if page.rate == "upload"}
    assert rated <= set(DOORS)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_no_door_breaks(name: str, whole: Client, unsigned: Project) -> None:
    page = next(page for page in pages() if page.name == name)
    address = reverse(name, kwargs=sample(page, unsigned))
    field, more = DOORS[name]
    for title, data in FILES.items():
        began = monotonic()
        answer = whole.post(address, {field: SimpleUploadedFile(title, data), **more})
        assert answer.status_code in {200, 302, 422}, (title, answer.status_code)
        text = answer.content.decode()
        assert "root:" not in text, title
        assert "<script>alert" not in text, title
        assert monotonic() - began < PATIENCE, title
    assert not Path("/tmp/mingyue-was-here").exists()
    for kept in Round.objects.exclude(number=0):
        assert "root:" not in kept.text


@pytest.mark.parametrize("title", sorted(FILES))
def test_a_program_fares_no_better(title: str, master: Callable[..., User], project: Project) -> None:
    text = tokens.make(master(project), "ERP", list(SCOPES), days=30, now=clock.now())[1]
    client = Client(headers={"authorization": f"Bearer {text}"})
    for door in ("evidence", "checks"):
        answer = client.post(
            f"/api/v1/projects/{project.slug}/{door}", {"file": SimpleUploadedFile(title, FILES[title])}
        )
        assert answer.status_code in {200, 201, 413, 422}
        assert "root:" not in answer.content.decode()


@pytest.mark.parametrize("title", sorted(set(FILES) - {"nothing.docx"}))
def test_what_is_kept_runs_nowhere(title: str, whole: Client, project: Project) -> None:
    kept = files.keep(project, title, FILES[title], by=None)
    blanks = {"slug": project.slug, "sha256": kept.sha256}
    saved = whole.get(reverse("evidence_file", kwargs=blanks))
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in saved["Content-Security-Policy"]
    looked = whole.get(reverse("evidence_look", kwargs=blanks))
    for answer in (saved, looked):
        assert answer["X-Content-Type-Options"] == "nosniff"
        if answer.status_code == 200 and answer is looked:
            assert answer["Content-Type"].split(";")[0] in {"text/plain", "image/png", "image/gif", "application/pdf"}
            rules = answer["Content-Security-Policy"]
            assert "default-src 'none'" in rules
            assert "script-src" not in rules
            assert "sandbox" in rules or answer["Content-Type"] == "application/pdf"
    shown = whole.get(reverse("evidence_show", kwargs=blanks)).content.decode()
    assert "<script>alert" not in shown


def test_a_draft_comes_back_to_be_saved(whole: Client, project: Project) -> None:
    whole.post(f"/projects/{project.slug}/review/", {"file": SimpleUploadedFile("合同.docx", word())})
    made = Round.objects.get()
    blanks = {"slug": project.slug, "draft": made.draft_id, "number": 1, "form": "original"}
    answer = whole.get(reverse("review_file", kwargs=blanks))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


NAMES = {
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\system.ini": "system.ini",
    "C:\\合同\\合同.pdf": "合同.pdf",
    "fdp.\u202etxt.exe": "fdp.txt.exe",
    "😀合同😀.pdf": "😀合同😀.pdf",
    "x" * 300 + ".txt": "x" * 200,
    '"; filename="evil.html': None,
    "<img src=x onerror=alert(1)>.txt": "<img src=x onerror=alert(1)>.txt",
    "%2e%2e%2fpasswd": "%2e%2e%2fpasswd",
    "a\tb.txt": "ab.txt",
    ".htaccess": ".htaccess",
    "CON": "CON",
    "合同": "合同",
    "&#46;&#46;/x.txt": "x.txt",
}


def _raw(name: str, data: bytes) -> bytes:
    """A form with one file, its name as it is: Django's own client would clean it."""
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="' + name.encode() + b'"\r\n'
    return head + b"Content-Type: text/html\r\n\r\n" + data + b"\r\n--b--\r\n"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_is_a_name_and_nothing_more(name: str, whole: Client, project: Project) -> None:
    address = f"/projects/{project.slug}/evidence/"
    answer = whole.post(address, _raw(name, b"x"), content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 302
    kept = Evidence.objects.filter(project=project).order_by("-pk").first()
    if kept is None or kept.name == "":
        assert NAMES[name] is None
        return
    if NAMES[name] is not None:
        assert kept.name == NAMES[name]
    assert not set(kept.name) & set("/\\\r\n\t\0\u202e")
    lying = [each for each in Path(installed.MEDIA_ROOT).rglob("*") if each.is_file()]
    assert [each.name for each in lying] == [kept.sha256]
    assert "<img src=x" not in whole.get(address).content.decode()
    told = whole.get(f"{address}{kept.sha256}/file/")["Content-Disposition"]
    assert told.startswith("attachment; filename")
    assert told.isascii()
    assert told.isprintable()


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_name_makes_a_header_that_holds(name: str) -> None:
    told = handing.disposition(name)
    assert told.startswith("attachment; filename")
    assert told.isascii()
    assert told.isprintable()
    assert len(told) < 4000


def test_a_title_with_a_line_feed_breaks_no_header(whole: Client, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(title="一\r\nSet-Cookie: a=b")
    answer = whole.get(f"/projects/{project.slug}/ledger/whole.xlsx")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].isprintable()


def test_an_empty_file_and_one_that_is_too_large_are_refused(
    whole: Client, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LIMIT", 2**20)
    address = f"/projects/{project.slug}/evidence/"
    for data, words in ((b"", "空文件"), (bytes(2**20 + 1), "MB")):
        answer = whole.post(address, {"files": SimpleUploadedFile("a.txt", data)}, follow=True)
        assert words in answer.content.decode()
    assert not Evidence.objects.filter(project=project).exists()


@pytest.mark.parametrize("length", ["300000000", "9" * 40, "-1", "abc"])
def test_a_flood_is_turned_away_unread(length: str, whole: Client, project: Project) -> None:
    answer = whole.post(
        f"/projects/{project.slug}/evidence/",
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=length,
    )
    assert answer.status_code == 413
    assert "200 MB" in answer.content.decode()


@pytest.mark.parametrize("sent", [{"text": "a\0b"}, {"ticket": "\0"}])
def test_what_no_database_keeps_is_no_fault_of_ours(sent: dict[str, str], whole: Client, project: Project) -> None:
    address = f"/projects/{project.slug}/tickets/"
    assert whole.post(address, sent).status_code == 404
    assert whole.get(address, sent).status_code == 404
    assert whole.get(f"/projects/{project.slug}/reports/a%00b/").status_code == 404

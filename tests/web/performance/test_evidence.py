"""Evidence: kept by hash, shown in a sandbox, handed out to those who may, every reading noted."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue.web.people.models import AuditEntry
from mingyue.web.store import files
from mingyue.web.store.models import Evidence, Project

SignedIn = Callable[[str], Client]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
PARTS = ("", "look/", "file/")


def address(project: Project, digest: str = "", part: str = "") -> str:
    return f"/projects/{project.slug}/evidence/{f'{digest}/' if digest else ''}{part}"


def test_files_are_kept_under_their_hash(project: Project, signed_in: SignedIn) -> None:
    client = signed_in("business")
    sent = [SimpleUploadedFile("../签到单.txt", b"=1+1"), SimpleUploadedFile("页面.html", b"<script>")]
    found = client.post(address(project), {"files": sent}, follow=True).content.decode()
    assert sha256(b"=1+1").hexdigest() in found
    assert "已保存" in found
    assert {each.name for each in Evidence.objects.all()} == {"签到单.txt", "页面.html"}
    rows = client.get(f"{address(project)}?table=evidence&form=csv&q=签到").content.decode()
    assert "签到单.txt" in rows
    assert "页面.html" not in rows


def test_an_empty_file_is_refused_in_a_sentence(project: Project, signed_in: SignedIn) -> None:
    sent = {"files": SimpleUploadedFile("空.txt", b"")}
    assert "空文件" in signed_in("business").post(address(project), sent, follow=True).content.decode()
    assert "没有选择文件" in signed_in("legal").post(address(project), {}, follow=True).content.decode()


@pytest.mark.parametrize("role", ["vendor", "auditor", "sponsor"])
def test_who_may_not_record_keeps_nothing(project: Project, signed_in: SignedIn, role: str) -> None:
    sent = {"files": SimpleUploadedFile("a.txt", b"a")}
    assert signed_in(role).post(address(project), sent).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_the_vendor_reads_none(project: Project, signed_in: SignedIn, part: str) -> None:
    digest = files.keep(project, "a.txt", b"a", by=None).sha256
    assert signed_in("vendor").get(address(project, digest, part)).status_code == 403


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_another_project(project: Project, signed_in: SignedIn, part: str) -> None:
    other = Project.objects.create(title="别的")
    digest = files.keep(other, "a.txt", b"a", by=None).sha256
    assert signed_in("legal").get(address(project, digest, part)).status_code == 404


@pytest.mark.parametrize(
    ("data", "media_type"),
    [(PNG, "image/png"), (b"<script>alert(1)</script>", "text/plain; charset=utf-8"), (b"%PDF-1.7", "application/pdf")],
)
def test_a_look_can_run_nothing(project: Project, signed_in: SignedIn, data: bytes, media_type: str) -> None:
    digest = files.keep(project, "页面.html", data, by=None).sha256
    found = signed_in("auditor").get(address(project, digest, "look/"))
    assert found["Content-Type"] == media_type
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in found["Content-Security-Policy"]) == (media_type != "application/pdf")
    assert found["Content-Disposition"].startswith("inline")


def test_what_a_browser_might_run_is_only_saved(project: Project, signed_in: SignedIn) -> None:
    digest = files.keep(project, "表.xlsx", b"PK\x03\x04rest", by=None).sha256
    client = signed_in("auditor")
    assert client.get(address(project, digest, "look/")).status_code == 404
    found = client.get(address(project, digest, "file/"))
    assert found["Content-Type"] == "application/octet-stream"
    assert found["Content-Disposition"].startswith("attachment")
    assert found.content == b"PK\x03\x04rest"


def test_reading_is_noted(project: Project, signed_in: SignedIn) -> None:
    digest, client = files.keep(project, "a.txt", b"a", by=None).sha256, signed_in("auditor")
    for part in PARTS:
        client.get(address(project, digest, part))
    assert list(
        AuditEntry.objects.exclude(verb__startswith="account").values_list("verb", flat=True).order_by("pk")
    ) == [
        "evidence.read",
        "evidence.download",
    ]


def test_an_altered_file_is_not_handed_out(project: Project, signed_in: SignedIn) -> None:
    digest = files.keep(project, "a.txt", b"a", by=None).sha256
    files.path_of(project, digest).write_bytes(b"b")
    found = signed_in("auditor").get(address(project, digest, "file/"))
    assert found.status_code == 410
    assert "被改动过" in found.content.decode()

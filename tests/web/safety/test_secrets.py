"""Secrets stay where they are: not in the sources, not in logs, not on pages of errors, and in the database only sealed or hashed."""

from __future__ import annotations

import logging
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.rest import tokens
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.store.models import Project

ROOT = Path(__file__).parents[3]
SHAPES = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]{40}",
    r"\bmingyue_[A-Za-z0-9_-]{40,}",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\b(gh[pousr]_|glpat-|xox[bap]-|sk-|pypi-)[A-Za-z0-9_-]{20,}",
    r"(?i)\b(secret_key|api_key|password|passwd|token)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']",
    r"[?&](key|access_token)=[0-9a-f]{8}-[0-9a-f-]{20,}",
)
FAKE = ("xxxx", "1234", "correct-horse", "another-horse", "example", "0000", "aaaa", "account_", "aabbccddeeff")


def _sources() -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a clone")
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.stat().st_size < 2_000_000:
            yield path


def test_no_secret_is_in_the_sources() -> None:
    found = []
    for path in _sources():
        text = path.read_text("utf-8", errors="ignore")
        for shape in SHAPES:
            found += [
                f"{path.relative_to(ROOT)}: {hit[0][:60]}"
                for hit in re.finditer(shape, text)
                if not any(word in hit[0].lower() for word in FAKE)
            ]
        assert settings.SECRET_KEY not in text
    assert found == []


def test_no_key_lies_beside_the_sources() -> None:
    wrong = {".pem", ".key", ".p12", ".pfx", ".sqlite3"}
    names = [path.name for path in _sources() if path.suffix in wrong or path.name in {".env", "secret.key"}]
    assert names == []


def _everything() -> str:
    """All that the database holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_database_and_the_log_know_no_secret(
    master: Callable[..., User], project: Project, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    caplog.set_level(logging.DEBUG)
    user = master(None)
    password = "correct-horse-battery"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user.set_password(password)
    user.save()
    client.post("/account/login/", {"login": user.email, "password": "wrong-" + password})
    client.post("/account/login/", {"login": user.email, "password": password})
    token = tokens.make(user, "ERP", list(SCOPES), days=30, now=clock.now())[1]
    client.post("/people/", {"act": "invite", "name": "某", "email": "new@example.com", "role": "legal"})
    link = re.search(r"/invitation/([\w-]{30,})/", mail.outbox[-1].body)
    assert link is not None
    hook = client.post(f"/projects/{project.slug}/webhooks/", {"url": "https://8.8.8.8/"})
    signed = re.findall(r"""link-once">([\w-]{30,})<""", hook.content.decode())
    assert signed
    Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/me")
    secrets = [password, token, link[1], *signed, settings.SECRET_KEY]
    held, told = _everything(), caplog.text
    for each in secrets:
        assert each not in held
        assert each not in told


def test_a_page_of_an_error_tells_nothing(
    whole: Client, project: Project, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    assert settings.DEBUG is False
    whole.raise_request_exception = False

    def fail(*_all: object) -> None:
        geheim = "geheim-4711"
        raise RuntimeError(geheim)

    monkeypatch.setattr("mingyue.web.page.visit_of", fail)
    for address in ("/", f"/projects/{project.slug}/ledger/"):
        answer = whole.get(address)
        text = answer.content.decode()
        assert answer.status_code == 500
        for word in ("geheim", "Traceback", "RuntimeError", "SECRET", "/src/", "site-packages", "django", "Django"):
            assert word not in text
        assert "程序出错了" in text


def test_a_program_that_meets_an_error_is_told_nothing(
    master: Callable[..., User], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tokens.make(master(project), "ERP", list(SCOPES), days=30, now=clock.now())[1]
    monkeypatch.setattr("mingyue.web.rest.guard.visit_of", lambda *_: {}["geheim-4711"])
    client = Client(headers={"authorization": f"Bearer {token}"}, raise_request_exception=False)
    answer = client.get(f"/api/v1/projects/{project.slug}")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "geheim" not in answer.content.decode()


def test_an_address_that_is_not_there_tells_nothing(client: Client, db: None) -> None:
    text = client.get("/nowhere/<script>alert(1)</script>/").content.decode()
    assert "<script>alert" not in text
    assert "urlpatterns" not in text


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2f..%2fsecret.key"]
)
def test_static_files_end_at_their_folder(path: str, client: Client, db: None) -> None:
    assert client.get(path).status_code == 404

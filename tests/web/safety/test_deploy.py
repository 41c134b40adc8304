"""Starting in earnest: the settings of a server on the net, and settings that are refused."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings

from mingyue.web import environment

SAFE = {"MINGYUE_HTTPS": "1", "MINGYUE_HOSTS": "mingyue.example.com", "MINGYUE_BEHIND_PROXY": "1"}
SAFE["MINGYUE_URL"] = "https://mingyue.example.com"
LOCAL = ["security.W004", "security.W008", "security.W012", "security.W016"]
"""Without MINGYUE_HTTPS the workspace is for one's own machine: no redirect to HTTPS, no HSTS, cookies without it."""
CLI = "import sys; from mingyue.cli import main; sys.exit(main(sys.argv[1:]))"
ASK = "from django.conf import settings as s; print(s.SILENCED_SYSTEM_CHECKS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.DEBUG, s.REQUIRE_2FA)"


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, with nothing in its environment but what an installation says."""
    base = {"PATH": os.environ["PATH"], "MINGYUE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mingyue.web.settings"}
    return subprocess.run(
        [sys.executable, *words], env={**base, **more}, capture_output=True, text=True, check=False, timeout=120
    )


def test_nothing_is_amiss_on_a_server(tmp_path: Path) -> None:
    told = run(tmp_path, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert told.returncode == 0, told.stderr
    assert "(0 silenced)" in told.stdout + told.stderr


def test_https_closes_what_http_leaves_open(tmp_path: Path) -> None:
    assert run(tmp_path, "-c", ASK, **SAFE).stdout.split("] ")[1].split() == ["True"] * 4 + ["False", "True"]
    alone = run(tmp_path, "-c", ASK).stdout
    assert alone.startswith(str(LOCAL))
    assert alone.split("] ")[1].split() == ["False"] * 6


def test_debug_is_no_setting_of_a_server(tmp_path: Path) -> None:
    told = run(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "WARNING", **SAFE, MINGYUE_DEBUG="1")
    assert told.returncode == 1
    assert "security.W018" in told.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MINGYUE_HOSTS", "*", "逐个写明主机名"),
        ("MINGYUE_HOSTS", "https://mingyue.example.com", "逐个写明主机名"),
        ("MINGYUE_SECRET_KEY", "secret", "太弱"),
        ("MINGYUE_SECRET_KEY", "a" * 60, "太弱"),
        ("MINGYUE_URL", "javascript:alert(1)", "MINGYUE_URL"),
        ("DATABASE_URL", "mysql://u:geheim@h/d", "DATABASE_URL"),
        ("EMAIL_URL", "http://u:geheim@h", "EMAIL_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(name: str, value: str, words: str, tmp_path: Path) -> None:
    told = run(tmp_path, "-c", CLI, "serve", "--no-serve", **{name: value})
    assert told.returncode != 0
    assert words in told.stderr
    assert "Traceback" not in told.stderr
    assert "geheim" not in told.stderr


def test_the_key_is_made_once_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGYUE_SECRET_KEY", raising=False)
    home = tmp_path / "new"
    key = environment.secret(home)
    assert len(key) >= 60
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert stat.S_IMODE((home / "secret.key").stat().st_mode) == 0o600
    assert environment.secret(home) == key
    assert [each.name for each in home.iterdir()] == ["secret.key"]


def test_two_starts_at_once_have_one_key(tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-c",
        "from pathlib import Path; from mingyue.web.environment import secret; print(secret(Path('k')))",
    ]
    started = [subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    keys = {each.communicate(timeout=60)[0] for each in started}
    assert len(keys) == 1
    assert len(keys.pop()) > 60


def test_what_the_workspace_writes_is_its_owners(tmp_path: Path) -> None:
    home = tmp_path / "open"
    home.mkdir(mode=0o755)  # as a volume of a container comes
    assert run(home, "-c", CLI, "serve", "--no-serve").returncode == 0
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) & 0o077 for each in home.rglob("*") if each.is_file()}
    assert modes["mingyue.sqlite3"] == 0
    assert set(modes.values()) == {0}


def test_a_link_begins_with_no_host_that_is_not_ours(client: object, db: None) -> None:
    with override_settings(ALLOWED_HOSTS=["mingyue.example.com"]):
        for host in ("evil.example", "mingyue.example.com.evil.example", "evil.example:80", ""):
            answer = client.get("/account/login/", headers={"Host": host})
            assert answer.status_code == 400
            assert "MINGYUE_HOSTS" in answer.content.decode()
        fine = client.get(
            "/account/login/", headers={"Host": "mingyue.example.com", "X-Forwarded-Host": "evil.example"}
        )
        assert fine.status_code == 200
        assert "evil.example" not in fine.content.decode()

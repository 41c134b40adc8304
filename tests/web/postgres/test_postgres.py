"""The same tests of the workspace on a real PostgreSQL: a server of its own, on a socket in a folder that is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parents[1]


def _programs() -> Path | None:
    """Where the server's programs are: where Debian puts them, the newest; else on the PATH."""
    found = shutil.which("initdb")
    places = [
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *([Path(found).parent] if found else []),
    ]
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture
def server() -> Iterator[str]:
    """The DATABASE_URL of an empty database."""
    programs = _programs()
    if programs is None:
        reason = "PostgreSQL's programs are not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="mingyue-pg-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def call(program: str, *words: str) -> None:
        subprocess.run([*as_owner, str(programs / program), *words], cwd=folder, check=True, capture_output=True)

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", "mingyue", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    try:
        call(
            "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-c listen_addresses='' -k {folder} -c fsync=off",
            "start",
        )
        call("createdb", "-h", str(folder), "-U", "mingyue", "mingyue")
        yield f"postgresql://mingyue@/mingyue?host={folder}"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


@pytest.mark.postgres
def test_the_workspace_on_postgresql(server: str, tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": server, "MINGYUE_HOME": str(tmp_path)}
    words = ["-q", "-x", "-p", "no:cacheprovider", "-m", "not browser and not postgres", str(TESTS)]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " passed" in ran.stdout

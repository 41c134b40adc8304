"""The same input gives the same bytes, whatever seed the process hashes with."""

import os
import subprocess
import sys
from pathlib import Path

DRAFT = Path(__file__).resolve().parents[2] / "examples" / "vendor_draft.docx"
SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from mingyue import api
path = Path(sys.argv[1])
review = api.check(api.read_document(path.read_bytes(), path.name), as_of=date(2026, 11, 23))
sys.stdout.buffer.write(api.report(review, path.name, "json").encode())
"""


def output(seed: int) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", SCRIPT, str(DRAFT)]
    return subprocess.run(command, env=environment, check=True, capture_output=True).stdout


def test_two_processes_give_the_same_json() -> None:
    first, second = output(1), output(2)
    assert first == second
    assert b'"findings": [\n' in first

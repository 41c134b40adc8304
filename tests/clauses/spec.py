"""The worked tables of docs/spec: sections of rows."""

import re
from pathlib import Path

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"


def rows(page: str) -> list[tuple[str, list[str]]]:
    """Section title and cells of every row of every table under a `##` heading."""
    found: list[tuple[str, list[str]]] = []
    section, head = "", True
    for line in (SPEC / page).read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        if not line.startswith("|"):
            head = True
        elif section and not head:
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            found.append((section, cells))
        else:
            head = not line.startswith("|---")
    return found


def draft(cell: str) -> bytes:
    """The contract of a cell."""
    return cell.replace("<br>", "\n").encode()

from datetime import UTC, datetime

import pytest

from mingyue.connectors import folder

AT = datetime(2026, 4, 12, 2, 30, 5, tzinfo=UTC)


@pytest.fixture
def record(tmp_path):
    """Records events in a folder of its own; the lines that came back."""

    def recorded(*entries, **options):
        return folder.append(tmp_path, entries, **{"recorded": AT, "by": "张三", **options})

    return recorded


@pytest.fixture
def three(record, tmp_path):
    """The bytes of a file of three events, the second with a nested hash and the rest of the alphabet."""
    record(folder.Entry("signed", "2026-01-05", {"where": "北京"}, key="s-1"))
    record(
        folder.Entry(
            "delivered", "2026-04-12T10:30", {"file": {"prev": "0" * 64, "hash": "a" * 64}, "n": [1, "\u2028"]}
        ),
        folder.Entry("accepted", "2026-04-20", {"amount": "200000.00"}, note="双方签字"),
    )
    return (tmp_path / "events.jsonl").read_bytes()

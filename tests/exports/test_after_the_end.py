"""What a buyer still owes after the end goes out in every form."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from mingyue.connectors import excel
from mingyue.connectors.holidays import official
from mingyue.connectors.ics import calendar
from mingyue.connectors.ocds import release
from mingyue.ledger.as_json import as_json, from_json
from mingyue.ledger.event import Event, content
from mingyue.ledger.position import Position
from mingyue.ledger.replay import replay
from mingyue.ledger.tables import tables
from mingyue.terms.reading import contract

SPEC = Path(__file__).resolve().parents[2] / "docs/spec/ledger_service.md"
NOW = datetime.fromisoformat("2026-09-01T09:00:00+08:00")
TOLD = (
    ("signed", "2026-01-05", {}),
    ("paid", "2026-01-10", {"instalment": "P1", "amount": "150000"}),
    ("accepted", "2026-02-20", {"milestone": "M1"}),
    ("accepted", "2026-03-01", {"milestone": "M2"}),
    ("went_live", "2026-03-01", {}),
    ("termination_notice", "2026-07-25", {"side": "buyer", "ground": "agreed"}),
    ("claim_settled", "2026-08-01", {"claim": "C-exit-owed", "amount": "100000"}),
    ("paid", "2026-08-02", {"instalment": "P2", "amount": "20000"}),
)


@pytest.fixture(scope="module")
def ended() -> Position:
    terms = contract(yaml.safe_load(SPEC.read_text("utf-8").split("```yaml\n")[1].split("```")[0]))
    events = [
        Event(f"E{number}", kind, date.fromisoformat(day), None, f"{day}T18:00:00+08:00", "周敏", content(kind, data))
        for number, (kind, day, data) in enumerate(TOLD, 1)
    ]
    return replay(terms, events, as_of=date(2026, 9, 1), calendar=official())


def test_it_reads_back_from_json_and_from_a_workbook(ended: Position) -> None:
    assert from_json(json.loads(json.dumps(as_json(ended)))) == ended
    found = tables(ended)
    assert excel.read(excel.write(found.values())) == found
    row = dict(zip((column.key for column in found["claims"].columns), found["claims"].rows[0], strict=True))
    assert (row["id"], row["kind"], row["creditor"], row["left"]) == ("C-exit-owed", "已实现价款", "乙方", 50_000)


def test_every_payment_of_it_goes_from_the_buyer_to_the_supplier(ended: Position) -> None:
    done = release(ended, ocid_prefix="ocds-213czf", published=NOW)["contracts"][0]["implementation"]
    assert [each["id"] for each in done["transactions"]] == ["E2", "E7", "E8"]
    assert {(each["payer"]["name"], each["payee"]["name"]) for each in done["transactions"]} == {
        ("甲方公司", "乙方公司")
    }
    assert {each["id"]: each["status"] for each in done["milestones"]}["P2"] == "notMet"


def test_nothing_of_the_cancelled_instalment_is_in_the_calendar(ended: Position) -> None:
    entries = calendar(ended, stamp=NOW).decode().split("BEGIN:VEVENT")
    due = [entry for entry in entries if "-P2@" in entry]
    assert due
    assert all("STATUS:CANCELLED" in entry for entry in due)

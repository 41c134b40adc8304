"""The worked example that ships with the program: the guide's own case, its contract and half of what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from importlib import resources
from typing import Any

from mingyue.connectors.folder import Entry, load_yaml

_BEIJING = timezone(timedelta(hours=8))
_HALF_WAY = date(2026, 5, 10)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the example, with when and by whom it was recorded."""

    entry: Entry
    recorded: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Example:
    """terms: the text of its contract.yaml. The events as of half_way tell a story that has some trouble in it."""

    terms: str
    happenings: tuple[Happening, ...]
    half_way: date


def worked_example(half_way: date | None = None) -> Example:
    """The example; with another day for its half-way, all its days are moved by as much."""
    held = resources.files("mingyue.api").joinpath("example")
    events = load_yaml(held.joinpath("events.yaml").read_text("utf-8")).root["events"]
    shift = timedelta() if half_way is None else half_way - _HALF_WAY
    told = tuple(_happening(_moved(event, shift)) for event in (events if isinstance(events, list) else ()))
    return Example(held.joinpath("contract.yaml").read_text("utf-8"), told, _HALF_WAY + shift)


def sample_draft() -> bytes:
    """The vendor's draft that ships with the program, a Word file: every kind of trap is in it."""
    return resources.files("mingyue.api").joinpath("example", "vendor_draft.docx").read_bytes()


def _happening(event: Any) -> Happening:  # noqa: ANN401 (a YAML value)
    entry = Entry(event["kind"], event["happened"], event.get("data") or {}, note=event.get("note"))
    recorded = datetime.fromisoformat(event["recorded"]).replace(tzinfo=_BEIJING)
    return Happening(entry, recorded, event.get("by", "周敏"))


def _moved(value: Any, shift: timedelta) -> Any:  # noqa: ANN401 (a YAML value)
    """The value with every day in it moved; days stand at the start of their words, times after them."""
    if isinstance(value, dict):
        return {name: _moved(each, shift) for name, each in value.items()}
    if isinstance(value, list):
        return [_moved(each, shift) for each in value]
    if isinstance(value, str) and value[:2] == "20" and value[4:5] == value[7:8] == "-":
        return f"{date.fromisoformat(value[:10]) + shift}{value[10:]}"
    return value

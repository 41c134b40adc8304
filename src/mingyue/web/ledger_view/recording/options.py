"""What may be picked in the fields of an event: the milestones, instalments, claims and open matters of the ledger at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mingyue import api
from mingyue.terms.schedule import Milestone
from mingyue.web.tags import money

Options = Sequence[tuple[str, str]]
_OPENS: Mapping[str, tuple[str, str, str]] = {
    "change": ("change_proposed", "", "B"),
    "incident": ("incident_opened", "incident_resolved", "I"),
    "issue": ("issue_raised", "issue_fixed", "W"),
    "commitment": ("commitment_recorded", "commitment_met", "K"),
    "breach": ("breach_found", "breach_notified", "X"),
}
"""Field -> the kind of event that opens such a matter, the one that closes it, and the letter of a new one's name."""


def options(position: api.Position, kind: str) -> Mapping[str, Options]:
    """Field of this kind of event -> values with their words."""
    found: dict[str, Options] = {
        "milestone": [(each.id, f"{each.id} {each.title}") for each in _milestones(position)],
        "instalment": [(each.id, f"{each.title}，未付 {_sum(position, each.left)}") for each in position.payments],
        "claim": [
            (each.id, f"{each.title}，余额 {_sum(position, each.left)}（{each.id}）") for each in position.claims
        ],
        "of": [(each.id, _event(position, each)) for each in reversed(position.events)],
    }
    for name in _OPENS:
        if _OPENS[name][0] != kind:
            found[name] = _open(position, name)
    return found


def suggested(position: api.Position, kind: str) -> Mapping[str, str]:
    """Names for a new matter: the next number."""
    result = {}
    for name, (opens, _, letter) in _OPENS.items():
        if opens == kind:
            taken = {getattr(event.content, name) for event in position.events if event.kind == opens}
            result[name] = next(f"{letter}{number}" for number in range(1, 10_000) if f"{letter}{number}" not in taken)
    return result


def _milestones(position: api.Position) -> Sequence[Milestone]:
    return position.terms.implementation_schedule.milestones


def _sum(position: api.Position, amount: object) -> str:
    return money(amount, position.currency)


def _event(position: api.Position, event: api.Event) -> str:
    said = "；".join(value for _, value in api.event_told(event, position.currency))
    return f"{event.id} {event.day} {event.content.title}{f'：{said}' if said else ''}"[:80]


def _open(position: api.Position, name: str) -> Options:
    """The matters that were opened and not closed."""
    opens, closes, _ = _OPENS[name]
    if name == "change":
        return [(each.id, f"{each.id} {each.subject}") for each in position.proposals if each.state == "open"]
    closed = {getattr(event.content, name) for event in position.events if event.kind == closes}
    return [
        (found, f"{found} {getattr(event.content, 'subject', '')}")
        for event in position.events
        if event.kind == opens and (found := getattr(event.content, name)) not in closed
    ]

"""How the codes of a ledger and its events read in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mingyue.ledger import words
from mingyue.ledger.event import Event, decode

if TYPE_CHECKING:
    from mingyue.terms.delta import Delta


def code_words() -> Mapping[str, Mapping[str, str]]:
    """The words of codes, by what they are codes of: state, payment, claim, level, proposal, and the fields of events
    (side, reason, severity, audience, ground).
    """
    own: dict[str, Mapping[str, str]] = {
        "state": {str(code): told for code, told in words.STATES.items()},
        "payment": {str(code): told for code, told in words.PAYMENT_STATES.items()},
        "claim": words.CLAIM_KINDS,
        "level": {str(code): told for code, told in words.LEVELS.items()},
        "proposal": words.PROPOSALS,
    }
    return {**own, **words.CODES}


def read_event(line: Mapping[str, Any]) -> Event:
    """The event of a line of events.jsonl. Raises EventError."""
    return decode(line)


def event_told(event: Event, currency: str = "CNY") -> tuple[tuple[str, str], ...]:
    """What an event tells: the Chinese title and the value of each field that was given. currency: of its sums."""
    return tuple(words.told(event, currency))


def change_told(delta: Delta) -> tuple[str, ...]:
    """What a change alters in the terms, one line each."""
    return tuple(words.delta_lines(delta))

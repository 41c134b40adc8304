"""How grave a state is: the colour of its label."""

from __future__ import annotations

from collections.abc import Mapping

from mingyue.web.ledger_view.sheet import Tone

STATES: Mapping[str, Tone] = {
    "waiting": "",
    "open": "info",
    "overdue": "bad",
    "met": "good",
    "met_late": "warn",
    "released": "",
    "suspended": "warn",
    "withheld": "warn",
    "paid": "good",
    "cancelled": "",
    "agreed": "good",
    "rejected": "bad",
    "withdrawn": "",
    "warning": "warn",
    "info": "info",
}


def payment(state: str) -> Tone:
    """Of an instalment: `released` may be paid there, it is no end."""
    return "info" if state == "released" else STATES.get(state, "")

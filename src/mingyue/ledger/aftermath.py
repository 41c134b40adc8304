"""The rights to end the contract, and what follows from its end."""

from __future__ import annotations

from collections.abc import Sequence

from mingyue.ledger import departure, grounds, hardship
from mingyue.ledger.case import Case
from mingyue.ledger.exit_settlement import owed
from mingyue.ledger.position import Outcome, Right


def rights(case: Case, so_far: Outcome) -> Outcome:
    """What force majeure obliges to, and all rights that arose by the day or by the end, those that lapsed too."""
    found = hardship.outcome(case, case.end)
    return found + Outcome(rights=tuple(grounds.rights(case, so_far, case.end)))


def settled(case: Case, so_far: Outcome, found: Sequence[Right]) -> Outcome:
    """What is still owed after the end; nothing while the contract runs."""
    if case.end is None:
        return Outcome()
    trial = case.timeline.on(case.end.day).termination_exit.trial
    full = trial is not None and trial.full_refund and any(right.id == "R-trial" and right.used for right in found)
    debt = owed(case, case.end, so_far, full=full)
    after = departure.outcome(case, case.end, so_far, full_refund=full)
    return after + Outcome(claims=(debt,)) if debt else after

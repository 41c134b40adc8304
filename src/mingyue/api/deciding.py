"""What people decided about a review: which findings stand, with what words; and the copy in which their fixes are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from mingyue.review.document import Span
from mingyue.review.finding import FAMILY_TITLES, Finding, Fix, Review, Waiver


def families() -> Mapping[str, str]:
    """The twelve clause families and the contract as a whole (last): id -> Chinese title."""
    return FAMILY_TITLES


def citation(words: str, as_of: date) -> str:
    """A citation of a finding as a person reads it: "民法典:506" -> "《民法典》第506条"."""
    from mingyue.law import load

    return load().label(words, as_of)


def with_findings(review: Review, findings: Iterable[Mapping[str, Any]]) -> Review:
    """The review with these findings in place of its own: chosen ones, with a text of one's own, or waived.

    findings: objects of check-result.schema.json, each with `why` beside (the reason a redline's comment gives).
    `redline`, `clean` and `report` then speak of these alone.
    """
    return replace(review, findings=tuple(_finding(each) for each in findings))


def clean(data: bytes, review: Review) -> bytes:
    """The vendor's .docx with the fixes of a review made in it, without marks and without comments of ours.

    data: what `to_word` gave. Earlier reviewers' tracked changes are accepted as well: the draft was read that way. Raises as `redline`.
    """
    from mingyue.connectors import word
    from mingyue.redline import plan

    changes = [replace(each, comment="") for each in plan(review) if each.action != "comment"]
    return word.accept(word.write(data, changes, "mingyue", _NO_DATE))


_NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - it stands on marks that are accepted at once


def _finding(values: Mapping[str, Any]) -> Finding:
    span, fix, waived = values["span"], values["fix"], values.get("waived")
    return Finding(
        rule=values["rule"],
        risk=values["risk"],
        family=values["family"],
        severity=values["severity"],
        title=values["title"],
        span=Span(span["start"], span["end"], span["quote"], span["anchor"]) if span else None,
        basis=tuple(values["basis"]),
        fix=Fix(fix["action"], fix["text"]) if fix else None,
        why=values["why"],
        waived=_waiver(waived) if waived else None,
    )


def _waiver(values: Mapping[str, Any]) -> Waiver:
    until = values["until"]
    return Waiver(values["reason"], values["by"], date.fromisoformat(until) if until else None)

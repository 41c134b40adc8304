"""Whether the terms are still those that were signed: with the signing their SHA-256 is recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from mingyue.connectors.folder import Entry
from mingyue.ledger.event import Event, EventError
from mingyue.ledger.events import Correction, Signed
from mingyue.terms.contract import Contract
from mingyue.terms.reading import contractual, tree

FIELD = "terms_hash"


def terms_hash(terms: Contract) -> str:
    """The SHA-256 of what the terms say: without the buyer's own fields, the same for every layout of contract.yaml."""
    plain = json.dumps(tree(contractual(terms)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def with_terms(terms: Contract, events: Sequence[Event], entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, a signing with the hash of the terms. One whose key was used before keeps what was recorded then.

    Raises EventError for a hash that somebody wrote and that is not of these terms.
    """
    return tuple(_filled(terms, events, entry) for entry in entries)


def _filled(terms: Contract, events: Sequence[Event], entry: Entry) -> Entry:
    if entry.kind == "correction":
        right = entry.data.get("data")
        of = next((event for event in events if event.id == entry.data.get("of")), None)
        if of is not None and of.kind == "signed" and isinstance(right, dict):
            _check(terms, right.get(FIELD))
        return entry
    if entry.kind != "signed":
        return entry
    _check(terms, entry.data.get(FIELD))
    then = next((each.content for each in events if entry.key is not None and each.key == entry.key), None)
    known = then.terms_hash if isinstance(then, Signed) else terms_hash(terms)
    return replace(entry, data={**entry.data, FIELD: known}) if known else entry


def _check(terms: Contract, told: object) -> None:
    if told is not None and told != terms_hash(terms):
        raise EventError(
            f"合同签署：{FIELD} 由程序填写，现在的 contract.yaml 的散列值是 {terms_hash(terms)}：请照此填写或者不写。"
        )


def strayed(terms: Contract, events: Sequence[Event]) -> str:
    """One sentence where the terms are not those that were signed; empty where they are, or where nothing was recorded of them."""
    signed, known = _known(events)
    if signed is None or known is None or known == terms_hash(terms):
        return ""
    return f"contract.yaml 与签署时（{signed.id}，{signed.day}）的条款不同，台账按现在的条款计算：怎样处理见 mingyue verify。"


def mend(terms: Contract, events: Sequence[Event]) -> str:
    """The same for who asked whether all is as it was, with what to do about it."""
    signed, _ = _known(events)
    told = strayed(terms, events)
    if signed is None or not told:
        return ""
    return (
        f"{told.partition('：')[0]}：请从备份或 git 恢复；双方同意的改动请记为变更或者补充协议；确属录入更正的，请记 "
        f"mingyue record correction of={signed.id} data.{FIELD}={terms_hash(terms)} reason=…。"
    )


def _known(events: Sequence[Event]) -> tuple[Event | None, str | None]:
    """The signing and the hash that stands in it, with its corrections."""
    signed: Event | None = None
    known: str | None = None
    for event in events:
        said = event.content
        if isinstance(said, Signed) and signed is None:
            signed, known = event, said.terms_hash
        elif isinstance(said, Correction) and signed is not None and said.of == signed.id:
            if said.void:
                signed, known = None, None
            elif said.data is not None:
                told = said.data.get(FIELD)
                known = told if isinstance(told, str) else None
    return signed, known

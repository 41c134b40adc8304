"""The first version of a contract's terms: from nothing, from our usual wishes, or read from a contract's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock

MOST = 20 * 1024 * 1024
"""Bytes of a contract's text."""
# Of the worked example, what any buyer would ask for; the rest is of its own story.
_USUAL: Mapping[str, frozenset[str]] = {
    "data_privacy": frozenset({"processing", "location"}),
    "ip": frozenset({"components"}),
    "confidentiality": frozenset({"non_compete"}),
    "maintenance_upgrade": frozenset({"monthly_fee"}),
    "breach_dispute": frozenset({"dispute", "dispute_body"}),
    "termination_exit": frozenset({"trial"}),
    "force_majeure": frozenset(),
}


def usual() -> dict[str, Any]:
    """The sections in which most contracts are alike, filled in as a buyer would wish."""
    example = api.terms_tree(api.read_terms(api.worked_example().terms))
    tree = {
        family: {name: value for name, value in example[family].items() if name not in without}
        for family, without in _USUAL.items()
        if family in example
    }
    return {**tree, "scope_acceptance": {"acceptance": example["scope_acceptance"]["acceptance"]}}


@dataclass(frozen=True, slots=True)
class Found:
    """What was read from a file: a plain tree of terms, unfinished perhaps; missing: dotted paths that a person must fill in."""

    tree: dict[str, Any]
    missing: tuple[str, ...]


def read_file(name: str, data: bytes) -> Found:
    """The terms that a contract's text says, or those of a contract.yaml. Raises UserError: one sentence with the mend."""
    if not data:
        raise UserError(_("%(name)s 是空文件：请重新选择。") % {"name": name})
    if len(data) > MOST:
        raise UserError(_("%(name)s 超过 20 MB：请删去图片后再传。") % {"name": name})
    if name.lower().endswith((".yaml", ".yml")):
        try:
            return Found(api.terms_tree(api.read_terms(data.decode("utf-8-sig"))), ())
        except UnicodeDecodeError:
            raise UserError(_("%(name)s 不是 UTF-8 编码：请另存为 UTF-8 后再传。") % {"name": name}) from None
    try:
        document = api.read_document(data, name)
    except api.Unreadable as error:
        raise UserError(_("%(name)s：%(why)s") % {"name": name, "why": error}) from None
    tree = api.read_contract(document, api.check(document, as_of=clock.today()))
    return Found(tree, api.unfinished(tree))


def quotes(tree: Mapping[str, Any]) -> dict[str, str]:
    """The words that each value was read from, by dotted path."""
    return {path: place["quote"] for path, place in tree.get("places", {}).items()}

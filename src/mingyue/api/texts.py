"""Terms that are being written: as a tree, as the text they give, and what changed between two versions of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mingyue.api.contracts import clause_texts, refused
from mingyue.drafting.changes import Change
from mingyue.drafting.changes import changes as changed
from mingyue.drafting.numbered import TextLine, numbered, of_family
from mingyue.drafting.write import draft as proved
from mingyue.drafting.write import preview
from mingyue.terms.contract import Contract
from mingyue.terms.reading import Fault, TermsError, contract, model, tree


def terms_tree(terms: Contract) -> dict[str, Any]:
    """The terms as a plain tree of text, lists and mappings, as a contract.yaml holds them; what is empty is left out."""
    return tree(terms)


def terms_of(plain: Mapping[str, Any], *, whole: bool = True) -> Contract:
    """The terms of a plain tree. Raises TermsFileError, whose faults have their paths.

    whole: the parts must fit together (sums, names of milestones); without it each value must only be right by itself.
    """
    try:
        return contract(plain) if whole else model(Contract, plain)
    except TermsError as error:
        raise refused(error) from error


def contract_text(terms: Contract, *, family: str = "") -> tuple[TextLine, ...]:
    """The text of the contract line by line, or of one clause family; without the buyer's own fields."""
    lines = numbered(preview(terms, clause_texts()))
    return of_family(lines, family) if family else lines


def text_faults(terms: Contract) -> tuple[Fault, ...]:
    """The values that somebody who reads the contract's text would not find again; `draft` refuses them."""
    try:
        proved(terms, clause_texts(), positions=terms.positions)
    except TermsError as error:
        return error.faults
    return ()


def terms_changes(before: Contract, after: Contract) -> tuple[Change, ...]:
    """What differs between two versions of the terms, in words."""
    return changed(before, after)

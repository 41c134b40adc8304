"""A plain tree (what YAML or JSON gives) as a Contract, with every fault at its place, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mingyue.terms import checks
from mingyue.terms.base import OWN, Part
from mingyue.terms.contract import Contract
from mingyue.terms.faults import sentence

Path = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a path of the tree, in one sentence."""

    path: Path
    what: str


class TermsError(ValueError):
    """Terms that cannot be used; `faults` has all of them, in the order of the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("；".join(f"{dotted(fault.path)}：{fault.what}" for fault in faults))
        self.faults = tuple(faults)


def dotted(path: Path) -> str:
    """A path as people read it: fees_payment.items.2.amount; the third item is 2."""
    return ".".join(map(str, path)) or "（全文）"


def contract(tree: object) -> Contract:
    """The terms of a tree. Raises TermsError."""
    value = model(Contract, tree)
    faults = [Fault(path, what) for path, what in checks.faults(value)]
    if faults:
        raise TermsError(faults)
    return value


def model(kind: type[M], tree: object) -> M:
    """One model of a tree. Raises TermsError."""
    try:
        return kind.model_validate(tree)
    except ValidationError as error:
        raise TermsError([Fault(tuple(each["loc"]), sentence(each)) for each in error.errors()]) from None


def tree(part: Part) -> dict[str, Any]:
    """The terms as a plain tree of text, lists and mappings; what is empty is left out. `contract(tree(c)) == c`."""
    dumped = part.model_dump(mode="json", exclude_defaults=True)
    return {name: _plain(value) for name, value in dumped.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return format(value, "f") if isinstance(value, Decimal) else value


def contractual(terms: Contract) -> Contract:
    """The terms without what is the buyer's own: what a contract text says."""
    return _without_own(terms)


def _without_own(part: P) -> P:
    kept: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and extra.get(OWN):
            continue
        kept[name] = _each(getattr(part, name))
    return type(part).model_construct(**kept)


def _each(value: object) -> object:
    if isinstance(value, Part):
        return _without_own(value)
    return tuple(map(_each, value)) if isinstance(value, tuple) else value


def unknown(part: Part, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """The fields that this version does not know: kept, and shown."""
    for name, value in (part.model_extra or {}).items():
        yield (*path, name), value
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Part):
            yield from unknown(value, (*path, name))
        elif isinstance(value, tuple):
            for index, entry in enumerate(value):
                if isinstance(entry, Part):
                    yield from unknown(entry, (*path, name, index))

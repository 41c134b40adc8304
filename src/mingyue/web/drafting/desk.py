"""The terms of a project on the desk: read, changed section by section, kept as a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.drafting.models import Sharing
from mingyue.web.drafting.sections import Section, all_fields, home_of
from mingyue.web.forms.reading import Reading, read
from mingyue.web.forms.schema import Data
from mingyue.web.forms.words import spoken
from mingyue.web.people.models import User
from mingyue.web.store import projections
from mingyue.web.store.books import new_terms
from mingyue.web.store.models import Project, TermsVersion


class SignedError(UserError):
    """The contract is signed: its terms change by change orders alone."""


@lru_cache(maxsize=128)
def read_version(text: str) -> api.Contract:
    """The terms of a kept text; a text that was read lately is not read again. Raises TermsFileError."""
    return api.read_terms(text)


@dataclass(frozen=True, slots=True)
class Desk:
    """A version of the terms, opened."""

    project: Project
    version: TermsVersion

    @property
    def terms(self) -> api.Contract:
        """Its terms."""
        return read_version(self.version.text)

    @property
    def tree(self) -> dict[str, Any]:
        """Its terms as a plain tree."""
        return api.terms_tree(self.terms)


def open_desk(project: Project, number: int | None = None) -> Desk | None:
    """The newest version, or that of a number; None where there is none."""
    versions = project.terms_versions.order_by("-number")
    version = (versions if number is None else versions.filter(number=number)).first()
    return None if version is None else Desk(project, version)


def signed(project: Project) -> bool:
    """Whether the contract was signed."""
    return project.lines.filter(kind="signed").exists()


def shared(project: Project) -> Desk | None:
    """What the vendor may read: the terms that were signed, else the version that was shared last."""
    if signed(project):
        return open_desk(project)
    latest = Sharing.objects.filter(project=project).select_related("version").first()
    return None if latest is None else Desk(project, latest.version)


@dataclass(slots=True)
class Outcome:
    """What became of a form. faults: sentences by the control they belong to; elsewhere: those that belong to other sections, with
    their section; behind: what somebody else changed in the meantime.
    """

    version: TermsVersion | None = None
    unchanged: bool = False
    faults: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: list[tuple[Section, str]] = field(default_factory=list)
    behind: tuple[Any, ...] = ()


def told(error: api.TermsFileError, reading: Reading) -> Outcome:
    """The faults of terms, each at its control."""
    outcome = Outcome()
    for fault in error.faults:
        said = spoken(fault.what, all_fields(), fault.path)
        control = reading.control(fault.path)
        if control:
            outcome.faults.setdefault(control, []).append(said)
        else:
            outcome.elsewhere.append((home_of(fault.path), said))
    return outcome


def save(
    desk: Desk, section: Section, data: Data, positions: Mapping[str, str], *, by: User, reason: str, seen: int
) -> Outcome:
    """Keeps what a form says of a section as a new version, if its terms hold together.

    desk: the version that the form was filled from; seen: the newest version that its reader knew of. Raises SignedError.
    """
    reading = read(section.fields, data, desk.tree)
    newest = open_desk(desk.project) or desk
    mine = {
        **newest.tree,
        **{each.name: reading.tree[each.name] for each in section.fields if each.name in reading.tree},
    }
    for each in section.fields:
        if each.name not in reading.tree:
            mine.pop(each.name, None)
    mine = with_positions(mine, positions)
    if newest.version.number > seen:
        theirs = tuple(
            change
            for change in api.terms_changes(desk.terms, newest.terms)
            if home_of(change.path.split(".")) == section
        )
        if theirs:
            return Outcome(behind=theirs)
    try:
        terms = api.terms_of(without_old_quotes(newest.tree, mine))
    except api.TermsFileError as error:
        return told(error, reading)
    if terms == newest.terms:
        return Outcome(unchanged=True)
    return Outcome(
        version=keep(desk.project, terms, by=by, reason=reason or _("修改%(title)s") % {"title": section.title})
    )


@transaction.atomic
def keep(project: Project, terms: api.Contract, *, by: User, reason: str) -> TermsVersion:
    """A new version of a contract that is not signed. Raises SignedError, TermsFileError."""
    Project.objects.select_for_update().get(pk=project.pk)
    if signed(project):
        raise SignedError(_("合同已经签署，条款不能直接修改：请用变更单。"))
    version = new_terms(project, api.terms_text(terms), by=by, reason=reason[:200])
    projections.refresh(project, as_of=clock.today())
    return version


def with_positions(tree: Mapping[str, Any], positions: Mapping[str, str]) -> dict[str, Any]:
    """The tree with these positions in place of its own; an empty one takes the entry out."""
    kept = {**tree.get("positions", {}), **positions}
    chosen = {key: value for key, value in kept.items() if value}
    return {
        **{name: value for name, value in tree.items() if name != "positions"},
        **({"positions": chosen} if chosen else {}),
    }


def without_old_quotes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The tree without the quotes of values that somebody has changed since: a quote proves what was read, nothing else."""
    quotes = after.get("places", {})
    kept = {path: quote for path, quote in quotes.items() if _at(before, path) == _at(after, path)}
    return {**{name: value for name, value in after.items() if name != "places"}, **({"places": kept} if kept else {})}


def _at(tree: Any, path: str) -> Any:
    """What stands at a dotted path; None where nothing does."""
    for step in path.split("."):
        if isinstance(tree, Mapping):
            tree = tree.get(step)
        elif isinstance(tree, Sequence) and step.isdigit() and int(step) < len(tree):
            tree = tree[int(step)]
        else:
            return None
    return tree

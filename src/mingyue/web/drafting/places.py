"""What the pages of drafting show beside their own matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse

from mingyue.web.drafting.sections import Fullness, Section, fullness, sections
from mingyue.web.store.models import Project


def shelf(tree: Mapping[str, Any]) -> list[tuple[Section, Fullness]]:
    """All sections, each with how full it is."""
    return [(each, fullness(_inner(each), _held(each, tree))) for each in sections()]


def empty_families(tree: Mapping[str, Any]) -> list[Section]:
    """The clause families that say nothing at all: not one value, not one flag."""
    return [each for each in sections()[1:] if not tree.get(each.key)]


def _inner(section: Section) -> Any:
    first = section.fields[0]
    return first.fields if first.kind == "group" else section.fields


def _held(section: Section, tree: Mapping[str, Any]) -> Mapping[str, Any]:
    held: Mapping[str, Any] = tree.get(section.key) or {} if section.fields[0].kind == "group" else tree
    return held


def changes_href(project: Project) -> str:
    """The page of change orders of a project; empty where this workspace has none."""
    try:
        return reverse("changes", args=[project.slug])
    except NoReverseMatch:
        return ""

"""The ledger as a program asks for it: the end of which day, with what knowledge."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mingyue import __version__, api
from mingyue.web import clock
from mingyue.web.rest.answers import etag
from mingyue.web.rest.problems import Problem
from mingyue.web.store import books, projections
from mingyue.web.store.models import Project

_BEIJING = ZoneInfo("Asia/Shanghai")
_DAY = len("2026-04-12")
_NOTHING = "0" * 64


@dataclass(frozen=True)
class Look:
    """known_at: as the engines write moments, None: everything that is known."""

    project: Project
    as_of: date
    known_at: str | None

    @cached_property
    def head(self) -> str:
        """The hash of the last event, which vouches for all of them."""
        return self.project.lines.order_by("-seq").values_list("hash", flat=True).first() or _NOTHING

    @cached_property
    def tag(self) -> str:
        """Of everything that the ledger depends on; known before it is computed."""
        terms = self.project.terms_versions.order_by("-number").values_list("pk", flat=True).first()
        return etag(__version__, terms, self.head, self.project.calendar, self.as_of, self.known_at)

    @property
    def body(self) -> dict[str, Any]:
        """The position as JSON: today's was computed before. Raises NoTermsError, TermsFileError, FolderError, EventError."""
        if self.known_at is None and self.as_of == clock.today():
            return projections.snapshot(self.project, as_of=self.as_of)
        made = datetime.combine(self.as_of, time(), _BEIJING)
        return cast("dict[str, Any]", json.loads(cast("bytes", api.export(self.position, "json", made=made))))

    @property
    def position(self) -> api.Position:
        """The same as values."""
        return books.position(self.project, as_of=self.as_of, known_at=self.known_at)

    @property
    def context(self) -> dict[str, object]:
        """What stands beside every list of it."""
        return {"as_of": self.as_of, "known_at": self.known_at}


def look(project: Project, as_of: date | None, known_at: str | None) -> Look:
    """As asked for; today where nothing is. Raises Problem (422) for a moment that is none."""
    return Look(project, as_of or clock.today(), None if known_at is None else _moment(known_at))


def _moment(text: str) -> str:
    try:
        if len(text) == _DAY:
            told = datetime.combine(date.fromisoformat(text), time(23, 59, 59), _BEIJING)
        else:
            told = datetime.fromisoformat(text.replace(" ", "+"))  # a + that was not written as %2B arrives as a blank
    except ValueError:
        raise Problem(
            422, _("known_at：没有“%(text)s”这个时刻，须如 2026-04-12 或 2026-04-12T10:30。") % {"text": text}
        ) from None
    zoned = told if told.tzinfo else told.replace(tzinfo=_BEIJING)
    if not 1950 <= zoned.year <= 2200:
        raise Problem(422, _("known_at：须为 1950 到 2200 年之间的时刻。"))
    return zoned.astimezone(_BEIJING).isoformat(timespec="seconds")

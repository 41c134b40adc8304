"""From what day, and with what knowledge, a visitor looks at a ledger; and what then follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web.store import books, projections
from mingyue.web.store.models import Project

_BEIJING = ZoneInfo("Asia/Shanghai")


class LookError(UserError):
    """A day that cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Look:
    """as_of: the ledger at the end of this day; known: only what was recorded by the end of that day (None: everything)."""

    as_of: date
    today: date
    known: date | None = None
    fault: str = ""

    @property
    def now(self) -> bool:
        """Whether it is today's ledger with all that is known."""
        return self.as_of == self.today and self.known is None

    @property
    def known_at(self) -> str | None:
        """The last second of the day of knowledge, as the engines write moments."""
        if self.known is None:
            return None
        return datetime.combine(self.known, time(23, 59, 59), _BEIJING).isoformat(timespec="seconds")

    @property
    def query(self) -> str:
        """The look as the beginning of an address's query; empty for today."""
        parts = [f"as_of={self.as_of}"] if self.as_of != self.today else []
        parts += [f"known={self.known}"] if self.known else []
        return "&".join(parts)


def look(asked: Mapping[str, str], *, today: date) -> Look:
    """What the address asks for; a day that is none is told in `fault`, and today is shown."""
    try:
        as_of, known = day_in(asked, "as_of"), day_in(asked, "known")
    except LookError as error:
        return Look(today, today, fault=str(error))
    return Look(as_of or today, today, known)


def day_in(asked: Mapping[str, str], name: str) -> date | None:
    """A day among the values of a form; None where it is empty. Raises LookError."""
    text = asked.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise LookError(
            _("日期“%(text)s”写错了，须为 2026-04-12 这样的日期；现在显示的是今天。") % {"text": text[:40]}
        ) from None


def position(project: Project, asked: Look) -> api.Position:
    """The ledger as looked at: today's from what was computed before, another day's computed now.

    Raises NoTermsError, TermsFileError, FolderError, EventError.
    """
    if asked.now:
        return api.read_position(projections.snapshot(project, as_of=asked.as_of))
    return books.position(project, as_of=asked.as_of, known_at=asked.known_at)

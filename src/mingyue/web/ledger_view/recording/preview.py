"""What recording an event would change, before it is recorded; and where in the form a refusal belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.web.ledger_view.sheet import Value
from mingyue.web.store.books import open_book
from mingyue.web.store.models import Project
from mingyue.web.tags import day, money


@dataclass(frozen=True, slots=True)
class Effect:
    """A value that would differ, in words."""

    title: str
    what: str
    before: str
    after: str


def effects(project: Project, entry: api.Entry, *, by: str, now: datetime, as_of: date) -> tuple[Effect, ...]:
    """Checks that the entry fits, as recording it would, and tells what it changes; of a change order, what it would once both agreed.

    Raises EventError, FolderError, NoTermsError.
    """
    book = open_book(project)
    api.sealed(book, [entry], recorded=now, by=by)
    starts = str(entry.data.get("starts") or entry.happened)
    until = max(as_of, date.fromisoformat(entry.happened[:10]), date.fromisoformat(starts[:10]))
    found = api.simulate(book, [entry, *_agreed(entry)], as_of=until)
    currency = found.after.currency
    return tuple(
        Effect(
            each.title,
            _(each.what),
            _said(each.before, each.kind, currency),
            _said(each.after, each.kind, currency),
        )
        for each in found.differences
    )


def _agreed(entry: api.Entry) -> list[api.Entry]:
    """That the other side agrees to a change order on the day of its proposal: alone it changes nothing."""
    if entry.kind != "change_proposed":
        return []
    other = "vendor" if entry.data["side"] == "buyer" else "buyer"
    return [api.Entry("change_approved", entry.happened, {"change": entry.data["change"], "side": other})]


def _said(value: Value, kind: str, currency: str) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, Decimal):
        return money(value, currency)
    if isinstance(value, date):
        return day(value)
    words = api.code_words()
    return words["payment" if kind == "payment" else "state"].get(str(value), str(value))


def field_of(error: Exception, names: dict[str, str]) -> tuple[str | None, str]:
    """The field that a refusal speaks of (“付款：amount：须大于 0。”) and the sentence; no field where it speaks of none.

    names: the fields of the form with their titles.
    """
    head, colon, rest = str(error).partition("：")
    name, second, said = rest.partition("：")
    if colon and second and name.split(".")[0] in names:
        return name.split(".")[0], said
    return None, str(error) if head else _("没有记录成功。")

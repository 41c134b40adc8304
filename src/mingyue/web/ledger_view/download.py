"""Tables leave as files: the very rows that the page shows, and nothing that it does not show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from django.http import HttpResponse

from mingyue.web.clock import today
from mingyue.web.handing import handed
from mingyue.web.ledger_view.sheet import FORMS, Sheet
from mingyue.web.page import Visit


def attached(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to save, never to be shown by the browser."""
    return handed(data, name, media_type)


def file_of(visit: Visit, sheets: Iterable[Sheet]) -> HttpResponse | None:
    """The table that the address asks for as a file (`table=claims&form=xlsx`); None where it asks for the page. It goes into the audit log."""
    form, table = visit.request.GET.get("form", ""), visit.request.GET.get("table", "")
    sheet = next((each for each in sheets if each.key == table), None)
    if sheet is None or form not in FORMS:
        return None
    visit.count("export")
    data = sheet.file(cast("Literal['xlsx', 'csv']", form))
    visit.note("table.export", f"{sheet.title}（{len(sheet.rows)} 行）", form=form, query=visit.request.GET.urlencode())
    return attached(data, f"{visit.purchase.title}-{sheet.title}-{today()}.{form}", FORMS[form])

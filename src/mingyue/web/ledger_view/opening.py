"""Opening a page on a ledger: the position that the address asks for, or a page that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from mingyue.terms.errors import UserError
from mingyue.web.clock import today
from mingyue.web.ledger_view.look import Look, look, position
from mingyue.web.page import Visit
from mingyue.web.store.books import NoTermsError

_TROUBLE = "pages/performance/trouble.html"


def with_position(answer: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given how the visitor looks and what there is to see; where nothing can be computed it is not asked."""

    @wraps(answer)
    def view(visit: Visit, **more: Any) -> HttpResponse:
        asked = look(visit.request.GET.dict(), today=today())
        try:
            found = position(visit.purchase, asked)
        except NoTermsError:
            return visit.render(_TROUBLE, {"empty": True})
        except UserError as error:
            return visit.render(_TROUBLE, {"trouble": error, "look": asked})
        return answer(visit, asked, found, **more)

    return view


def why_link(visit: Visit, asked: Look) -> Callable[[str], str]:
    """The address of the explanation of an id, looked at in the same way."""
    slug, query = visit.purchase.slug, f"?{asked.query}" if asked.query else ""
    base = reverse("ledger_why", kwargs={"slug": slug, "identity": "-"})[: -len("-/")]
    return lambda identity: f"{base}{identity}/{query}"


def kept(visit: Visit, *without: str) -> str:
    """The address's query without paging, files and these names, ready to be continued."""
    query = visit.request.GET.copy()
    for name in ("page", "table", "form", *without):
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def shell(visit: Visit, asked: Look, tab: str, **more: Any) -> dict[str, Any]:
    """What every page on a ledger shows around its own."""
    return {"look": asked, "tab": tab, "query": kept(visit), **more}

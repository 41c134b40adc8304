"""Answers: JSON in plain characters, entity tags, pages with a link to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from mingyue.web.handing import handed

T = TypeVar("T")


def etag(*parts: object) -> str:
    """A tag of everything that an answer depends on."""
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 where the asker has this already; asked before anything is computed."""
    found = get_conditional_response(request, etag=tag) if request.method == "GET" else None
    if found is None:
        return None
    found["ETag"] = tag
    return _private(found)


def answer(
    request: HttpRequest,
    value: object,
    *,
    status: int = 200,
    tag: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """JSON. tag: what the value depends on; without one the bytes themselves are hashed."""
    body = json.dumps(value, ensure_ascii=False, default=_plain).encode()
    if request.method == "GET":
        tag = tag or etag(body)
        if (short := unchanged(request, tag)) is not None:
            return short
    response = HttpResponse(body, status=status, content_type="application/json")
    if tag:
        response["ETag"] = tag
    for name, text in (headers or {}).items():
        response[name] = text
    return _private(response)


def file(data: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to save."""
    return _private(handed(data, name, media_type))


def paged(
    request: HttpRequest, items: Sequence[object], *, after: object = None, tag: str = "", **more: object
) -> HttpResponse:
    """A page of a list. after: the cursor of the next page, None on the last one; more: what stands beside the list."""
    following = None if after is None else str(after)
    headers = {}
    if following is not None:
        query = request.GET.copy()
        query["cursor"] = following
        headers["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return answer(request, {**more, "items": items, "next": following}, tag=tag, headers=headers)


def cut(items: Sequence[T], cursor: str | None, limit: int) -> tuple[Sequence[T], int | None]:
    """The items of a page of a list at hand, and the cursor of the next page."""
    start = int(cursor or 0)
    stop = start + limit
    return items[start:stop], stop if stop < len(items) else None


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Authorization"])
    return response


def _plain(value: object) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):  # datetime is one, too
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")

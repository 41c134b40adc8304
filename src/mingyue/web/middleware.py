"""What holds for every request and every answer."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mingyue.web.page import not_found

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; frame-src 'self'; object-src 'none'"
)


def content_security(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Content-Security-Policy: only our own files, no inline script and no inline style. A view may say another policy itself."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault(
            "Cache-Control", "private, no-cache"
        )  # a page that was open shows nothing after sign-out
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response

    return answer


def turned_away(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """413 for a request beyond settings.UPLOAD_MOST before anything of it is read, 404 for an address that cannot be one."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:  # no address of ours, and PostgreSQL looks for no such text
            return not_found(request)
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > settings.UPLOAD_MOST:
            return render(request, "413.html", {"most": settings.UPLOAD_MOST >> 20}, status=413)
        return get_response(request)

    return answer

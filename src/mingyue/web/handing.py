"""Files leave the workspace in one way: to be saved, or to be looked at where nothing of them can run."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
"""For PDF, without `sandbox`: a browser's own viewer, which is a sandbox itself, does not open under it."""
_PDF = "application/pdf"


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition (RFC 6266) for a name that may be anything: without folders, control characters and turned writing."""
    clean = "".join(letter if letter.isprintable() else "_" for letter in name.replace("\\", "/").rpartition("/")[2])
    return content_disposition_header(as_attachment=not inline, filename=clean[:200] or "file") or "inline"


def handed(data: bytes | str, name: str, media_type: str, *, inline: bool = False) -> HttpResponse:
    """The file as an answer. inline: the browser may show it, in a sandbox; otherwise it only saves it. Kept in no cache."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = disposition(name, inline=inline)
    response["Content-Security-Policy"] = VIEWER if inline and media_type == _PDF else SANDBOX
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

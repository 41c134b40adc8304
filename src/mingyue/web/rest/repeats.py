"""Repeating a request safely: under the same Idempotency-Key the same request is done once and answered again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from mingyue.web import clock
from mingyue.web.rest.guard import Call
from mingyue.web.rest.models import KeptAnswer
from mingyue.web.rest.problems import Problem

KEPT = timedelta(days=7)


def once(call: Call, key: str | None, work: Callable[[], HttpResponse]) -> HttpResponse:
    """Does the work, or gives the answer that this key got before. A request that fails leaves no trace: it may be sent again.

    Raises Problem (409): the key was used for another request, or for this one, which is still under way.
    """
    if key is None:
        return work()
    request = sha256(b"\n".join((str(call.method).encode(), call.path.encode(), call.body))).hexdigest()
    if (known := KeptAnswer.objects.filter(user=call.visit.user, key=key).first()) is not None:
        return _again(known, request)
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(user=call.visit.user, key=key, request=request, at=clock.now())
            response = work()
            kept.status, kept.body = response.status_code, response.content.decode()
            kept.save(update_fields=["status", "body"])
    except IntegrityError:
        known = KeptAnswer.objects.filter(user=call.visit.user, key=key).first()
        if known is None:
            raise
        return _again(known, request)
    return response


def _again(known: KeptAnswer, request: str) -> HttpResponse:
    if known.request != request:
        raise Problem(409, _("幂等键“%(key)s”已用于另一个请求：内容不同的请求，请换一个键。") % {"key": known.key})
    response = HttpResponse(known.body, status=known.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    response["Cache-Control"] = "private, no-cache"
    return response

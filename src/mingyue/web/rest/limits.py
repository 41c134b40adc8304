"""How often a token may ask."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from mingyue.web.rest.problems import Problem


def count(who: str, now: datetime) -> None:
    """Counts a request in the minute at hand. Raises Problem (429) beyond settings.API_PER_MINUTE.

    Two at the same instant may be counted as one: the limit guards the server, it is no account.
    """
    minute, second = divmod(int(now.timestamp()), 60)
    key = f"rest:{who}:{minute}"
    if cache.add(key, 1, timeout=120):
        return
    try:
        sofar = cache.incr(key)
    except ValueError:  # thrown out of the cache just now
        return
    if sofar > settings.API_PER_MINUTE:
        detail = _("这个令牌一分钟内的请求超过 %(most)s 次：请按 Retry-After 的秒数稍候再发。")
        raise Problem(429, detail % {"most": settings.API_PER_MINUTE}, headers={"Retry-After": str(60 - second)})

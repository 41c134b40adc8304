"""How often a token may ask."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from mingyue.web import limits
from mingyue.web.rest.problems import Problem


def count(who: str, now: datetime) -> None:
    """Counts a request in the minute at hand. Raises Problem (429) beyond settings.API_PER_MINUTE."""
    try:
        limits.count(f"rest:{who}", settings.API_PER_MINUTE, 60, now)
    except limits.TooOften as error:
        detail = _("这个令牌一分钟内的请求超过 %(most)s 次：请按 Retry-After 的秒数稍候再发。")
        most = {"most": settings.API_PER_MINUTE}
        raise Problem(429, detail % most, headers={"Retry-After": str(error.wait)}) from None

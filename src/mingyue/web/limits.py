"""How often one may do what costs something: one way of counting, for the pages and for the API, over all processes of the server."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.core.cache import cache


class TooOften(Exception):  # noqa: N818 (it is what happened)
    """The limit is reached. wait: seconds until one may try again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def count(key: str, most: int, seconds: int, now: datetime) -> None:
    """Counts one use of what the key names, in the stretch of so many seconds at hand. Raises TooOften beyond `most`.

    Two at the same instant may be counted as one: the limit guards the server, it is no account.
    """
    stretch, gone = divmod(int(now.timestamp()), seconds)
    place = f"often:{key}:{stretch}"
    sofar = 1
    if not cache.add(place, 1, timeout=2 * seconds):
        with suppress(ValueError):  # thrown out of the cache just now: it counts as the first
            sofar = cache.incr(place)
    if sofar > most:
        raise TooOften(seconds - gone)

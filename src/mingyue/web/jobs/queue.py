"""The queue: where jobs wait. A SQLite file beside the data, or tables in the same PostgreSQL database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from huey import Huey, PostgresHuey, SqliteHuey

_NEEDED = ("host", "port", "dbname", "user", "password", "sslmode", "sslrootcert", "service")


def _postgres() -> Any:
    """A connection of the queue's own: Django's may be in a transaction that is rolled back."""
    import psycopg  # noqa: PLC0415 - it is there only where PostgreSQL is used

    told = connection.get_connection_params()
    return psycopg.connect(**{name: told[name] for name in _NEEDED if told.get(name)})


def _open() -> Huey:
    """The queue of this installation; nothing is connected to before it is used."""
    if connection.vendor == "postgresql":
        return PostgresHuey(
            "mingyue",
            connection=_postgres,
            blocking=False,  # workers look each second, as with SQLite: to listen, each thread keeps a connection it never closes
            table_prefix="job",
            results=False,
            utc=False,
            create_tables=False,
        )
    path = settings.HOME / "jobs.sqlite3"
    return SqliteHuey("mingyue", filename=str(path), timeout=20, results=False, utc=False, create_tables=False)


queue = _open()


def prepare() -> None:
    """Makes the queue's tables where they are missing."""
    queue.storage.initialize_schema()

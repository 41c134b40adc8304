from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest

from mingyue.web import clock
from mingyue.web.notices.models import Notice
from mingyue.web.people.models import User
from mingyue.web.store.models import Project

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)
"""Monday 10:30 in Beijing: outside the quiet hours, after the hour of the digest."""
At = Callable[[datetime], None]
Tell = Callable[..., Notice]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: clock.timezone.localtime(moment))
        monkeypatch.setattr(clock, "today", lambda: clock.timezone.localdate(moment))

    set_to(MONDAY)
    return set_to


@pytest.fixture
def tell(db: None) -> Tell:
    """Makes a notice for somebody."""
    made = iter(range(1_000))

    def make(person: User, kind: str = "late", *, project: Project | None = None, title: str = "现场巡检") -> Notice:
        return Notice.objects.create(
            person=person, kind=kind, key=f"k{next(made)}", title=title, href="/notices/", project=project, made=MONDAY
        )

    return make


class _Postman(StreamRequestHandler):
    """As much of SMTP as a letter needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.letters.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 well\r\n")
            if line == b"QUIT":
                return


@pytest.fixture
def post_office(settings: object) -> Iterator[list[bytes]]:
    """A mail server on this machine; gives the letters that came in."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Postman) as server:
        server.daemon_threads, server.letters = True, []
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server.letters
        server.shutdown()

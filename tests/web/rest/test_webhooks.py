"""Webhooks against a real server: signed, sent once, sent again until taken; never into the inner network."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.test import Client

from mingyue import api
from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.rest import jobs
from mingyue.web.rest.models import State, Webhook, WebhookDelivery
from mingyue.web.rest.webhooks import managing, queueing, sending
from mingyue.web.rest.webhooks.addresses import AddressError, resolved
from mingyue.web.store import books
from mingyue.web.store.models import Project

Commit = Callable[..., object]


class Receiver:
    """Somebody's server. answers: the statuses it gives in turn, then 204."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
                self.send_header("Location", "http://169.254.169.254/")
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/in?x=1"


@pytest.fixture
def receiver(settings: object) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    made = Receiver()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def hook(receiver: Receiver, project: Project, person: Callable[..., User]) -> tuple[Webhook, str]:
    return managing.add(project, receiver.url, [], by=person(Role.ADMINISTRATOR))


@pytest.fixture
def record(project: Project, django_capture_on_commit_callbacks: Commit) -> Callable[[str], None]:
    def happen(subject: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            entry = api.Entry("minutes", "2026-05-09", {"subject": subject})
            books.record(project, [entry], by="张三", now=clock.now())

    return happen


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    real, gone = clock.now, [timedelta()]
    monkeypatch.setattr(clock, "now", lambda: real() + gone[0])

    def wait(time: timedelta) -> None:
        gone[0] += time
        jobs.deliver_what_is_due()

    return wait


def test_an_event_is_sent_signed_so_that_the_receiver_can_prove_it(
    hook: tuple[Webhook, str], receiver: Receiver, record: Callable[[str], None], project: Project
) -> None:
    record("验收会")
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert told["type"] == "ledger.recorded"
    assert told["project"]["slug"] == project.slug
    assert told["events"][0]["data"]["subject"] == "验收会"
    assert headers["Mingyue-Delivery"] == told["id"]
    parts = dict(each.split("=") for each in headers["Mingyue-Signature"].split(","))
    expected = hmac.new(hook[1].encode(), parts["t"].encode() + b"." + body, sha256).hexdigest()
    assert parts["v1"] == expected
    assert abs(int(parts["t"]) - clock.now().timestamp()) < 300
    assert hook[1] not in Webhook.objects.get().secret


def test_it_is_sent_again_until_it_is_taken_and_then_no_more(
    hook: tuple[Webhook, str],
    receiver: Receiver,
    record: Callable[[str], None],
    later: Callable[[timedelta], None],
) -> None:
    receiver.answers = [500, 302]
    record("验收会")
    later(timedelta(seconds=30))
    assert len(receiver.got) == 1
    later(timedelta(minutes=1))
    later(timedelta(minutes=5))
    later(timedelta(hours=5))
    assert len(receiver.got) == 3
    assert len({headers["Mingyue-Delivery"] for headers, _ in receiver.got}) == 1
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.status) == (State.DELIVERED, 3, 204)


def test_it_is_given_up_after_the_last_try_and_can_be_sent_by_hand(
    hook: tuple[Webhook, str],
    receiver: Receiver,
    record: Callable[[str], None],
    later: Callable[[timedelta], None],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    receiver.answers = [503] * queueing.MOST_TRIES
    record("验收会")
    for each in queueing.WAITS:
        later(each)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.tries) == (State.FAILED, queueing.MOST_TRIES)
    assert "503" in delivery.fault
    with django_capture_on_commit_callbacks(execute=True):
        queueing.again(delivery)
    delivery.refresh_from_db()
    assert delivery.state == State.DELIVERED


def test_a_message_whose_worker_died_is_sent_by_the_next(
    hook: tuple[Webhook, str], receiver: Receiver, later: Callable[[timedelta], None]
) -> None:
    waiting = WebhookDelivery.objects.create(webhook=hook[0], type="ping", body="{}", tries=1, next_try=clock.now())
    later(timedelta(minutes=3))
    waiting.refresh_from_db()
    assert (waiting.state, len(receiver.got)) == (State.DELIVERED, 1)


def test_a_paused_address_and_unwanted_kinds_are_told_nothing(
    hook: tuple[Webhook, str], receiver: Receiver, record: Callable[[str], None]
) -> None:
    Webhook.objects.update(kinds=["paid"])
    record("验收会")
    Webhook.objects.update(kinds=[], paused=clock.now())
    record("周会")
    assert receiver.got == []


def test_a_server_that_is_not_there_is_a_fault_in_words(
    hook: tuple[Webhook, str], receiver: Receiver, record: Callable[[str], None]
) -> None:
    Webhook.objects.update(url="http://127.0.0.1:9/")
    record("验收会")
    assert WebhookDelivery.objects.get().fault.startswith("连接失败")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "https://user:pw@example.com/",
        "https://example.com/#x",
        "https://",
        "javascript:alert(1)",
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0.0.0.0/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://no-such-host.invalid/",
        "https://example.com\\@127.0.0.1/",
    ],
)
def test_what_is_not_on_the_open_internet_is_never_called(url: str) -> None:
    with pytest.raises(AddressError) as caught:
        resolved(url)
    assert str(caught.value)


def test_a_name_that_moves_into_the_inner_network_is_not_called(
    hook: tuple[Webhook, str], receiver: Receiver, record: Callable[[str], None], settings: object
) -> None:
    settings.WEBHOOK_NETWORKS = []
    record("验收会")
    assert receiver.got == []
    assert "内部网络" in WebhookDelivery.objects.get().fault


def test_an_administrator_adds_tests_and_removes_one(
    signed_in: Callable[..., Client],
    project: Project,
    receiver: Receiver,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    client, pages = signed_in(Role.ADMINISTRATOR), f"/projects/{project.slug}/webhooks/"
    told = client.post(pages, {"url": "https://10.0.0.1/"})
    assert told.status_code == 422
    assert "内部网络" in told.content.decode()
    made = client.post(pages, {"url": receiver.url, "kinds": ["paid"]}).content.decode()
    secret = made.partition('<code class="link-once">')[2].partition("<")[0]
    assert secret.startswith("whsec_")
    assert secret not in client.get(pages).content.decode()
    one = f"{pages}{Webhook.objects.get().pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(one, {"act": "test"})
    assert json.loads(receiver.got[0][1])["type"] == "ping"
    assert "已送达" in client.get(one).content.decode()
    client.post(one, {"act": "remove"})
    assert not Webhook.objects.exists()


def test_the_example_of_the_manual_tells_genuine_from_false() -> None:
    text = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
    space: dict[str, Any] = {}
    exec(text.partition("```python\n")[2].partition("```")[0], space)
    body, now = b'{"id": 1}', int(time.time())
    signed = sending.signature("whsec_x", body, now)
    assert space["genuine"]("whsec_x", signed, body)
    assert not space["genuine"]("whsec_y", signed, body)
    assert not space["genuine"]("whsec_x", signed, body + b" ")
    assert not space["genuine"]("whsec_x", sending.signature("whsec_x", body, now - 301), body)

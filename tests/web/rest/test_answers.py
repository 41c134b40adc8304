"""How the API answers: tags, pages, repeated requests, problems."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.rest import jobs
from mingyue.web.rest.models import ApiToken, KeptAnswer
from mingyue.web.rest.scopes import SCOPES
from mingyue.web.store.models import EventLine, Evidence, Project

Enter = Callable[..., Client]
VISIT = {"kind": "site_visit", "happened": "2026-05-09", "data": {"purpose": "巡检"}}


def post(client: Client, address: str, value: object, **headers: str) -> Any:
    return client.post(address, json.dumps(value), content_type="application/json", headers=headers)


def minutes(subject: str) -> dict[str, object]:
    return {"kind": "minutes", "happened": "2026-05-09", "data": {"subject": subject}}


@pytest.fixture
def business(program: Enter) -> Client:
    return program(Role.BUSINESS)


@pytest.mark.parametrize("place", ["", "/events", "/ledger", "/obligations", "/why/C-M1-late", "/exports/xlsx"])
def test_what_has_not_changed_is_not_sent_again(place: str, business: Client, base: str) -> None:
    first = business.get(base + place)
    assert first.status_code == 200, first.content
    again = business.get(base + place, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert "private" in first["Cache-Control"]


def test_a_new_event_changes_the_tag_of_the_ledger(business: Client, base: str) -> None:
    old = business.get(f"{base}/ledger")["ETag"]
    assert post(business, f"{base}/events", {"events": [minutes("验收会")]}).status_code == 201
    assert business.get(f"{base}/ledger", headers={"if-none-match": old}).status_code == 200


def test_the_events_come_page_by_page_each_once(business: Client, base: str) -> None:
    whole = business.get(f"{base}/events", {"limit": 500}).json()["items"]
    seen, address = [], f"{base}/events?limit=3"
    while address:
        answer = business.get(address)
        seen += answer.json()["items"]
        link = answer.headers.get("Link", "")
        assert bool(link) == (answer.json()["next"] is not None)
        address = link.partition("<")[2].partition(">")[0].removeprefix("http://testserver")
    assert seen == whole
    assert len(whole) > 6


def test_events_are_found_by_kind_day_and_author(business: Client, base: str, project: Project) -> None:
    found = business.get(f"{base}/events", {"kind": "paid", "until": "2026-12-31"}).json()["items"]
    assert found
    assert {each["kind"] for each in found} == {"paid"}
    assert business.get(f"{base}/events", {"since": "2199-01-01"}).json()["items"] == []


def test_a_request_repeated_under_its_key_is_done_once(business: Client, base: str) -> None:
    before = EventLine.objects.count()
    sent = {"events": [minutes("周会"), minutes("例会")]}
    first = post(business, f"{base}/events", sent, **{"idempotency-key": "a-1"})
    again = post(business, f"{base}/events", sent, **{"idempotency-key": "a-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert EventLine.objects.count() == before + 2


def test_a_key_outlives_the_kept_answer(business: Client, base: str) -> None:
    """The key stands in the line itself, so the event is not recorded twice even years later."""
    sent = {"events": [minutes("周会")]}
    first = post(business, f"{base}/events", sent, **{"idempotency-key": "a-1"})
    KeptAnswer.objects.all().delete()
    assert post(business, f"{base}/events", sent, **{"idempotency-key": "a-1"}).json() == first.json()


def test_a_key_serves_one_request_only(business: Client, base: str) -> None:
    post(business, f"{base}/events", {"events": [minutes("周会")]}, **{"idempotency-key": "a-1"})
    answer = post(business, f"{base}/events", {"events": [minutes("月会")]}, **{"idempotency-key": "a-1"})
    assert answer.status_code == 409
    assert "a-1" in answer.json()["detail"]


def test_what_failed_may_be_sent_again_under_its_key(business: Client, base: str) -> None:
    wrong = {"events": [{"kind": "paid", "happened": "2026-05-09", "data": {}}]}
    answer = post(business, f"{base}/events", wrong, **{"idempotency-key": "a-2"})
    assert answer.status_code == 422
    assert not KeptAnswer.objects.exists()
    sent = {"events": [minutes("周会")]}
    assert post(business, f"{base}/events", sent, **{"idempotency-key": "a-2"}).status_code == 201


def test_several_events_are_recorded_together_or_not_at_all(business: Client, base: str) -> None:
    before = EventLine.objects.count()
    sent = {"events": [minutes("周会"), {"kind": "paid", "happened": "2026-05-09", "data": {"instalment": "P9"}}]}
    answer = post(business, f"{base}/events", sent)
    assert answer.status_code == 422, answer.content
    assert EventLine.objects.count() == before


def test_terms_are_not_written_over_unseen(program: Enter) -> None:
    buyer = program(Role.PROCUREMENT, everywhere=True)
    made = post(buyer, "/api/v1/projects", {"title": "新客户系统"})
    assert made.status_code == 201, made.content
    address = f"{made['Location']}/terms"
    assert buyer.get(address).status_code == 409
    text = 'parties:\n  buyer:\n    name: "甲公司"\n'
    put = lambda **headers: buyer.put(address, text, content_type="application/yaml", headers=headers)  # noqa: E731
    assert put().status_code == 428
    assert put(**{"if-match": '"x"'}).status_code == 412
    told = put(**{"if-none-match": "*"})
    assert told.status_code == 422  # these terms want more; what is missing is said line by line
    assert told.json()["faults"]


def test_signed_terms_stay(program: Enter, base: str) -> None:
    buyer = program(Role.PROCUREMENT)
    kept = buyer.get(f"{base}/terms")
    same = buyer.put(
        f"{base}/terms", kept.json()["text"], content_type="application/yaml", headers={"if-match": kept["ETag"]}
    )
    assert same.status_code == 200
    other = kept.json()["text"] + "\n# 改动\n"
    answer = buyer.put(f"{base}/terms", other, content_type="application/yaml", headers={"if-match": kept["ETag"]})
    assert answer.status_code == 409
    assert "变更" in answer.json()["detail"]


def test_evidence_goes_up_once_and_comes_down_as_it_was(business: Client, base: str) -> None:
    sent = lambda: business.post(f"{base}/evidence", {"file": SimpleUploadedFile("签收.txt", "收到".encode())})  # noqa: E731
    first, again = sent(), sent()
    assert (first.status_code, first.json()) == (201, again.json())
    assert Evidence.objects.filter(sha256=first.json()["sha256"]).count() == 1
    got = business.get(f"{first['Location']}/content")
    assert got.content == "收到".encode()
    assert got["Content-Disposition"].startswith("attachment")


def test_a_contract_is_checked_as_the_command_does(program: Enter, base: str) -> None:
    text = "软件采购合同\n甲方：甲公司\n乙方：乙公司\n第一条 乙方有权单方变更价格。\n".encode()
    answer = program(Role.LEGAL).post(f"{base}/checks", {"file": SimpleUploadedFile("草稿.txt", text)})
    assert answer.status_code == 200, answer.content
    assert answer.json()["findings"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("/ledger?as_of=2026-13-40", 422, "as_of"),
        ("/ledger?asof=2026-05-01", 422, "as_of"),
        ("/ledger?as_of=yesterday", 422, "2026-03-31"),
        ("/ledger?known_at=2026-02-31", 422, "known_at"),
        ("/events?limit=100000", 422, "limit"),
        ("/events?kind=party", 422, "kind"),
        ("/why/C-XYZ", 404, "地址"),
        ("/nothing", 404, "地址"),
    ],
)
def test_a_bad_question_is_told_so(asked: str, status: int, said: str, business: Client, base: str) -> None:
    answer = business.get(base + asked)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert said in answer.json()["detail"], answer.json()


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[1]", b'{"events": []}', b'{"events": [{"kind": "paid"}]}'])
def test_a_body_that_cannot_be_read_is_told_so(body: bytes, business: Client, base: str) -> None:
    answer = business.post(f"{base}/events", body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json()["detail"]


def test_a_token_may_not_ask_without_end(business: Client, base: str, settings: object) -> None:
    settings.API_PER_MINUTE = 3
    found = [business.get("/api/v1/me").status_code for _each in range(5)]
    assert found.count(429) >= 1
    answer = business.get("/api/v1/me")
    assert 0 < int(answer["Retry-After"]) <= 60


def test_a_token_ends(person: Callable[..., User], project: Project, make_token: Callable[..., str]) -> None:
    user = person(Role.BUSINESS, project)
    ask = lambda token: Client().get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).status_code  # noqa: E731
    old, token = make_token(user, days_ago=31), make_token(user)
    assert (ask(old), ask(token)) == (401, 200)
    assert token not in str(list(ApiToken.objects.values()))
    user.is_active = False
    user.save()
    assert ask(token) == 401


def test_a_token_is_made_shown_once_and_revoked(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.BUSINESS)
    made = client.post(reverse("tokens"), {"name": "付款系统", "scopes": list(SCOPES), "days": "30"})
    text = made.content.decode()
    token = text.partition('<code class="link-once">')[2].partition("<")[0]
    ask = lambda: Client().get("/api/v1/me", headers={"authorization": f"Bearer {token}"}).status_code  # noqa: E731
    assert ask() == 200
    assert token not in client.get(reverse("tokens")).content.decode()
    client.post(reverse("tokens"), {"id": ApiToken.objects.get().pk})
    assert ask() == 401


def test_old_answers_are_cleared_away(business: Client, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    post(business, f"{base}/events", {"events": [minutes("周会")]}, **{"idempotency-key": "a-1"})
    jobs.clear_away()
    assert KeptAnswer.objects.count() == 1
    monkeypatch.setattr(jobs, "KEPT", -jobs.KEPT)
    jobs.clear_away()
    assert not KeptAnswer.objects.exists()

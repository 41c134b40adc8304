from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.core import mail

from mingyue import api
from mingyue.web.notices import channels, jobs, sending
from mingyue.web.notices.models import Channel, Letter, Notice
from mingyue.web.people.models import User

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)  # 10:30 in Beijing
At = Callable[[datetime], None]
Tell = Callable[..., Notice]
Person = Callable[..., User]
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=7b1f0c2e-5d3a-4e8e-9c11-aabbccddeeff"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def letter(person: Person, at: At) -> Callable[..., Letter]:
    def make(way: str = "mail") -> Letter:
        to = User.objects.first() or person("procurement")
        return Letter.objects.create(
            person=to, way=way, key="1-2", subject="有 2 条通知", text="正文", made=MONDAY, due=MONDAY
        )

    return make


@pytest.fixture
def robot(letter: Callable[..., Letter], monkeypatch: pytest.MonkeyPatch) -> tuple[Letter, list[str], list[str]]:
    """A letter to a robot; what was sent; what the robot answers, "" when there is nothing left."""
    made, sent, answers = letter("wecom"), [], []

    def tell_robot(_robot: object, text: str) -> str:
        sent.append(text)
        return answers.pop(0) if answers else ""

    monkeypatch.setattr(api, "tell_robot", tell_robot)
    channels.keep(made.person, "wecom", WECOM, secret="", now=MONDAY)
    return made, sent, answers


def test_a_letter_goes_through_a_real_mail_server(
    person: Person, tell: Tell, at: At, post_office: list[bytes], settings: object
) -> None:
    settings.URL = "https://mingyue.example.com"
    tell(person("procurement"), "late")
    jobs.tell_people()
    jobs.tell_people()
    (data,) = post_office
    got = message_from_bytes(data)
    assert str(make_header(decode_header(got["Subject"]))) == "【明约】现场巡检"
    assert got["To"] == "procurement@example.com"
    assert got["Auto-Submitted"] == "auto-generated"
    body = got.get_payload(decode=True).decode()
    assert "https://mingyue.example.com/notices/" in body
    assert Letter.objects.get().state == Letter.SENT


def test_a_letter_is_tried_with_growing_pauses_and_then_given_up(
    letter: Callable[..., Letter], at: At, settings: object
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    made, moment, pauses = letter(), MONDAY, []
    for _ in range(6):
        at(moment)
        sending.post()
        made.refresh_from_db()
        assert "EMAIL_URL" in made.fault
        pauses.append(made.due - moment)
        moment = made.due
    assert pauses[:5] == list(sending.PAUSES)
    assert made.state == Letter.FAILED
    at(moment + timedelta(days=9))
    sending.post()
    made.refresh_from_db()
    assert made.tries == 6
    sending.again(made, now=moment)
    assert (made.state, made.tries, made.fault) == (Letter.WAITING, 0, "")


def test_before_its_time_nothing_is_sent(robot: tuple[Letter, list[str], list[str]], at: At) -> None:
    _, sent, _ = robot
    at(MONDAY - MINUTE)
    sending.post()
    assert sent == []


def test_a_robot_that_refuses_shows_its_fault_until_it_works(
    robot: tuple[Letter, list[str], list[str]], at: At
) -> None:
    made, sent, answers = robot
    answers.append("没有接受")
    sending.post()
    assert Channel.objects.get().fault == "没有接受"
    at(MONDAY + 2 * MINUTE)
    sending.post()
    made.refresh_from_db()
    assert (made.state, made.tries, len(sent)) == (Letter.SENT, 2, 2)
    assert Channel.objects.get().fault == ""


def test_a_letter_under_way_is_left_alone_until_its_claim_has_run_out(
    robot: tuple[Letter, list[str], list[str]], at: At
) -> None:
    made, sent, _ = robot
    assert sending._claimed(made.pk, MONDAY)
    assert not sending._claimed(made.pk, MONDAY)
    sending.post()
    assert sent == []
    at(MONDAY + sending.LEASE)
    sending.post()
    assert len(sent) == 1


def test_a_letter_over_which_workers_die_is_given_up(robot: tuple[Letter, list[str], list[str]], at: At) -> None:
    made, sent, _ = robot
    for number in range(6):
        assert sending._claimed(made.pk, MONDAY + number * sending.LEASE)
    at(MONDAY + 6 * sending.LEASE)
    sending.post()
    made.refresh_from_db()
    assert (made.state, sent) == (Letter.FAILED, [])


def test_a_robot_that_is_gone_and_a_key_that_changed_are_told(
    robot: tuple[Letter, list[str], list[str]], at: At, settings: object
) -> None:
    made, sent, _ = robot
    settings.SECRET_KEY = "another"
    sending.post()
    made.refresh_from_db()
    assert "重新填写" in made.fault
    Channel.objects.all().delete()
    at(made.due)
    sending.post()
    made.refresh_from_db()
    assert "已经删除" in made.fault
    assert sent == []


def test_titles_call_nobody_in_a_group(robot: tuple[Letter, list[str], list[str]]) -> None:
    made, sent, _ = robot
    made.text = '<at user_id="all">所有人</at>'
    made.save()
    sending.post()
    assert "<" not in sent[0]


def test_the_address_is_kept_sealed(robot: tuple[Letter, list[str], list[str]]) -> None:
    kept = Channel.objects.values().get()
    assert not any("7b1f0c2e" in str(value) for value in kept.values())
    assert kept["hint"] == "…eeff"


def test_of_two_copies_of_a_letter_a_mail_program_knows_that_they_are_one(letter: Callable[..., Letter]) -> None:
    made = letter()
    sending.post()
    Letter.objects.update(state=Letter.WAITING, due=MONDAY)
    sending.post()
    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert first == second
    assert str(made.pk) in first

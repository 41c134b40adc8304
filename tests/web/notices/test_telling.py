from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from mingyue.web.notices import telling
from mingyue.web.notices.models import Letter, Notice, Preference
from mingyue.web.notices.timing import quiet, slot
from mingyue.web.people.models import User

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)  # 10:30 in Beijing
Tell = Callable[..., Notice]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
Person = Callable[..., User]


def letters() -> list[str]:
    return [each.text for each in Letter.objects.order_by("pk")]


@pytest.fixture
def user(person: Person) -> User:
    made = person("procurement")
    Preference.objects.create(person=made, digested=MONDAY - HOUR)
    return made


def beijing(hour: int, minute: int = 0, *, day: int = 11) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC) - 8 * HOUR


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [(21, 8, {*range(21, 24), *range(8)}), (12, 14, {12, 13}), (0, 0, set()), (9, 9, set())],
)
def test_quiet_hours(first: int, last: int, hours: set[int]) -> None:
    wished = Preference(quiet_from=first, quiet_until=last)
    assert {hour for hour in range(24) if quiet(wished, beijing(hour))} == hours


@pytest.mark.parametrize(
    ("rhythm", "now", "last"),
    [
        ("daily", beijing(9), beijing(9)),
        ("daily", beijing(8, 59), beijing(9, day=10)),
        ("weekly", beijing(10), beijing(9)),  # 11 May 2026 is a Monday
        ("weekly", beijing(8, day=11), beijing(9, day=4)),
        ("weekly", beijing(8, day=17), beijing(9)),
    ],
)
def test_the_last_hour_of_a_digest(rhythm: str, now: datetime, last: datetime) -> None:
    assert slot(Preference(rhythm=rhythm, hour=9, weekday=0), now) == last


def test_what_is_urgent_goes_at_once_in_one_letter_and_the_rest_waits(user: User, tell: Tell) -> None:
    tell(user, "late", title="一")
    tell(user, "mention", title="二")
    tell(user, "soon", title="三")
    telling.gather(MONDAY)
    telling.gather(MONDAY)
    assert len(letters()) == 1
    assert "一" in letters()[0]
    assert "二" in letters()[0]
    assert "· 三" not in letters()[0]


def test_a_flood_becomes_few_letters(user: User, tell: Tell) -> None:
    for minute in range(30):
        tell(user, "mention", title=f"第{minute}次")
        telling.gather(MONDAY + timedelta(minutes=minute))
    assert len(letters()) == 2


def test_one_digest_a_day(user: User, tell: Tell) -> None:
    for number in range(5):
        tell(user, "soon", title=f"第{number}件")
    telling.gather(MONDAY)
    assert letters() == []
    for minute in range(3):
        telling.gather(beijing(9, minute, day=12))
    assert len(letters()) == 1
    assert all(f"第{number}件" in letters()[0] for number in range(5))
    tell(user, "soon")
    telling.gather(beijing(20, day=12))
    assert len(letters()) == 1


def test_a_digest_whose_hour_fell_into_a_stop_of_the_server_comes_later(user: User, tell: Tell) -> None:
    tell(user, "soon")
    telling.gather(beijing(15, day=12))
    assert len(letters()) == 1


def test_nothing_in_quiet_hours_all_of_it_after(user: User, tell: Tell) -> None:
    tell(user, "late")
    telling.gather(beijing(23))
    telling.gather(beijing(7, 59, day=12))
    assert letters() == []
    telling.gather(beijing(8, day=12))
    assert len(letters()) == 1


def test_wishes_count(user: User, tell: Tell) -> None:
    Preference.objects.update(wishes={"late": "inbox", "soon": "at_once"}, mail=True)
    tell(user, "late", title="只看")
    tell(user, "soon", title="要发")
    telling.gather(MONDAY)
    assert "要发" in letters()[0]
    assert "只看" not in letters()[0]
    assert not user.notices.filter(told=None).exists()


def test_what_was_read_before_is_not_sent(user: User, tell: Tell) -> None:
    notice = tell(user, "late")
    notice.read = MONDAY
    notice.save()
    telling.gather(MONDAY)
    assert letters() == []


def test_who_was_shut_out_and_who_wants_no_mail_gets_none(user: User, tell: Tell) -> None:
    tell(user, "late")
    User.objects.update(is_active=False)
    telling.gather(MONDAY)
    assert user.notices.filter(told=None).exists()
    User.objects.update(is_active=True)
    Preference.objects.update(mail=False)
    telling.gather(MONDAY)
    assert letters() == []
    assert not user.notices.filter(told=None).exists()


def test_what_does_not_fit_is_counted(user: User, tell: Tell, settings: object) -> None:
    settings.URL = "https://mingyue.example.com"
    notices = [tell(user, title=f"很长的标题第{number}号") for number in range(100)]
    text = telling.text(notices, 2_000)
    assert len(text.encode()) <= 2_000
    shown = text.count("https://mingyue.example.com/notices/") - 1
    assert 5 < shown < 100
    assert f"另有 {100 - shown} 条没有列出" in text
    assert "全部通知：https://mingyue.example.com/notices/" in text


def test_looking_costs_two_queries_while_there_is_nothing_to_do(
    user: User, tell: Tell, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    tell(user, "soon")
    with django_assert_max_num_queries(3):
        telling.gather(MONDAY)

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from mingyue.web.notices import feed
from mingyue.web.notices.models import Feed
from mingyue.web.people.models import User
from mingyue.web.store import projections
from mingyue.web.store.models import DueItem, Project

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)  # 10:30 in Beijing
At = Callable[[datetime], None]
Person = Callable[..., User]


@pytest.fixture
def filled(project: Project, at: At) -> Project:
    projections.refresh(project, as_of=MONDAY.date())
    return project


def read(token: str) -> list[dict[str, object]]:
    answer = Client().get(f"/calendar/{token}/mingyue.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_has_what_is_due_with_names_that_stay(filled: Project, person: Person, at: At) -> None:
    token = feed.make(person("procurement", filled), now=MONDAY)
    events = read(token)
    names = [str(each["uid"]) for each in events]
    owed = DueItem.objects.filter(project=filled, due__gte=date(2026, 2, 10)).exclude(state="withheld")
    assert set(names) == {f"{filled.slug}-{each.key}@mingyue" for each in owed}
    assert len(names) == len(set(names)) > 5
    assert all(each.walk("VALARM") for each in events)
    at(MONDAY + timedelta(hours=3))
    assert [str(each["uid"]) for each in read(token)] == names
    assert not any("¥" in str(each["summary"]) or "元" in str(each["summary"]) for each in events)


def test_a_guest_finds_only_what_the_vendor_owes(filled: Project, person: Person) -> None:
    events = read(feed.make(person("vendor", filled), now=MONDAY))
    assert events
    assert all(str(each["summary"]).startswith("【乙方】") for each in events)
    keys = {str(each["uid"]) for each in events}
    ours = DueItem.objects.exclude(side="vendor", kind="obligation")
    assert keys.isdisjoint(f"{filled.slug}-{each.key}@mingyue" for each in ours)


def test_other_projects_stay_out(filled: Project, person: Person) -> None:
    elsewhere = person("procurement", Project.objects.create(title="别的"))
    assert read(feed.make(elsewhere, now=MONDAY)) == []
    everywhere = person("legal")
    assert read(feed.make(everywhere, now=MONDAY))


def test_an_address_is_told_once_and_can_be_taken_back(filled: Project, person: Person) -> None:
    user = person("procurement", filled)
    first, second = feed.make(user, now=MONDAY), feed.make(user, now=MONDAY)
    assert len(first) >= 40
    assert not any(first in str(row) or second in str(row) for row in Feed.objects.values())
    assert Client().get(f"/calendar/{first}/mingyue.ics").status_code == 404
    assert read(second)
    assert feed.revoke(user, now=MONDAY)
    for token in (first, second, "x"):
        assert Client().get(f"/calendar/{token}/mingyue.ics").status_code == 404


def test_who_may_not_sign_in_has_no_calendar(filled: Project, person: Person) -> None:
    user = person("procurement", filled)
    token = feed.make(user, now=MONDAY)
    User.objects.update(is_active=False)
    assert Client().get(f"/calendar/{token}/mingyue.ics").status_code == 404


def test_fetching_asks_little_and_writes_once_an_hour(
    filled: Project, person: Person, django_assert_num_queries: Callable[[int], object]
) -> None:
    token = feed.make(person("procurement", filled), now=MONDAY)
    read(token)
    with django_assert_num_queries(3):
        read(token)

"""The calendar to subscribe to. Calendar programs cannot sign in: who has the address has the calendar, until it is taken back."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from mingyue.web import clock
from mingyue.web.notices import feed
from mingyue.web.page import ANYBODY, Page, Visit
from mingyue.web.people.models import User
from mingyue.web.store.models import Project


def view(visit: Visit, token: str) -> HttpResponse:  # noqa: ARG001 (nobody is signed in: the token says whose it is)
    """The calendar as of now; 404 for an address that is void or never was."""
    now = clock.now()
    person = feed.find(token, now=now)
    if person is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=900", "Content-Disposition": 'inline; filename="mingyue.ics"'}
    return HttpResponse(feed.calendar(person, now=now), content_type="text/calendar; charset=utf-8", headers=headers)


def sample(project: Project) -> dict[str, object]:  # noqa: ARG001 (a calendar is a person's)
    """A calendar of somebody, for the tests that walk all pages."""
    person = User.objects.filter(email="calendar@example.com").first() or User.objects.create_user(
        "calendar@example.com", "样例"
    )
    return {"token": feed.make(person, now=clock.now())}


PAGES = (Page(path="calendar/<str:token>/mingyue.ics", name="calendar_feed", may=ANYBODY, view=view),)

"""A page: its address, who may see it, who may write on it, and what answers. Pages are found by a walk through `pages/`.

A page is a folder `pages/<phase>/<page>/` with `view.py` (it has PAGES), `template.html` and what else it needs. No list of pages
is kept anywhere; `pages()` reads the folders, and a test walks all of them with every role.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from math import ceil
from types import ModuleType
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path

from mingyue import __version__
from mingyue.web import clock, limits
from mingyue.web.people import audit
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import CAPABILITIES, Role, allowed
from mingyue.web.store.models import Project

ANYBODY = "anybody"
"""In place of a capability: no sign-in is asked for."""
SIGNED_IN = "signed_in"
"""In place of a capability: any user who is signed in."""


_BLANK = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Visit:
    """A request, whose it is and what they may do. project: of the address, None where it names none.

    everywhere: the roles that they have in the workspace as a whole; `roles` holds these and, in a project, those of the project.
    """

    request: HttpRequest
    roles: frozenset[Role]
    project: Project | None = None
    everywhere: frozenset[Role] = frozenset()

    @property
    def user(self) -> User:
        """Who is there. Raises TypeError where nobody signed in (only pages for ANYBODY meet that)."""
        if not isinstance(self.request.user, User):
            raise TypeError("nobody is signed in")
        return self.request.user

    @property
    def purchase(self) -> Project:
        """The project of the address. Raises TypeError on a page whose address names none."""
        if self.project is None:
            raise TypeError("this page's address names no project")
        return self.project

    def may(self, capability: str) -> bool:
        """Whether they have the capability here."""
        return allowed(self.roles, capability)

    @property
    def guest(self) -> bool:
        """Whether it is the vendor's side that looks."""
        return self.roles == {Role.VENDOR}

    def render(self, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """The template filled in; it also knows `visit` and `project`."""
        values = {"visit": self, "project": self.project, **(context or {})}
        return render(self.request, template, values, status=status)

    def note(self, verb: str, about: str, **detail: Any) -> None:
        """Writes into the audit log that this person did this here."""
        address = audit.address(self.request)
        audit.note(verb, about, user=self.user, project=self.project, address=address, **detail)

    def count(self, rate: str) -> None:
        """Counts what this person does against a limit of settings.RATES. Raises limits.TooOften, which is answered with 429."""
        user = self.request.user
        who = f"u{user.pk}" if isinstance(user, User) else audit.address(self.request)
        limits.count(f"{rate}:{who}", *settings.RATES[rate], clock.now())


@dataclass(frozen=True, slots=True)
class Page:
    """may: the capability that lets one read; write: the one that lets one POST (None: nobody posts here).

    path: the address without its first slash; `<slug:slug>` in it is the project's. read: a verb for the audit log, where reading
    alone is worth an entry. rate: the limit of settings.RATES that counts here: what is sent, on a page that takes POST, else what is
    read. nav: the words of its link in the project's menu, in the order of `rank`; empty: no link. under: the name
    of the page whose link is marked while one is here, where the addresses do not tell it.
    """

    path: str
    name: str
    may: str
    view: Callable[..., HttpResponse]
    write: str | None = None
    read: str = ""
    rate: str = ""
    nav: str = ""
    rank: int = 50
    under: str = ""
    phase: str = field(default="")


State = Literal["done", "open", "blocked", "later"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a phase on the project's map: what is done, open or blocked there. why: one sentence where it is blocked."""

    phase: str
    title: str
    state: State
    href: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for this person: shown on the home page. due: None where no day is set."""

    title: str
    href: str
    project: str
    due: date | None = None
    tone: str = ""


@cache
def _views() -> tuple[ModuleType, ...]:
    root = import_module("mingyue.web.pages").__path__
    walk = pkgutil.walk_packages(root, "mingyue.web.pages.")
    return tuple(import_module(each.name) for each in walk if each.name.rpartition(".")[2] == "view")


def all_steps(visit: Visit) -> tuple[Step, ...]:
    """What all pages contribute to the map: a view module may have `steps(visit)`, which gives Steps this visitor may know of."""
    return tuple(step for view in _views() if hasattr(view, "steps") for step in view.steps(visit))


def all_tasks(user: User, today: date) -> tuple[Task, ...]:
    """What waits for a person, from all pages: a view module may have `tasks(user, today)`; soonest first, those without a day last."""
    found = [task for view in _views() if hasattr(view, "tasks") for task in view.tasks(user, today)]
    return tuple(sorted(found, key=lambda task: (task.due or date.max, task.title)))


def sample(page: Page, project: Project) -> dict[str, Any]:
    """What fills the blanks in the page's address, with objects of this project, for the tests that walk all pages.

    `slug` comes by itself; for other blanks the view module has `sample(project) -> dict`, which makes the object and gives its id
    under the blank's name. Raises LookupError, which says what is missing.
    """
    view = next(view for view in _views() if page in view.PAGES)
    made: dict[str, Any] = {"slug": project.slug, **(view.sample(project) if hasattr(view, "sample") else {})}
    blanks = _BLANK.findall(page.path)
    if missing := [blank for blank in blanks if blank not in made]:
        raise LookupError(f"page {page.name}: give {view.__name__} a function sample(project) -> dict with {missing}")
    return {blank: made[blank] for blank in blanks}


@cache
def pages() -> tuple[Page, ...]:
    """All pages, found in the folders, in the order of their names. Raises ValueError for two of one name and unknown words."""
    found: list[Page] = [page for view in _views() for page in view.PAGES]
    names = [page.name for page in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two pages are called {', '.join(sorted(twice))}")
    for page in found:
        for word in (page.may, page.write):
            if word is not None and word not in {ANYBODY, SIGNED_IN, *CAPABILITIES}:
                raise ValueError(f"page {page.name}: no capability is called {word}")
    return tuple(sorted(found, key=lambda page: (page.rank, page.name)))


def route(page: Page) -> URLPattern:
    """The page under its address, behind its guard."""

    def answer(request: HttpRequest, slug: str | None = None, **more: Any) -> HttpResponse:
        try:
            return _guarded(page, request, slug, more)
        except limits.TooOften as error:
            return too_often(request, error.wait)

    return path(page.path, answer, name=page.name)


def _guarded(page: Page, request: HttpRequest, slug: str | None, more: Mapping[str, Any]) -> HttpResponse:
    writes = request.method not in {"GET", "HEAD"}
    if any("\0" in text for sent in (request.GET, request.POST) for _, texts in sent.lists() for text in texts):
        raise Http404  # no browser sends it, and PostgreSQL keeps no such text
    needed = page.write if writes else page.may
    if needed is None or request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", *(["POST"] if page.write else [])])
    counted = bool(page.rate) and writes == bool(page.write)
    if needed == ANYBODY:
        visit = Visit(request, frozenset())
        if counted:
            visit.count(page.rate)
        return page.view(visit, **more)
    if not request.user.is_authenticated:
        return _to_sign_in(request)
    visit = visit_of(request, slug)
    if needed != SIGNED_IN and not visit.may(needed):
        return forbidden(request)
    if counted:
        visit.count(page.rate)
    if page.read and not writes:
        visit.note(page.read, request.path)
    return page.view(visit, **more)


def visit_of(request: HttpRequest, slug: str | None) -> Visit:
    """Who is there, with what roles: in the project of the slug, or in the workspace as a whole. Raises Http404.

    A project in which one has no role does not exist for them.
    """
    mine = Membership.objects.filter(user=cast("User", request.user))
    if slug is None:
        everywhere = frozenset(Role(role) for role in mine.filter(project=None).values_list("role", flat=True))
        return Visit(request, everywhere, everywhere=everywhere)
    project = Project.objects.filter(slug=slug).first()
    roles = {Role(each.role) for each in mine if project is not None and each.project_id in {None, project.pk}}
    if project is None or not roles:
        raise Http404
    # Two hats on one head: whoever sits on the buyer's side is no guest, and the vendor's hat gives nothing beyond.
    buyer = frozenset(roles - {Role.VENDOR})
    everywhere = frozenset(Role(each.role) for each in mine if each.project_id is None)
    return Visit(request, buyer or frozenset(roles), project, everywhere)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # the answer to htmx would be put into a corner of the page: send the whole page there
    if request.headers.get("HX-Request"):
        back = urlencode({"next": request.path})
        return HttpResponse(status=204, headers={"HX-Redirect": f"/account/login/?{back}"})
    return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What the frame around every page needs."""
    return {"version": __version__, "path": request.path}


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403: who you are does not let you."""
    return render(request, "403.html", status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """403: what was sent came from no page of ours, or from one that is too old."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """404: nothing there, or nothing there for you."""
    return render(request, "404.html", status=404)


def too_often(request: HttpRequest, wait: int = 60) -> HttpResponse:
    """429: a limit is reached. wait: seconds until one may try again; allauth does not tell, its limits of this kind last a minute."""
    context = {"again": clock.now() + timedelta(seconds=wait + 59), "minutes": ceil(wait / 60)}  # the minute rounded up
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return render(request, "500.html", status=500)

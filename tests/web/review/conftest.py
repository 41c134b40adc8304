from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mingyue import api
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.rounds import upload
from mingyue.web.rounds.models import Round
from mingyue.web.store.models import Project

VENDOR_DRAFT = Path(__file__).parents[3] / "examples" / "vendor_draft.docx"


@pytest.fixture
def file() -> Callable[..., SimpleUploadedFile]:
    """Makes an uploaded file: the vendor's draft, or given bytes."""

    def make(name: str = "草稿.docx", data: bytes | str | None = None) -> SimpleUploadedFile:
        content = data.encode() if isinstance(data, str) else data
        return SimpleUploadedFile(name, VENDOR_DRAFT.read_bytes() if content is None else content)

    return make


@pytest.fixture
def lawyer(person: Callable[..., User], project: Project) -> User:
    return person(Role.LEGAL, project)


@pytest.fixture
def first(project: Project, lawyer: User, file: Callable[..., SimpleUploadedFile]) -> Round:
    """The vendor's draft as first round, checked."""
    made = upload.new_draft(project, "销售系统采购", file(), by=lawyer)
    made.refresh_from_db()
    assert made.state == "done", made.fault
    return made


@pytest.fixture
def changed() -> bytes:
    """The vendor's draft as it comes back: the fixes of half of the findings are in it."""
    data = VENDOR_DRAFT.read_bytes()
    review = api.check(api.read_document(data, "x.docx"), as_of=date(2026, 5, 10))
    found = api.result(review, "x.docx")["findings"]
    values = [{**body, "why": each.why} for body, each in zip(found, review.findings, strict=True)]
    return api.clean(data, api.with_findings(review, values[::2]))

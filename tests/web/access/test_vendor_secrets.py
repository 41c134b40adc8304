"""What a vendor guest must never read is planted everywhere; then every page is opened that a vendor may open, and read to the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mingyue import api
from mingyue.web.notebook.models import Contact
from mingyue.web.page import ANYBODY, SIGNED_IN, Page, pages, sample
from mingyue.web.people import audit
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role, allowed
from mingyue.web.rounds import upload
from mingyue.web.rounds.models import Comment, Item
from mingyue.web.store import files
from mingyue.web.store.models import Project

VENDOR_DRAFT = Path(__file__).parents[3] / "examples" / "vendor_draft.docx"
SECRETS: Mapping[str, tuple[str, ...]] = {
    "the budget": ("550000", "550,000"),  # fees_payment.budget of the worked example
    "the note on the contract": ("首次合作，签约前请核对授权书原件",),  # note of the worked example
    "findings": ("秘标发现", "秘标缘由", "秘标改写", "秘标豁免", "秘标评论"),
    "the playbook": ("秘标底线",),
    "notes": ("秘标联系人", "秘标备注"),
    "evidence": ("秘标证据",),
    "the log": ("秘标审计",),
    "people": ("secret-colleague@",),
}
SHOWN_TO_THE_BUYER = {
    "contacts": ("秘标联系人", "秘标备注"),
    "evidence": ("秘标证据",),
    "project_audit": ("秘标审计",),
    "members": ("secret-colleague@",),
    "project_settings": ("秘标底线",),
    "terms_part": ("550000",),
}


@pytest.fixture
def planted(project: Project, person: Callable[..., User]) -> Project:
    """The worked example, with secrets in every corner."""
    colleague = person(Role.ADMINISTRATOR, project, email="secret-colleague@example.com")
    project.playbook = "# 秘标底线\n"
    project.save()
    file = SimpleUploadedFile("草稿.docx", VENDOR_DRAFT.read_bytes())
    upload.new_draft(project, "秘标发现的草稿", file, by=colleague)
    item = Item.objects.get(number=1)
    Item.objects.filter(pk=item.pk).update(
        title="秘标发现", why="秘标缘由", wording="秘标改写", reason="秘标豁免", decision="waived"
    )
    Comment.objects.create(item=item, text="秘标评论", by=colleague)
    Contact.objects.create(project=project, side="buyer", name="秘标联系人", note="秘标备注")
    files.keep(project, "秘标证据.txt", "秘标证据".encode(), by=colleague)
    audit.note("project.edit", "秘标审计", user=colleague, project=project)
    return project


def _open(client: Client, page: Page, project: Project, blanks: Mapping[str, object] | None = None) -> HttpResponse:
    return client.get(reverse(page.name, kwargs=sample(page, project) if blanks is None else blanks))


def _text(answer: HttpResponse) -> str:
    """All that a visitor can read in it: of a page its whole source, of a document its text."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers["Content-Type"]
    if kind.startswith("text/") or "pem" in kind:
        return data.decode()
    word = api.to_word(data, "file.pdf") if kind == "application/pdf" else data
    return api.read_document(word or data, "file.docx").text


def _open_to_vendors() -> list[Page]:
    return [page for page in pages() if page.may in {ANYBODY, SIGNED_IN} or allowed({Role.VENDOR}, page.may)]


def test_no_page_tells_a_vendor_a_secret(planted: Project, signed_in: Callable[[Role | str], Client]) -> None:
    client, told, opened = signed_in(Role.VENDOR), [], 0
    for page in _open_to_vendors():
        answer = _open(client, page, planted)
        assert answer.status_code == 200, f"{page.name} {answer.status_code}"
        opened += 1
        text = _text(answer)
        told += [
            f"{page.name} tells {what}: {each}" for what, words in SECRETS.items() for each in words if each in text
        ]
    assert told == []
    assert opened >= 8


def test_the_buyer_reads_what_was_planted(planted: Project, signed_in: Callable[[Role | str], Client]) -> None:
    named = {page.name: page for page in pages()}
    administrator, buyer = signed_in(Role.ADMINISTRATOR), signed_in(Role.PROCUREMENT)
    for name, words in SHOWN_TO_THE_BUYER.items():
        client = administrator if name in {"project_audit", "members"} else buyer
        blanks = {"slug": planted.slug, "section": "fees_payment"} if name == "terms_part" else None
        text = _text(_open(client, named[name], planted, blanks))
        assert all(word in text for word in words), name
    item = Item.objects.get(number=1)
    where = {"slug": planted.slug, "draft": item.round.draft_id, "number": 1, "item": 1}
    text = _text(_open(buyer, named["finding"], planted, where))
    assert "秘标发现" in text
    assert "秘标评论" in text

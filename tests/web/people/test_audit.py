from __future__ import annotations

import ast
import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

import mingyue.web
from mingyue.web import clock
from mingyue.web.page import pages
from mingyue.web.people import audit
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.people.roles import Role
from mingyue.web.people.verbs import VERBS
from mingyue.web.store.models import Project

SOURCES = sorted(Path(mingyue.web.__file__).parent.rglob("*.py"))


@pytest.fixture
def entries(person: Callable[..., User], project: Project) -> Project:
    """Entries of two projects; gives the other one."""
    other, who = Project.objects.create(title="别的项目"), person("procurement", project)
    audit.note("project.edit", "=HYPERLINK(1)", user=who, project=project, address="192.0.2.1", fields=["title"])
    audit.note("people.role_give", "张三", user=who, project=other, role="legal")
    audit.note("account.sign_in_failed", "x@example.com", user=None, address="192.0.2.2")
    return other


def test_a_project_shows_its_own_entries(
    entries: Project, signed_in: Callable[[Role | str], Client], project: Project, django_assert_max_num_queries: object
) -> None:
    client = signed_in("auditor")
    with django_assert_max_num_queries(9):  # two of them note who reads it
        page = client.get(f"/projects/{project.slug}/audit/").content.decode()
    assert "修改项目设置" in page
    assert "张三" not in page
    assert "x@example.com" not in page
    assert client.get("/audit/").status_code == 403


def test_the_whole_log_is_filtered(entries: Project, person: Callable[..., User]) -> None:
    client = Client()
    client.force_login(person("auditor"))
    page = client.get("/audit/").content.decode()
    assert all(word in page for word in ("修改项目设置", "张三", "登录失败", "192.0.2.2", "角色：法务"))

    def found(query: str) -> str:
        return client.get(f"/audit/?{query}").content.decode().split("<tbody>")[-1]

    assert "张三" in found("verb=people.role_give")
    assert "登录失败" not in found("verb=people.role_give")
    assert "修改项目设置" in found("q=procurement")
    assert "登录失败" not in found("q=procurement")
    tomorrow = clock.today() + timedelta(days=1)
    assert "没有符合条件的记录" in found(f"since={tomorrow}")
    assert "登录失败" in found(f"since={clock.today()}&until={clock.today()}")
    assert "登录失败" in found("since=nonsense&verb=nonsense&page=99")


def test_the_export_holds_what_the_filters_leave(
    entries: Project, signed_in: Callable[[Role | str], Client], project: Project
) -> None:
    client = signed_in("administrator")
    answer = client.get(f"/projects/{project.slug}/audit/?form=xlsx&verb=project.edit")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    told = [str(cell) for row in rows for cell in row if cell is not None]
    assert any("HYPERLINK" in cell for cell in told), told
    assert not any("张三" in cell for cell in told)
    assert AuditEntry.objects.get(verb="audit.export").project == project


def test_entries_are_never_changed_or_deleted(entries: Project) -> None:
    entry = AuditEntry.objects.first()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def _written() -> Iterator[str]:
    """Every verb that stands as a literal in a call of `note`, and those that pages are read with."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "") or getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and name in {"note", "_failed"} and node.args:
                literals = (each for each in ast.walk(node.args[0]) if isinstance(each, ast.Constant))
                yield from (each.value for each in literals if isinstance(each.value, str) and "." in each.value)
    yield from (page.read for page in pages() if page.read)


def test_every_verb_has_a_name() -> None:
    written = set(_written())
    assert "people.accept" in written
    nameless = {verb for verb in written if not any(known.startswith(verb) for known in VERBS)}
    assert sorted(nameless) == [], "give these verbs a name in people/verbs.py"

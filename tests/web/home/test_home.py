from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from mingyue.web import clock
from mingyue.web.people.models import User
from mingyue.web.people.roles import Role
from mingyue.web.store import projections
from mingyue.web.store.models import Project


def test_home_shows_what_is_due_and_the_money(
    signed_in: Callable[[Role | str], Client], project: Project, django_assert_num_queries: Callable[[int], object]
) -> None:
    projections.refresh(project, as_of=clock.today())
    client = signed_in("procurement")
    with django_assert_num_queries(16):
        page = client.get("/").content.decode()
    assert project.title in page
    assert "现在应付" in page
    assert "逾期" in page


def test_a_vendor_sees_no_sums_on_the_home_page(signed_in: Callable[[Role | str], Client], project: Project) -> None:
    projections.refresh(project, as_of=clock.today())
    page = signed_in("vendor").get("/").content.decode()
    assert project.title in page
    assert "现在应付" not in page
    assert "¥" not in page


def test_strangers_see_no_project(person: Callable[..., User], project: Project) -> None:
    other = Project.objects.create(title="别人的项目")
    client = Client()
    client.force_login(person(Role.SPONSOR, other))
    assert project.title not in client.get("/").content.decode()
    assert client.get(f"/projects/{project.slug}/").status_code == 404


def test_the_map_has_eight_phases_and_says_what_blocks(
    signed_in: Callable[[Role | str], Client], project: Project
) -> None:
    page = signed_in("finance").get(f"/projects/{project.slug}/").content.decode()
    for phase in ("准备", "选型", "起草", "审查", "谈判", "签署", "履约", "退出"):
        assert f"<h2>{phase}" in page
    assert "受阻" in page
    assert "¥500,000.00" in page


def test_the_map_tells_a_vendor_no_money(signed_in: Callable[[Role | str], Client], project: Project) -> None:
    page = signed_in("vendor").get(f"/projects/{project.slug}/").content.decode()
    assert "M2" in page
    assert "¥" not in page
    assert "合同总价" not in page


def test_nobody_in_particular_is_sent_to_the_sign_in(project: Project) -> None:
    answer = Client().get(f"/projects/{project.slug}/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize(
    ("role", "status"), [("procurement", 200), ("administrator", 200), ("finance", 403), ("auditor", 403)]
)
def test_who_may_start_a_project(person: Callable[..., User], role: str, status: int) -> None:
    client = Client()
    client.force_login(person(role))
    assert client.get("/projects/new/").status_code == status


def test_a_project_is_made_with_its_terms(person: Callable[..., User], example: object) -> None:
    client = Client()
    client.force_login(person("procurement"))
    with (example / "contract.yaml").open("rb") as file:
        answer = client.post("/projects/new/", {"title": "新项目", "phase": "drafting", "terms": file}, follow=True)
    assert "北京智联软件有限公司" in answer.content.decode()
    made = Project.objects.get(title="新项目")
    assert made.standing.price == 500_000


def test_bad_terms_are_refused_with_a_line_and_nothing_is_made(person: Callable[..., User], tmp_path: object) -> None:
    bad = tmp_path / "contract.yaml"
    bad.write_text("title: [", "utf-8")
    client = Client()
    client.force_login(person("procurement"))
    with bad.open("rb") as file:
        page = client.post("/projects/new/", {"title": "新项目", "phase": "drafting", "terms": file}).content.decode()
    assert "第 1 行" in page
    assert 'value="新项目"' in page
    assert not Project.objects.exists()


def test_settings_refuse_a_playbook_that_cannot_be_read(
    signed_in: Callable[[Role | str], Client], project: Project
) -> None:
    client = signed_in("procurement")
    sent = {"title": "改名", "phase": "review", "calendar": "", "playbook": "参数 = ["}
    page = client.post(f"/projects/{project.slug}/settings/", sent).content.decode()
    assert "errorlist" in page
    assert "参数 = [" in page
    project.refresh_from_db()
    assert project.title != "改名"


def test_a_project_is_put_away_and_comes_back(signed_in: Callable[[Role | str], Client], project: Project) -> None:
    client = signed_in("sponsor")
    client.post(f"/projects/{project.slug}/settings/", {"archive": "1"})
    assert project.title not in client.get("/").content.decode().partition("<main")[2].partition('role="status"')[0]
    client.post(f"/projects/{project.slug}/settings/", {"restore": "1"})
    client.get(f"/projects/{project.slug}/settings/")
    assert project.title in client.get("/").content.decode()


def test_only_some_may_change_a_project(signed_in: Callable[[Role | str], Client], project: Project) -> None:
    assert signed_in("vendor").post(f"/projects/{project.slug}/settings/", {"archive": "1"}).status_code == 403
    assert signed_in("legal").get(f"/projects/{project.slug}/settings/").status_code == 403

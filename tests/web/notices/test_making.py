from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue.web.notebook.models import Remark
from mingyue.web.notices import dues, jobs, listening, waiting
from mingyue.web.notices.models import Letter, Notice
from mingyue.web.page import Task
from mingyue.web.people import invitations, team
from mingyue.web.people.models import Membership, User
from mingyue.web.people.roles import Role
from mingyue.web.rounds import deciding, upload
from mingyue.web.rounds.models import Item
from mingyue.web.store import projections
from mingyue.web.store.models import DueItem, Project, Standing

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)  # 10:30 in Beijing
At = Callable[[datetime], None]
TODAY = MONDAY.date()
DAY = timedelta(days=1)
Person = Callable[..., User]
EXAMPLE = Path(__file__).parents[3] / "examples" / "vendor_draft.docx"


@pytest.fixture
def item(project: Project, at: At) -> Callable[..., DueItem]:
    """A due item in a project whose ledger says nothing else."""
    Standing.objects.update_or_create(project=project, defaults={"as_of": TODAY, "head": "h"})

    def make(key: str, days: int, **more: object) -> DueItem:
        values = {"kind": "obligation", "side": "vendor", "state": "open", "title": key, **more}
        return DueItem.objects.create(project=project, key=key, due=TODAY + days * DAY, **values)

    return make


def look(project: Project) -> None:
    dues.look(Standing.objects.get(project=project), now=MONDAY)


def told(user: User) -> list[tuple[str, str]]:
    return [(each.kind, each.title) for each in user.notices.order_by("kind", "pk")]


def test_what_is_late_near_and_soon_is_told_once(
    project: Project, item: Callable[..., DueItem], person: Person
) -> None:
    buyer = person("business", project)
    item("O-late", -3)
    item("O-tomorrow", 1, side="buyer")
    item("O-week", 7)
    item("O-far", 8)
    item("O-held", 0, state="withheld")
    look(project)
    look(project)
    assert told(buyer) == [
        ("late", "已逾期（应于 2026-05-08）：【乙方】O-late"),
        ("near", "2026-05-12 到期：【甲方】O-tomorrow"),
        ("soon", "2026-05-18 到期：【乙方】O-week"),
    ]


def test_a_new_day_is_new_news_and_what_is_done_is_put_away(
    project: Project, item: Callable[..., DueItem], person: Person
) -> None:
    buyer, due = person("business", project), item("O-1", 5)
    look(project)
    due.due += DAY
    due.save()
    look(project)
    assert [title[:10] for _, title in told(buyer)] == ["2026-05-16", "2026-05-17"]
    due.delete()
    look(project)
    assert not buyer.notices.filter(read=None).exists()


def test_an_instalment_that_may_be_paid_is_told_to_those_of_the_money(
    project: Project, item: Callable[..., DueItem], person: Person
) -> None:
    people = {role: person(role, project) for role in Role}
    item("P2", 20, kind="payment", side="buyer", state="released", amount=100_000)
    look(project)
    assert {role for role, user in people.items() if told(user)} == {Role.SPONSOR, Role.PROCUREMENT, Role.FINANCE}
    assert told(people[Role.FINANCE]) == [("gate", "付款条件已满足，可以付款：P2")]


def test_a_vendor_is_told_what_the_vendor_owes_and_nothing_else(
    project: Project, item: Callable[..., DueItem], person: Person
) -> None:
    guest, elsewhere = person("vendor", project), person("finance", Project.objects.create(title="别的"))
    item("O-theirs", 0)
    item("O-ours", 0, side="buyer")
    item("P1", 0, kind="payment", side="buyer", state="overdue")
    item("D-1", 0, kind="date", side="")
    look(project)
    assert [title for _, title in told(guest)] == ["2026-05-11 到期：【乙方】O-theirs"]
    client = Client()
    client.force_login(guest)
    assert client.get(guest.notices.get().href).status_code == 200
    assert told(elsewhere) == []


def test_every_link_of_the_example_opens(project: Project, person: Person, at: At) -> None:
    users = [person(role, project) for role in ("procurement", "vendor")]
    late = MONDAY + 80 * DAY
    at(late)
    projections.refresh(project, as_of=late.date())
    assert [each.project for each in dues.fresh()] == [project]
    jobs.tell_people()
    assert list(dues.fresh()) == []
    for user in users:
        client = Client()
        client.force_login(user)
        links = set(user.notices.values_list("href", flat=True))
        assert links
        assert {client.get(link).status_code for link in links} == {200}


def test_events_make_the_ledger_fresh_again(project: Project, person: Person, at: At) -> None:
    projections.refresh(project, as_of=TODAY)
    jobs.tell_people()
    Standing.objects.update(head="another")
    assert [each.project for each in dues.fresh()] == [project]


def test_names_are_called_by_an_at(db: None, person: Person) -> None:
    short, long, twin = (person("legal", email=f"{n}@x.example") for n in range(3))
    for user, name in ((short, "张三"), (long, "张三丰"), (twin, "张三")):
        user.name = name
        user.save()
    people = [short, long, twin]
    assert listening.mentioned("请 @张三丰 看一下", people) == [long]
    assert listening.mentioned("＠张三：好。@张三", people) == [short, twin]
    assert listening.mentioned("写信给 a@张三 或 @李四", people) == []
    assert listening.mentioned("@张三", []) == []


@pytest.fixture
def finding(project: Project, person: Person, at: At) -> tuple[User, Item]:
    by = person("procurement", project)
    upload.new_draft(project, "合同稿", SimpleUploadedFile("稿.docx", EXAMPLE.read_bytes()), by=by)
    return by, Item.objects.get(number=1)


def test_comments_and_assignments_reach_the_person(
    project: Project, person: Person, finding: tuple[User, Item]
) -> None:
    by, item = finding
    colleague, guest = person("legal", project), person("vendor", project)
    User.objects.filter(pk=colleague.pk).update(name="吴桐")
    User.objects.filter(pk=guest.pk).update(name="孙磊")
    assert [kind for kind, _ in told(by)] == ["checked"]
    deciding.assign(item, str(colleague.pk), by=by)
    deciding.comment(item, "@吴桐 @孙磊 @procurement 某 底价 50 万不要外传", by=by)
    assert told(colleague) == [
        ("given", f"procurement 某 把审查意见指派给您：{item.title}"),
        ("mention", f"procurement 某 在审查意见的评论里提到您：{item.title}"),
    ]
    assert told(guest) == []
    assert [kind for kind, _ in told(by)] == ["checked"], "nobody is told what they did themselves"
    assert not Notice.objects.filter(title__contains="底价").exists()
    client = Client()
    client.force_login(colleague)
    for each in colleague.notices.all():
        assert client.get(each.href).status_code == 200


def test_remarks_on_tickets_reach_both_sides(project: Project, person: Person, at: At) -> None:
    buyer, guest, stranger = person("it", project), person("vendor", project), person("it", email="o@x.example")
    Membership.objects.filter(user=stranger).delete()
    User.objects.filter(pk=stranger.pk).update(name="外人")
    Remark.objects.create(project=project, ticket="I-1", side="buyer", by=buyer, text="@vendor 某 @外人 请看")
    Remark.objects.create(project=project, ticket="I-1", side="vendor", by=guest, text="@it 某 修好了")
    assert told(guest) == [("mention", "it 某 在问题单里提到您：I-1")]
    assert told(buyer) == [("mention", "vendor 某 在问题单里提到您：I-1")]
    assert told(stranger) == []


def test_who_invited_is_told_that_it_was_accepted(project: Project, person: Person, at: At) -> None:
    by = person("administrator", project)
    letter, _token = invitations.invite("new@x.example", "小新", Role.LEGAL, project=project, by=by, now=MONDAY)
    assert told(by) == []
    invitations.accept(letter, email="", name="小新", password="x" * 20, now=MONDAY)
    assert told(by) == [("joined", "小新 接受了您的邀请")]


def test_what_waits_is_told_once_and_again_when_it_comes_back(
    project: Project, person: Person, at: At, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, tasks = person("legal", project), []
    monkeypatch.setattr("mingyue.web.page.all_tasks", lambda *_: tuple(tasks))
    assert settings.NOTICE_TASKS == "mingyue.web.page.all_tasks"
    tasks.append(Task("审批：合同", f"/projects/{project.slug}/approvals/", project.title))
    for _ in range(2):
        jobs.look_who_is_waited_for()
    assert told(user) == [("waiting", "审批：合同")]
    assert user.notices.get().project == project
    done = tasks.pop()
    jobs.look_who_is_waited_for()
    assert not user.notices.filter(read=None).exists()
    tasks.append(done)
    jobs.look_who_is_waited_for()
    assert user.notices.count() == 2


def test_a_finding_given_is_not_told_twice(project: Project, person: Person, finding: tuple[User, Item]) -> None:
    by, item = finding
    colleague = person("legal", project)
    deciding.assign(item, str(colleague.pk), by=by)
    waiting.look(colleague, today=TODAY, now=MONDAY)
    assert [kind for kind, _ in told(colleague)] == ["given"]


def test_who_leaves_a_project_keeps_nothing_of_it(
    project: Project, item: Callable[..., DueItem], person: Person
) -> None:
    user = person("business", project)
    item("O-1", 0)
    look(project)
    Letter.objects.create(person=user, way="mail", key="k", subject="s", text="t", made=MONDAY, due=MONDAY)
    team.take(user.memberships.get())
    assert told(user) == []
    assert not Letter.objects.exists()


def test_notices_come_in_the_language_of_the_person(
    project: Project, item: Callable[..., DueItem], person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    english = person("business", project)
    User.objects.filter(pk=english.pk).update(language="en")
    monkeypatch.setattr(dues, "_", lambda words: seen.append(dues_language()) or words)
    item("O-1", 0)
    look(project)
    assert set(seen) == {"en"}


def dues_language() -> str:
    from django.utils.translation import get_language  # noqa: PLC0415

    return get_language()

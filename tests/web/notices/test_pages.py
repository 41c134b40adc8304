from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from mingyue import api
from mingyue.web.notices.kinds import KINDS
from mingyue.web.notices.models import Channel, Feed, Letter, Notice, Preference
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.people.roles import Role
from mingyue.web.store.models import Project

MONDAY = datetime(2026, 5, 11, 2, 30, tzinfo=UTC)  # 10:30 in Beijing
At = Callable[[datetime], None]
Tell = Callable[..., Notice]
WISHES = "/account/notices/"
DING = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef"
SECRET = "SEC0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.fixture
def user(project: Project, person: Callable[..., User], at: At) -> User:
    cache.clear()
    return person(Role.PROCUREMENT, project)


@pytest.fixture
def client(user: User) -> Client:
    made = Client()
    made.force_login(user)
    return made


def post(client: Client, **sent: object) -> str:
    return client.post(WISHES, sent, follow=True).content.decode()


def test_the_inbox_lists_opens_and_forgets(client: Client, user: User, tell: Tell, project: Project) -> None:
    notice, other = tell(user, title="<b>逾期</b>", project=project), tell(user, "soon", title="快到期")
    page = client.get("/notices/").content.decode()
    assert "&lt;b&gt;逾期" in page
    assert "快到期" in page
    assert re.search(r'<span class="chip bad">2<span', page)
    assert client.get(f"/notices/?open={notice.pk}").headers["Location"] == notice.href
    assert "逾期&lt;/b&gt;</a><span" not in client.get("/notices/?unread=1").content.decode()
    client.post("/notices/", {"notice": other.pk})
    page = client.get("/notices/").content.decode()
    assert "条未读" not in page
    assert client.get("/notices/?kind=soon&unread=1").content.decode().count("没有符合条件") == 1
    tell(user)
    client.post("/notices/", {"all": "1"})
    assert not user.notices.filter(read=None).exists()


def test_nobody_opens_or_reads_what_is_anothers(
    client: Client, user: User, tell: Tell, person: Callable[..., User]
) -> None:
    theirs = tell(person("legal"), title="别人的事")
    assert "别人的事" not in client.get("/notices/").content.decode()
    assert client.get(f"/notices/?open={theirs.pk}").status_code == 404
    assert client.get("/notices/?open=x").status_code == 404
    client.post("/notices/", {"notice": theirs.pk})
    client.post("/notices/", {"all": "1"})
    theirs.refresh_from_db()
    assert theirs.read is None
    letter = Letter.objects.create(
        person=theirs.person, way="mail", key="k", subject="别人的信", text="t", made=MONDAY, due=MONDAY, fault="坏了",
        state=Letter.FAILED,
    )  # fmt: skip
    assert "别人的信" not in client.get(WISHES).content.decode()
    post(client, act="again", letter=letter.pk)
    letter.refresh_from_db()
    assert letter.state == Letter.FAILED


def test_an_empty_inbox_says_what_will_be_there(client: Client) -> None:
    assert "还没有通知" in client.get("/notices/").content.decode()


def test_pages_ask_little(client: Client, user: User, tell: Tell, django_assert_num_queries: Callable) -> None:
    for _ in range(60):
        tell(user)
    client.get(WISHES)
    with django_assert_num_queries(7):
        assert "1 / 2" in client.get("/notices/").content.decode()
    with django_assert_num_queries(8):
        client.get(WISHES)


def test_wishes_are_kept(client: Client, user: User) -> None:
    chosen = {f"wish_{name}": kind.usual for name, kind in KINDS.items()} | {"wish_soon": "at_once"}
    fields = {"rhythm": "weekly", "weekday": 4, "hour": 17, "quiet_from": 20, "quiet_until": 9}
    assert "已保存" in post(client, act="wishes", **fields, **chosen)
    kept = Preference.objects.get(person=user)
    assert (kept.mail, kept.rhythm, kept.weekday, kept.hour, kept.wishes) == (
        False, "weekly", 4, 17, {"soon": "at_once"}
    )  # fmt: skip
    page = post(client, act="wishes", **{**fields, "hour": 99}, **chosen)
    assert "errorlist" in page
    assert '<option value="weekly" selected>' in page


def test_a_robot_is_kept_tested_and_removed(client: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, answers = [], ["钉钉群机器人没有接受（310000）", ""]
    monkeypatch.setattr(api, "tell_robot", lambda robot, text: sent.append((robot, text)) or answers.pop(0))
    page = post(client, act="robot", kind="dingtalk", address=DING, secret=SECRET)
    assert "已保存" in page
    assert "…cdef" in page
    assert DING not in page
    assert SECRET not in page
    assert "没有接受" in post(client, act="robot_test", kind="dingtalk")
    assert "请等 20 秒" in post(client, act="robot_test", kind="dingtalk")
    Channel.objects.update(tested=MONDAY - timedelta(minutes=1))
    assert "测试消息已发出" in post(client, act="robot_test", kind="dingtalk")
    assert [(robot.kind, robot.secret) for robot, _ in sent] == [("dingtalk", SECRET)] * 2
    assert "已删除" in post(client, act="robot_remove", kind="dingtalk")
    assert not Channel.objects.exists()
    assert not any(DING in str(row) or SECRET in str(row) for row in AuditEntry.objects.values())


@pytest.mark.parametrize("address", ["http://169.254.169.254/", "https://evil.example/robot/send?access_token=x", ""])
def test_another_address_is_refused_in_place(client: Client, address: str) -> None:
    page = post(client, act="robot", kind="dingtalk", address=address)
    assert "errorlist" in page
    assert not Channel.objects.exists()
    assert "没有这种机器人" in post(client, act="robot", kind="telegram", address=DING)
    assert "没有这个操作" in post(client, act="x")


def test_nobody_tests_a_robot_of_another(client: Client, person: Callable[..., User]) -> None:
    Channel.objects.create(person=person("legal"), kind="wecom", sealed="x", hint="…x", made=MONDAY)
    assert client.post(WISHES, {"act": "robot_test", "kind": "wecom"}).status_code == 404
    post(client, act="robot_remove", kind="wecom")
    assert Channel.objects.exists()


def test_a_test_mail_goes_out_once(client: Client, user: User) -> None:
    assert "测试邮件已发到" in post(client, act="mail_test")
    assert "请等 20 秒" in post(client, act="mail_test")
    assert [each.to for each in mail.outbox] == [[user.email]]


def test_a_calendar_address_is_shown_once(client: Client, user: User, settings: object) -> None:
    settings.URL = "https://mingyue.example.com"
    page = post(client, act="calendar")
    address = re.search(r"https://mingyue\.example\.com(/calendar/[^<]+/mingyue\.ics)", page)
    assert Client().get(address[1]).status_code == 200
    assert address[1] not in client.get(WISHES).content.decode()
    assert "已停用" in post(client, act="calendar_revoke")
    assert Client().get(address[1]).status_code == 404
    assert not Feed.objects.filter(revoked=None).exists()
    assert not any(address[1].split("/")[2] in str(row) for row in AuditEntry.objects.values())


def test_what_did_not_go_out_is_seen_and_sent_again(client: Client, user: User) -> None:
    letter = Letter.objects.create(
        person=user, way="wecom", key="k", subject="有 2 条通知", text="t", made=MONDAY, due=MONDAY,
        fault="企业微信群机器人回答 HTTP 502。", state=Letter.FAILED, tries=6,
    )  # fmt: skip
    assert "有通知没有发出去：企业微信群机器人回答 HTTP 502。" in client.get("/notices/").content.decode()
    assert "已放弃" in client.get(WISHES).content.decode()
    post(client, act="again", letter=letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (Letter.WAITING, 0)
    assert "没有发出去" not in client.get("/notices/").content.decode()


def test_strangers_are_led_to_the_sign_in(db: None) -> None:
    for address in ("/notices/", WISHES):
        assert Client().get(address).headers["Location"].startswith("/account/login/")

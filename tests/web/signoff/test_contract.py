from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from outside import pdfsig

from mingyue import api
from mingyue.web import clock
from mingyue.web.page import all_tasks
from mingyue.web.people.models import AuditEntry, User
from mingyue.web.signoff import keys, signing
from mingyue.web.signoff.models import Authority, PersonalKey, Signing
from mingyue.web.store import books, files
from mingyue.web.store.models import Project

Hired = Callable[..., tuple[User, Client]]
PASSWORD = "correct-horse-battery"
PAPER = b"%PDF-1.7 signed on paper"


def post(client: Client, project: Project, where: str, **values: Any) -> HttpResponse:
    return client.post(f"/projects/{project.slug}/signing/{where}", values, follow=True)


def sign(client: Client, project: Project, password: str = PASSWORD) -> HttpResponse:
    return post(client, project, "sign/", password=password)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.fixture
def buyer(hired: Hired, approved: Project) -> Client:
    """The head of the project; the contract is there to be signed."""
    client = hired("sponsor", "陈立")[1]
    assert "等双方签署" in text(post(hired("procurement", "周")[1], approved, "offer/"))
    return client


@pytest.fixture
def vendor(hired: Hired) -> Client:
    return hired("vendor", "孙磊")[1]


@pytest.mark.usefixtures("time_stamps", "today")
def test_both_sides_sign_and_other_software_believes_it(
    approved: Project, buyer: Client, vendor: Client, tmp_path: Path
) -> None:
    assert "已签署合同" in text(sign(buyer, approved))
    assert not approved.lines.exists()
    assert "已签署合同" in text(sign(vendor, approved))
    document = approved.documents.get()
    data = files.content(document.current)
    told = pdfsig(data, tmp_path)
    assert told.count("Signature is Valid.") == 2
    assert "CN=陈立,O=北京禾木家居有限公司" in told
    assert "CN=孙磊,O=北京智联软件有限公司" in told
    found = signing.check(data, now=clock.now())
    assert all(each.good and each.trusted and each.untouched and each.stamp_trusted for each in found)
    assert [each.stamped for each in found] == [clock.now()] * 2
    line = approved.lines.get()
    assert (line.kind, line.seq, str(line.day)) == ("signed", document.seq, "2026-05-12")
    assert api.event_line(line.line)["evidence"] == [document.current.sha256]
    approved.refresh_from_db()
    assert approved.phase == "performance"
    page = text(vendor.get(f"/projects/{approved.slug}/signing/?check"))
    assert page.count("签名有效，内容没有改动") == 2
    assert page.count("时间戳 2026-05-12 17:30") == 2
    paper = vendor.get(f"/projects/{approved.slug}/signing/file/")
    assert (paper.content, paper["Content-Type"]) == (data, "application/pdf")
    assert AuditEntry.objects.filter(verb="contract.read").count() == 1


@pytest.mark.usefixtures("today")
def test_every_state_of_the_paper_stays_as_evidence(approved: Project, buyer: Client, vendor: Client) -> None:
    sign(vendor, approved)
    sign(buyer, approved)
    names = list(approved.evidence.order_by("pk").values_list("name", flat=True))
    assert [name.split("（")[-1] for name in names] == ["待签）.pdf", "乙方已签）.pdf", "双方已签）.pdf"]
    assert [each.side for each in Signing.objects.all()] == ["vendor", "buyer"]


def test_no_contract_without_approval(fresh: Project, hired: Hired) -> None:
    assert "还没有批准" in text(post(hired("legal")[1], fresh, "offer/"))
    assert not fresh.documents.exists()


@pytest.mark.usefixtures("buyer")
def test_who_may_not(approved: Project, hired: Hired) -> None:
    refused = {
        "sign/": ("business", "it", "finance", "auditor", "administrator"),
        "offer/": ("vendor", "business", "it", "finance", "auditor", "administrator"),
        "outside/": ("vendor", "business", "it", "finance", "auditor", "administrator"),
    }
    clients = {role: hired(role)[1] for role in {*refused["sign/"], *refused["offer/"]}}
    for where, roles in refused.items():
        for role in roles:
            assert post(clients[role], approved, where, password=PASSWORD).status_code == 403, (role, where)
    assert not Signing.objects.exists()


def test_a_wrong_password_signs_nothing_and_five_shut_the_door(
    approved: Project, buyer: Client, vendor: Client
) -> None:
    for _ in range(5):
        answer = sign(buyer, approved, "wrong")
        assert answer.status_code == 422
        assert "口令不对" in text(answer)
    assert "过十五分钟再试" in text(sign(buyer, approved))
    assert not Signing.objects.exists()
    assert not PersonalKey.objects.exists()
    assert AuditEntry.objects.filter(verb="signing.wrong_password", user__name="陈立").count() == 5
    assert "已签署合同" in text(sign(vendor, approved))


def test_good_passwords_are_not_counted(approved: Project, buyer: Client) -> None:
    sign(buyer, approved)
    for _ in range(7):
        assert "甲方已经签署过了" in text(sign(buyer, approved))
    assert Signing.objects.count() == 1


def test_changed_terms_void_the_paper(approved: Project, buyer: Client, vendor: Client, hired: Hired) -> None:
    sign(buyer, approved)
    changed = books.terms_text(approved).replace("total: 500000.00", "total: 500000.00  # 再核对")
    books.new_terms(approved, changed, by=None)
    assert "不再有效" in text(sign(vendor, approved))
    assert not approved.lines.exists()
    asks = hired("legal", "张")[1]
    assert "不再有效" in text(asks.get(f"/projects/{approved.slug}/signing/"))
    assert "已撤回" in text(post(asks, approved, "offer/", withdraw=1))
    assert "还没有批准" in text(post(asks, approved, "offer/"))


def test_what_both_signed_is_not_taken_back(approved: Project, buyer: Client, vendor: Client, hired: Hired) -> None:
    sign(buyer, approved)
    sign(vendor, approved)
    asks = hired("legal", "张")[1]
    assert "不能撤回" in text(post(asks, approved, "offer/", withdraw=1))
    assert "已经有签署记录" in text(post(asks, approved, "offer/"))


@pytest.mark.usefixtures("time_stamps", "today")
def test_without_its_time_stamp_nothing_is_signed(approved: Project, buyer: Client, settings: object) -> None:
    settings.TSA_URL += "broken"
    answer = sign(buyer, approved)
    assert answer.status_code == 422
    assert "没有签署" in text(answer)
    assert not Signing.objects.exists()
    assert approved.documents.get().current_id == approved.documents.get().original_id


@pytest.mark.parametrize("secret", ["", "the workspace's own secret"])
def test_no_private_key_lies_in_clear(
    approved: Project, buyer: Client, vendor: Client, settings: object, secret: str
) -> None:
    settings.SIGNING_SECRET = secret
    sign(buyer, approved)
    sign(vendor, approved)
    sealed = [each.sealed for each in (*PersonalKey.objects.all(), *Authority.objects.all()) if each.sealed]
    assert len(sealed) == (3 if secret else 2)
    for each in sealed:
        assert "PRIVATE KEY" not in each
        assert PASSWORD not in each
    with pytest.raises(api.WrongPassphrase):
        api.sign_pdf(
            files.content(approved.documents.get().original),
            keys.usable(PersonalKey.objects.first()),
            passphrase=real_settings.SECRET_KEY,
            now=clock.now(),
            field="buyer",
        )


def test_a_new_password_makes_a_new_key(approved: Project, hired: Hired, buyer: Client, today: datetime) -> None:
    user = User.objects.get(name="陈立")
    old = keys.new_key(user, "北京禾木家居有限公司", "the old password", now=today)
    assert "已签署合同" in text(sign(buyer, approved))
    assert Signing.objects.get().key != old


def test_who_has_yet_to_sign_is_told_at_home(approved: Project, buyer: Client, vendor: Client, hired: Hired) -> None:
    def told(name: str) -> int:
        found = all_tasks(User.objects.get(name=name), clock.today())
        return len([task for task in found if task.title.startswith("签署合同：")])

    hired("finance", "王珊")
    assert (told("陈立"), told("孙磊"), told("王珊")) == (1, 1, 0)
    sign(buyer, approved)
    assert (told("陈立"), told("孙磊")) == (0, 1)


def paper(**more: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("盖章合同.pdf", PAPER)
    return {"file": file, "day": "2026-05-08", "buyer": "陈立", "vendor": "李岩", **more}


@pytest.mark.usefixtures("today")
def test_a_contract_signed_outside_is_taken_in_with_its_hash(approved: Project, hired: Hired) -> None:
    client = hired("legal", "张")[1]
    page = text(post(client, approved, "outside/", **paper()))
    assert "已登记" in page
    line, kept = approved.lines.get(), approved.evidence.get(name="盖章合同.pdf")
    told = api.event_line(line.line)
    assert (line.kind, told["happened"], told["evidence"]) == ("signed", "2026-05-08", [kept.sha256])
    assert told["note"] == "线下签署；甲方签字人 陈立，乙方签字人 李岩"
    assert kept.sha256[:16] in page
    assert files.content(kept) == PAPER
    approved.refresh_from_db()
    assert approved.phase == "performance"
    assert "已经有签署记录" in text(post(client, approved, "outside/", **paper()))
    assert approved.lines.count() == 1


@pytest.mark.usefixtures("today")
def test_an_unapproved_contract_is_taken_in_only_on_purpose(fresh: Project, hired: Hired) -> None:
    client = hired("legal")[1]
    answer = post(client, fresh, "outside/", **paper())
    assert answer.status_code == 422
    assert "没有批准的审批" in text(answer)
    assert 'value="李岩"' in text(answer)
    assert not fresh.evidence.exists()
    post(client, fresh, "outside/", **paper(unapproved="on"))
    assert api.event_line(fresh.lines.get().line)["note"].endswith("；签署前未经审批")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"day": "2026-05-13"}, "在将来"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ...")}, "请上传 PDF"),
        ({"buyer": ""}, "必填"),
    ],
)
@pytest.mark.usefixtures("today")
def test_what_is_no_signed_contract(approved: Project, hired: Hired, more: dict[str, Any], sentence: str) -> None:
    answer = post(hired("legal", "张")[1], approved, "outside/", **paper(**more))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not approved.lines.exists()


def test_the_root_certificate_can_be_had(approved: Project, buyer: Client) -> None:
    sign(buyer, approved)
    assert buyer.get("/signing/roots.pem").content.count(b"BEGIN CERTIFICATE") == 1
    assert b"PRIVATE" not in buyer.get("/signing/roots.pem").content


def test_the_page_asks_few_questions(
    approved: Project, buyer: Client, hired: Hired, django_assert_num_queries: Callable[[int], object]
) -> None:
    sign(buyer, approved)
    client = hired("legal", "张")[1]
    with django_assert_num_queries(14):
        client.get(f"/projects/{approved.slug}/signing/")

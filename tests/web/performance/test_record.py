"""Recording through the form: shown before it is done, done once, refused in place."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingyue import api
from mingyue.web.ledger_view.recording.kinds import GROUPS
from mingyue.web.store.models import EventLine, Evidence, Project

SignedIn = Callable[[str], Client]
MINUTES = {"day": "2026-05-09", "subject": "验收会", "decisions": "补培训\n\n补报告", "remark": "内部", "key": "k1"}


def address(project: Project, kind: str) -> str:
    return f"/projects/{project.slug}/ledger/record/{kind}/"


def last(project: Project) -> dict[str, object]:
    found: dict[str, object] = json.loads(project.lines.order_by("-seq")[0].line)
    return found


def test_every_kind_stands_in_one_group() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(api.event_kinds())


def test_every_kind_has_a_form_in_chinese(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("legal")
    for kind, model in api.event_kinds().items():
        if kind == "correction":  # it has the form of what it corrects
            continue
        text = client.get(address(fresh, kind)).content.decode()
        assert "看看会改变什么" in text, kind
        assert [name for name in model.model_fields if f">{name}" in text] == [], kind
        assert "buyer、vendor" not in text, kind


def test_a_preview_records_nothing(fresh: Project, signed_in: SignedIn) -> None:
    sent = {
        "day": "2026-05-09",
        "instalment": "P3",
        "number": "3",
        "amount": "150000.00",
        "key": "k",
        "step": "preview",
    }
    before = EventLine.objects.count()
    text = signed_in("finance").post(address(fresh, "invoice"), sent).content.decode()
    assert EventLine.objects.count() == before
    assert "确认记录" in text


def test_a_preview_tells_what_would_change(fresh: Project, signed_in: SignedIn) -> None:
    sent = {"day": "2026-05-09", "claim": "C-M2-late", "amount": "5000", "key": "k"}
    text = signed_in("finance").post(address(fresh, "claim_settled"), sent).content.decode()
    assert '<td data-label="现在">¥5,000.00</td>' in text
    assert "<strong>¥0.00</strong>" in text


def test_confirmed_it_is_recorded_once(fresh: Project, signed_in: SignedIn) -> None:
    client, before = signed_in("business"), EventLine.objects.count()
    for _again in range(2):
        found = client.post(address(fresh, "minutes"), {**MINUTES, "step": "confirm"})
        assert found.status_code == 302
    assert EventLine.objects.count() == before + 1
    line = last(fresh)
    assert (line["happened"], line["note"], line["by"]) == ("2026-05-09", "内部", "business 某")
    assert line["data"] == {"subject": "验收会", "decisions": ["补培训", "补报告"]}


def test_a_refusal_stands_at_its_field_and_nothing_is_lost(fresh: Project, signed_in: SignedIn) -> None:
    sent = {"day": "2026-05-09", "instalment": "P3", "amount": "0", "remark": "别丢", "key": "k", "step": "confirm"}
    found = signed_in("finance").post(address(fresh, "paid"), sent)
    text = found.content.decode()
    assert found.status_code == 422
    assert '<ul class="errorlist" id="id_amount_error"><li>须大于 0。</li></ul>' in text
    assert 'value="别丢"' in text
    assert last(fresh)["kind"] == "correction"


def test_a_clock_in_hours_asks_for_the_time(fresh: Project, signed_in: SignedIn) -> None:
    sent = {"day": "2026-05-09", "incident": "I2", "severity": "minor", "subject": "慢", "key": "k"}
    found = signed_in("it").post(address(fresh, "incident_opened"), sent)
    assert 'id="id_time_error"' in found.content.decode()
    assert signed_in("legal").post(address(fresh, "incident_opened"), {**sent, "time": "09:30"}).status_code == 200


def test_files_are_kept_with_the_event(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("business")
    sent = {**MINUTES, "files": SimpleUploadedFile("签到单.txt", "到场".encode())}
    text = client.post(address(fresh, "minutes"), sent).content.decode()
    digest = Evidence.objects.get().sha256
    assert f'name="kept" value="{digest}"' in text
    client.post(address(fresh, "minutes"), {**MINUTES, "kept": digest, "step": "confirm"})
    assert last(fresh)["evidence"] == [digest]


def test_an_evidence_event_takes_its_hash_from_the_file(fresh: Project, signed_in: SignedIn) -> None:
    client, told = signed_in("legal"), {"day": "2026-05-09", "subject": "到场时间", "source": "微信", "key": "k"}
    assert "请选择一个文件" in client.post(address(fresh, "evidence"), told).content.decode()
    file = SimpleUploadedFile("聊天.txt", b"hello")
    assert client.post(address(fresh, "evidence"), {**told, "files": file, "step": "confirm"}).status_code == 302
    assert last(fresh)["data"]["filename"] == "聊天.txt"


def test_a_correction_tells_only_what_is_different(fresh: Project, signed_in: SignedIn) -> None:
    client, at = signed_in("legal"), f"{address(fresh, 'correction')}?of=E3"
    assert 'value="150000.00"' in client.get(at).content.decode()
    sent = {"day": "2026-01-10", "instalment": "P1", "amount": "150000.00", "reason": "以回单为准", "key": "k"}
    assert client.post(at, {**sent, "step": "confirm"}).status_code == 302
    assert last(fresh)["data"] == {"of": "E3", "reason": "以回单为准", "happened": "2026-01-10"}
    sent = {**sent, "amount": "150000", "key": "k2"}
    assert "没有写改成什么" in client.post(at, sent).content.decode()


def test_without_an_event_there_is_nothing_to_correct(fresh: Project, signed_in: SignedIn) -> None:
    assert signed_in("legal").get(f"{address(fresh, 'correction')}?of=E32").status_code == 302


def test_a_change_is_written_with_titles(fresh: Project, signed_in: SignedIn) -> None:
    client = signed_in("procurement")
    told = {
        "day": "2026-05-09",
        "change": "B2",
        "subject": "延长工期",
        "side": "vendor",
        "reason": "schedule",
        "key": "k",
    }
    path = {
        "delta-set-0-path": "实施服务与项目周期·里程碑·M3·合同生效后多久之内完成",
        "delta-set-0-value": "120日",
        "delta-set-1-path": "升级与维护·免费质保期（自终验合格之日起）",
        "delta-set-1-value": "24个月",
        "delta-add-0-path": "功能范围与交付验收·功能需求清单（合同附件）",
        "delta-add-0-value": "编号：R-007；功能：客户查重；验收标准：查重率 100%；在哪个里程碑验收：M3",
    }
    assert "还没有写改动什么" in client.post(address(fresh, "change_proposed"), told).content.decode()
    wrong = {**told, "delta-set-0-path": "没有这一项", "delta-set-0-value": "x"}
    assert "条款里没有“没有这一项”" in client.post(address(fresh, "change_proposed"), wrong).content.decode()
    text = client.post(address(fresh, "change_proposed"), {**told, **path}).content.decode()
    assert "如果对方也同意，会改变什么" in text
    assert "<strong>2028-04-17</strong>" in text  # the warranty ends 24 months after the last acceptance
    assert client.post(address(fresh, "change_proposed"), {**told, **path, "step": "confirm"}).status_code == 302
    assert last(fresh)["data"]["delta"] == {
        "set": {"implementation_schedule.milestones.M3.due": "120日", "maintenance_upgrade.warranty": "24个月"},
        "add": {
            "scope_acceptance.requirements": {
                "id": "R-007",
                "title": "客户查重",
                "acceptance": "查重率 100%",
                "milestone": "M3",
            }
        },
    }


def test_a_link_fills_the_form_in(fresh: Project, signed_in: SignedIn) -> None:
    text = signed_in("it").get(f"{address(fresh, 'issue_raised')}?subject=导出慢&day=2026-05-08").content.decode()
    assert 'value="导出慢"' in text
    assert 'value="2026-05-08"' in text
    assert 'value="W1"' in text


def test_there_is_no_form_of_an_unknown_kind(fresh: Project, signed_in: SignedIn) -> None:
    assert signed_in("legal").get(address(fresh, "nothing")).status_code == 404

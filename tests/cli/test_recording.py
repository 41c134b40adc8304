"""`mingyue record`, `verify` and `simulate`: what is wrong is refused in one sentence, what is told to be recorded is on the disk."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mingyue import api
from mingyue.connectors.folder import append as keep

STORY = """
2026-01-05 signed
2026-01-06 effective
2026-01-06 invoice instalment=P1 number=2026-0001 amount=150000.00
2026-01-09 paid instalment=P1 amount=150000.00
2026-01-15 commitment_recorded commitment=K1 subject=每季度上门一次 promised_by=孙磊 due=2026-07-31
2026-01-16 minutes subject=启动会 decisions=每周例会 decisions=变更走变更单
2026-01-17 decision subject=先上销售模块 decided_by=陈立
2026-02-16 交付 milestone=M1 items=系统部署报告
2026-02-25 验收合格 milestone=M1 report=YS-001
2026-02-26 set_off claim=C-M1-late instalment=P2 amount=1000
2026-02-26 claim_settled claim=C-M1-late amount=1000
2026-02-26 claim_waived claim=C-M1-late amount=500 reason=总经理批准
2026-02-26 loss_estimated claim=C-M1-late amount=8000
2026-02-27 migration_checked table=客户表 percent=98.6 rehearsal=true
2026-03-01 delivered milestone=M2
2026-03-02 rejected milestone=M2 reasons=缺少字段
2026-03-02 issue_raised issue=Q1 subject=缺少负责人字段 due=2026-03-10
2026-03-05 issue_fixed issue=Q1
2026-03-06 change_proposed change=B1 subject=增加用户 side=buyer reason=scope --set product.users=60 --remove ip.no_reuse
2026-03-07 change_approved change=B1 side=vendor
2026-03-08 change_proposed change=B2 subject=涨价 side=vendor reason=price --set fees_payment.budget=1
2026-03-09 change_rejected change=B2 side=buyer reason=合同价固定
2026-03-10 change_proposed change=B3 subject=延期 side=vendor reason=schedule --set implementation_schedule.milestones.M3.due=120日
2026-03-11 change_withdrawn change=B3
2026-03-12 supplement number=S1 subject=增加团队成员 --add 'implementation_schedule.team={"name": "钱进", "role": "顾问"}'
2026-03-24 training_held audience=executives people=6
2026-03-25 exam_result audience=managers taken=12 passed=12
2026-03-26 force_majeure_begun side=vendor subject=洪水
2026-03-27 force_majeure_notified side=vendor
2026-03-30 force_majeure_ended side=vendor
2026-04-01 suspended side=buyer reason=迁移不合格
2026-04-03 resumed side=buyer
2026-04-20 went_live
2026-05-06T09:00 incident_opened incident=I1 severity=major subject=导出超时
2026-05-06T10:10 incident_responded incident=I1
2026-05-06T16:30 incident_arrived incident=I1
2026-05-07T08:00:30 incident_resolved incident=I1
2026-06-01 availability month=2026-05 percent=99.2
2026-06-10T09:00 breach_found breach=X1 subject=备份外泄 major=true
2026-06-11T08:00 breach_notified breach=X1
2026-06-20 site_visit people=王珂
2026-07-01 commitment_met commitment=K1
2026-07-02 users_added users=5
2026-07-03 renewal_notice side=buyer renew=false
2026-07-10 termination_notice side=buyer ground=security_incident
2026-07-20 data_returned complete=true
2026-07-22 accounts_closed
2026-07-25 data_wiped certificate=ZM-01
2026-07-30 refund amount=100000.00
2026-07-31 evidence subject=退款到账 source=邮件 --evidence mail.txt
2026-08-01 correction of=E4 happened=2026-01-10 reason=银行回单日期
"""


def count(project: Path) -> int:
    return (project / "events.jsonl").read_bytes().count(b"\n")


def last(project: Path) -> Any:
    return json.loads((project / "events.jsonl").read_text("utf-8").splitlines()[-1])


def test_every_kind_of_event_is_recorded_and_stays(folder: Path, example: Path, mingyue: Any) -> None:
    assert mingyue("new", "crm", "--terms", example / "contract.yaml").code == 0
    (folder / "mail.txt").write_text("款已退", "utf-8")
    told = STORY.strip().splitlines()
    for number, line in enumerate(told, 1):
        happened, *words = shlex.split(line)
        call = mingyue("record", *words, "-p", "crm", "--on", happened, "--by", "周敏")
        assert (call.code, call.err) == (0, ""), line
        assert call.out.startswith(f"已记录 E{number}　{happened[:10]}　")
    kinds = [event.kind for event in api.open_project(folder / "crm").events]
    assert len(kinds) == len(told)
    assert set(api.event_kinds()) - set(kinds) == set()
    assert mingyue("verify", "-p", "crm").out.startswith(f"完好：共 {len(told)} 条")


def test_what_is_recorded_says_who_when_and_with_what(folder: Path, crm: Path, mingyue: Any) -> None:
    (folder / "纪要.txt").write_text("会议记录", "utf-8")
    digest = sha256("会议记录".encode()).hexdigest()
    words = ("会议纪要", "subject=周会", "decisions=按期上线", "--note", "线上", "--evidence", "纪要.txt")
    assert mingyue("record", *words, "-p", crm, "--on", "2026-05-08", "--by", "周敏").code == 0
    line = last(crm)
    assert (line["kind"], line["happened"], line["by"], line["note"]) == ("minutes", "2026-05-08", "周敏", "线上")
    assert (line["data"], line["evidence"]) == ({"subject": "周会", "decisions": ["按期上线"]}, [digest])
    assert (crm / "evidence" / digest[:2] / digest).read_text("utf-8") == "会议记录"
    assert mingyue("record", "evidence", "-p", crm, "subject=周会", "source=录音", "--evidence", "纪要.txt").code == 0
    assert last(crm)["data"] == {"sha256": digest, "filename": "纪要.txt", "subject": "周会", "source": "录音"}


def test_without_a_kind_all_kinds_are_listed_with_their_fields(mingyue: Any) -> None:
    out = mingyue("record").out
    for name, kind in api.event_kinds().items():
        assert re.search(rf"^{name}  {kind.title}", out, re.MULTILINE)
        assert [field for field in kind.model_fields if (field in out) == (field in kind.filled)] == []
    assert "incident_opened  故障报告（时刻）" in out


REFUSED = [
    ("交互", "没有这种事件：交互"),
    ("signed extra=1", "合同签署没有 extra 这一项"),
    ("delivered milestone=M1 item=x", "可以写的有 milestone、items"),
    ("delivered", "milestone：缺少这一项"),
    ("delivered milestone=M9", "没有里程碑 M9"),
    ("delivered M1", "“M1”看不懂"),
    ("delivered milestone=M1 milestone.id=M1", "只写其中一种"),
    ("paid instalment=P1 amount=15万", "amount：须为数字"),
    ("paid instalment=P9 amount=1", "没有期次 P9"),
    ("invoice instalment=P1 number=1 amount=-1", "amount：不能小于 0"),
    ("incident_opened incident=I9 severity=huge subject=x --on 2026-06-01T09:00", "severity：须为"),
    ("incident_opened incident=I9 severity=major subject=x --on 2026-06-01", "须写到分钟"),
    ("incident_resolved incident=I9 --on 2026-06-01T09:00", "I9 没有记录过"),
    ("minutes subject=x --on 2026-02-30", "时间写错了：2026-02-30"),
    ("minutes subject=x --on 昨天", "时间写错了：昨天"),
    ("minutes subject=x --on 20260501", "时间写错了：20260501"),
    ("minutes subject=x --on 9999-12-31", "时间写错了：9999-12-31；请写 1950 到 2200 年之间的日期。"),
    ("correction of=E2 reason=x happened=0206-01-06", "时间写错了：0206-01-06；请写 1950 到 2200 年"),
    ("minutes subject=x --on 2026-W18-5", "时间写错了：2026-W18-5"),
    ("minutes subject=x --on 2026-05-01T09:00+08:00", "不带时区"),
    ("minutes subject=", "subject：不能为空"),
    ("minutes subject=x --evidence none.pdf", "none.pdf：文件不存在"),
    ("minutes subject=x --evidence crm", "crm：这是文件夹"),
    ("evidence subject=x source=邮件", "sha256：缺少这一项"),
    ("change_approved change=B9 side=buyer", "没有提出过变更 B9"),
    ("change_proposed change=B9 subject=x side=buyer reason=scope", "delta：缺少这一项"),
    ("change_proposed change=B9 subject=x side=buyer reason=scope --set product.users", "看不懂"),
    ("change_proposed change=B9 subject=x side=buyer reason=scope --set product.users=多", "须为整数"),
    ("change_proposed change=B9 subject=x side=buyer reason=scope --set product.seats=9", "没有 product.seats"),
    ("change_proposed change=B9 subject=x side=buyer reason=scope --remove ip.components.无", "没有 无"),
    ("supplement number=S9 subject=x --add product.modules", "看不懂"),
    ("supplement number=S9 subject=x --add product.modules=财务", "须为 JSON"),
    ("supplement number=S9 subject=x --set fees_payment.total=1", "与费用明细合计"),
    ("correction of=E99 void=true reason=x", "E99 不存在"),
    ("correction of=E1 reason=x", "没有写改成什么"),
    ("correction of=E2 reason=x data.amount=", "amount：缺少这一项"),
    ("correction of=E32 reason=x data.amount=1", "E32 不存在，或者本身是更正"),
    ("correction of=E2 reason=x happened=2199-01-01", "收到发票：2199-01-01 还没有到"),
    ("correction of=E1 reason=x data.terms_hash=" + "0" * 64, "terms_hash 由程序填写"),
    ("signed terms_hash=" + "0" * 64, "terms_hash 由程序填写"),
    ("went_live --on 2199-12-31", "正式上线：2199-12-31 还没有到"),
    ("termination_notice side=vendor ground=trial", "“试用期内终止”是约定给甲方的解除权"),
    ("termination_notice side=vendor ground=late_delivery", "乙方不能据此解除"),
    ("termination_notice side=vendor ground=trail", "trial（试用期内终止）、agreed（双方协商一致）"),
    ("termination_notice side=buyer ground=agreed --on 2026-01-04", "早于合同签署（2026-01-05）"),
    ("training_held audience=员工 people=1", "audience：须为 executives（高层）、managers（中层）"),
    ("acepted milestone=M3", "没有这种事件：acepted；相近的有 accepted（验收合格）"),
    ("验收通过 milestone=M3", "相近的有 accepted（验收合格）"),
    ("delivered milstone=M1", "交付没有 milstone 这一项：是不是 milestone（里程碑）？"),
    ("accepted milestone=M3 --on 2026-04-30", "验收合格 M3 在 E26（2026-04-17）已经记过"),
    ("correction of=E7 reason=x data.milestone=M1 data.raport=2", "没有 raport 这一项"),
    ("correction of=E11 reason=x data=a --set product.users=9", "data.名称=值"),
    ("correction of=E6 reason=x data.milestone=M9", "没有里程碑 M9"),
    ("signed --frobnicate", "没有选项 --frobnicate"),
    ("signed --on 2026-02-01", "这条记录：合同签署 在 E1（2026-01-05）已经记过"),
    ("signed --on 2025-12-01", "这条记录：合同签署 在 E1（2026-01-05）已经记过"),
    ("paid instalment=P3 amount=0", "付款：amount：须大于 0。"),
    ("invoice instalment=P3 number=9 amount=0.00", "收到发票：amount：须大于 0。"),
    ("refund amount=0", "退款：amount：须大于 0。"),
    ("correction of=E3 reason=x data.instalment=P1 data.amount=0", "付款：amount：须大于 0。"),
    ("availability month=2026-06 percent=90 --on 2026-06-29", "2026-06 到 2026-06-29 还没有过完"),
    ("availability month=0000-01 percent=90 --on 2026-06-29", "这条记录：没有 0000-01 这个月"),
    ("supplement number=S9 subject=x until=2026-05-09 --set product.users=60 --on 2026-05-10", "早于开始的 2026-05-10"),
    (
        "change_proposed change=B9 subject=x side=buyer reason=scope starts=2026-06-01 until=2026-05-31 --set product.users=60",
        "早于开始的 2026-06-01",
    ),
    ("change_withdrawn change=B1 --on 2026-03-01", "这条记录：撤回变更 B1 早于 E11 提出"),
    ("accepted milestone=M2 --on 2026-03-06", "M2 已经由这条记录验收合格"),
]


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_what_does_not_fit_is_told_in_one_line_and_not_recorded(
    words: str, message: str, folder: Path, mingyue: Any
) -> None:
    before = (folder / "crm/events.jsonl").read_bytes()
    call = mingyue("record", "-p", "crm", *words.split())
    assert (call.code, call.out, call.err.count("\n")) == (2, "", 1), call.err
    assert message in call.err
    assert "程序内部错误" not in call.err
    assert (folder / "crm/events.jsonl").read_bytes() == before


def test_evidence_of_a_refused_event_is_not_kept(folder: Path, crm: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text("甲", "utf-8")
    for words in ("paid instalment=P9 amount=1", "signed --on 2026-02-01", "minutes subject=x --on 昨天", "交互"):
        assert mingyue("record", "-p", crm, *words.split(), "--evidence", "a.txt").code == 2
        assert list((crm / "evidence").rglob("*")) == []
    assert mingyue("record", "-p", crm, "minutes", "subject=x", "--evidence", "a.txt").code == 0
    assert [path.name for path in (crm / "evidence").rglob("*") if path.is_file()] == last(crm)["evidence"]


def test_in_the_current_folder_no_dot_stands_before_a_refusal(
    crm: Path, monkeypatch: pytest.MonkeyPatch, mingyue: Any
) -> None:
    monkeypatch.chdir(crm)
    assert mingyue("record", "paid", "instalment=P3", "amount=0").err == "mingyue: 付款：amount：须大于 0。\n"


@pytest.mark.parametrize("zone", ["AAA+12", "BBB-14"])  # at any hour one of them has another day than Beijing
def test_without_a_day_it_is_that_of_beijing(
    zone: str, crm: Path, monkeypatch: pytest.MonkeyPatch, mingyue: Any
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert mingyue("record", "-p", crm, "minutes", "subject=x").code == 0
        day = last(crm)["recorded"][:10]
        assert last(crm)["happened"] == day
        found = json.loads(mingyue("ledger", "-p", crm, "--format", "json").out)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert found["as_of"] == day
    assert len(found["events"]) == count(crm) - 1  # the correction is no event of its own


def test_entries_that_are_refused_together_are_named_by_their_place(crm: Path) -> None:
    project = api.open_project(crm)
    at = datetime(2026, 5, 10, tzinfo=UTC)
    entries = [api.Entry("minutes", "2026-05-10", {"subject": "x"}), api.Entry("signed", "2026-05-10")]
    with pytest.raises(api.EventError, match=r"^第 2 条记录：合同签署 在 E1"):
        api.record(project, entries, recorded=at, by="周敏")
    with pytest.raises(api.EventError, match=r"^第 2 条记录：没有期次 P9"):
        api.record(
            project,
            [entries[0], api.Entry("paid", "2026-05-10", {"instalment": "P9", "amount": "1"})],
            recorded=at,
            by="周敏",
        )
    assert api.open_project(crm).head == project.head


def test_a_key_is_recorded_once(crm: Path, mingyue: Any) -> None:
    seq = count(crm) + 1
    proposal = ("change_proposed", "change=B9", "subject=加模块", "side=buyer", "reason=scope", "--add")
    for words in (("issue_raised", "issue=Q9", "subject=慢"), (*proposal, 'product.modules="财务"')):
        call = ("record", "-p", crm, *words, "--key", words[0], "--on", "2026-05-08")
        assert mingyue(*call).out.startswith(f"已记录 E{seq}　")
        assert mingyue(*call).out.startswith(f"已有 E{seq}　")
        other = mingyue(*call[:-1], "2026-05-09")
        assert (other.code, f"已用于 E{seq}，内容却不同" in other.err) == (2, True)
        assert count(crm) == seq
        seq += 1


def test_a_correction_gives_the_right_content(crm: Path, mingyue: Any) -> None:
    words = (
        "correction",
        "of=E2",
        "data.number=2026-0009",
        "reason=号码抄错",
    )
    assert mingyue("record", "-p", crm, *words).code == 0
    assert last(crm)["data"]["data"] == {"instalment": "P1", "number": "2026-0009", "amount": "150000.00"}
    assert mingyue("record", "-p", crm, "correction", "of=E2", "data.amount=1.00", "reason=金额抄错").code == 0
    assert last(crm)["data"]["data"] == {"instalment": "P1", "number": "2026-0009", "amount": "1.00"}
    assert mingyue("record", "-p", crm, "correction", "of=E7", "data.report=", "reason=还没有签").code == 0
    assert last(crm)["data"]["data"] == {"milestone": "M1"}
    change = (
        "data.change=B1",
        "data.subject=加用户",
        "data.side=buyer",
        "data.reason=scope",
        "--set",
        "product.users=55",
    )
    assert mingyue("record", "-p", crm, "correction", "of=E11", "reason=内容抄错", *change).code == 0
    assert last(crm)["data"]["data"]["delta"] == {"set": {"product.users": "55"}}
    project = api.open_project(crm)
    assert api.replay(project, as_of=project.events[-1].day).terms.product.users == 55


def test_a_contract_that_no_longer_fits_its_events_is_told(crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    path.write_text(re.sub(r"(id|milestone): M1\b", r"\1: M0", path.read_text("utf-8")), "utf-8")
    call = mingyue("record", "-p", crm, "minutes", "subject=x")
    assert (call.code, call.err.count("\n"), call.err.startswith("提示：contract.yaml 与签署时")) == (2, 2, True)
    assert "E6：没有里程碑 M1，合同的里程碑有 M0、M2、M3" in call.err
    call = mingyue("verify", "-p", crm)
    assert (call.code, "与签署时（E1，2026-01-05）的条款不同" in call.out) == (1, True)


def test_terms_that_were_changed_after_signing_are_told_until_the_signing_is_corrected(crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    signed = path.read_text("utf-8")
    assert mingyue("verify", "-p", crm).code == 0
    path.write_text(signed.replace("# ", "#  "), "utf-8")  # the layout says nothing
    assert mingyue("verify", "-p", crm).code == 0
    path.write_text(signed.replace("rate: 0.1 ", "rate: 0.9 "), "utf-8")
    call = mingyue("verify", "-p", crm)
    assert (call.code, call.err) == (1, "")
    assert call.out.startswith(
        "contract.yaml 与签署时（E1，2026-01-05）的条款不同，台账按现在的条款计算：请从备份或 git 恢复"
    )
    assert "提示：contract.yaml 与签署时（E1，2026-01-05）的条款不同" in mingyue("ledger", "-p", crm).err
    words = re.search(r"mingyue (record correction \S+ \S+)", call.out)
    assert words
    assert mingyue(*words[1].split(), "reason=录入时抄错", "-p", crm).code == 0
    assert mingyue("verify", "-p", crm).code == 0
    path.write_text(signed, "utf-8")
    assert mingyue("verify", "-p", crm).code == 1
    path.write_text("title: [", "utf-8")
    assert mingyue("verify", "-p", crm).out.startswith("contract.yaml 第 1 行：")


def test_a_ledger_without_the_hash_of_its_terms_stays_valid(folder: Path, example: Path, mingyue: Any) -> None:
    assert mingyue("new", "crm", "--terms", example / "contract.yaml").code == 0
    at = datetime(2026, 5, 10, tzinfo=UTC)
    keep(folder / "crm", [api.Entry("signed", "2026-01-05")], recorded=at, by="周敏")
    path = folder / "crm/contract.yaml"
    path.write_text(path.read_text("utf-8").replace("rate: 0.1 ", "rate: 0.9 "), "utf-8")
    assert mingyue("verify", "-p", "crm").code == 0
    assert mingyue("ledger", "-p", "crm").err == ""


def test_a_signing_that_is_sent_twice_keeps_the_hash_of_its_day(crm: Path, folder: Path, mingyue: Any) -> None:
    assert mingyue("new", "a", "--terms", crm / "contract.yaml").code == 0
    words = ("record", "-p", "a", "signed", "--on", "2026-01-05", "--key", "k")
    assert mingyue(*words).code == 0
    path = folder / "a/contract.yaml"
    path.write_text(path.read_text("utf-8").replace("rate: 0.1 ", "rate: 0.9 "), "utf-8")
    assert mingyue(*words).out.startswith("已有 E1")


def test_what_both_sides_agreed_for_a_day_to_come_is_recorded(crm: Path, mingyue: Any) -> None:
    for words in (
        "supplement number=S9 subject=x --set product.users=60",
        "termination_notice side=buyer ground=agreed",
    ):
        assert mingyue("record", "-p", crm, *words.split(), "--on", "2199-06-30").code == 0


def test_the_same_ledger_gives_the_same_files(crm: Path, mingyue: Any) -> None:
    def made(form: str, day: str = "2026-05-10") -> str:
        call = mingyue("ledger", "-p", crm, "--as-of", day, "--format", form)
        assert call.code == 0
        return str(call.out)

    first = {form: made(form) for form in ("ics", "ocds", "json", "html")}
    assert "DTSTAMP:20260509T160000Z" in first["ics"]  # the beginning of the day in Beijing
    assert '"publishedDate": "2026-05-10T00:00:00+08:00"' in first["ocds"]
    time.sleep(1.1)
    assert {form: made(form) for form in first} == first
    assert mingyue("record", "-p", crm, "minutes", "subject=x", "--on", "2026-05-01").code == 0
    sequence = [int(re.findall(r"SEQUENCE:(\d+)", text)[0]) for text in (first["ics"], made("ics"))]
    assert sequence[0] < sequence[1]


def test_a_changed_byte_is_found_in_its_line(crm: Path, mingyue: Any) -> None:
    path = crm / "events.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"amount":"194000.00"', b'"amount":"184000.00"', 1))
    line = next(number for number, text in enumerate(path.read_bytes().splitlines(), 1) if b"184000" in text)
    call = mingyue("verify", "-p", crm)
    assert (call.code, call.err) == (1, "")
    assert call.out.startswith(f"events.jsonl 第 {line} 行：被改动过")


def test_a_line_taken_out_stops_every_verb(crm: Path, mingyue: Any) -> None:
    path = crm / "events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:9] + lines[10:]))
    call = mingyue("verify", "-p", crm)
    assert (call.code, call.out.startswith("events.jsonl 第 10 行：")) == (1, True)
    for words in (("record", "minutes", "subject=x"), ("simulate", "--without", "E1")):
        call = mingyue(words[0], "-p", crm, *words[1:])
        assert (call.code, call.out, call.err.count("\n")) == (2, "", 1)
        assert "events.jsonl 第 10 行：" in call.err


def test_verify_finds_a_cut_end_and_changed_evidence(folder: Path, crm: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text("甲", "utf-8")
    assert mingyue("record", "-p", crm, "minutes", "subject=x", "--evidence", "a.txt").code == 0
    head, lines = last(crm)["hash"], count(crm)
    assert mingyue("verify", "-p", crm, "--head", head, "--count", lines).code == 0
    (kept,) = (path for path in (crm / "evidence").rglob("*") if path.is_file())
    kept.write_text("乙", "utf-8")
    call = mingyue("verify", "-p", crm)
    assert (call.code, f"第 {lines} 行：证据 " in call.out, "被改动过" in call.out) == (1, True, True)
    kept.unlink()
    assert "不在 evidence 文件夹里" in mingyue("verify", "-p", crm).out
    path = crm / "events.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert mingyue("verify", "-p", crm).code == 0
    for words in (("--head", head), ("--count", lines)):
        call = mingyue("verify", "-p", crm, *words)
        assert (call.code, "末尾被删除" in call.out) == (1, True)
    assert "--count 须为 0 到" in mingyue("verify", "-p", crm, "--count", "-1").err


def test_an_interrupted_line_is_told_and_put_aside(crm: Path, mingyue: Any) -> None:
    path = crm / "events.jsonl"
    lines = count(crm)
    path.write_bytes(path.read_bytes()[:-30])
    call = mingyue("verify", "-p", crm)
    assert (call.code, f"第 {lines} 行没有写完" in call.err) == (0, True)
    call = mingyue("record", "-p", crm, "minutes", "subject=x")
    assert (call.code, call.out[:7]) == (0, f"已记录 E{lines}")
    assert mingyue("verify", "-p", crm).err == ""


def test_two_writers_at_once(crm: Path, mingyue: Any) -> None:
    code = "import sys; from mingyue.cli import main; sys.exit(main())"
    lines = count(crm)
    command = [sys.executable, "-c", code, "record", "-p", str(crm), "--on", "2026-05-08", "minutes"]
    writers = [subprocess.Popen([*command, f"subject={name}"], stderr=subprocess.PIPE) for name in ("甲", "乙")]
    told = [(writer.communicate(timeout=30)[1].decode(), writer.returncode) for writer in writers]
    for err, returncode in told:  # each is recorded, or told to look again
        assert (returncode, err) == (0, "") or (returncode == 2 and "重新查看台账" in err)
    done = [returncode for _, returncode in told].count(0)
    assert (done >= 1, count(crm)) == (True, lines + done)
    assert mingyue("verify", "-p", crm).code == 0


def test_simulate_answers_and_records_nothing(crm: Path, mingyue: Any) -> None:
    before = (crm / "events.jsonl").read_bytes()
    out = mingyue("simulate", "--help").out
    examples = re.findall(r"mingyue (simulate --.*)", out)
    assert len(examples) == 3
    for example in examples:
        call = mingyue(*shlex.split(example), "-p", crm)
        assert (call.code, call.err) == (0, ""), example
        assert call.out.startswith("假设之后，到 2026-"), example
    call = mingyue(
        "simulate", "-p", crm, "--if", "解除通知 2026-05-10 side=buyer ground=trial", "--as-of", "2026-05-10"
    )
    assert "应退还已付费用（C-exit-refund）\n    金额：无 → 350,000.00" in call.out
    call = mingyue(
        "simulate", "-p", crm, "--if", "termination_notice 2026-08-10 side=buyer ground=trial", "--as-of", "2026-08-10"
    )
    told = call.out.splitlines()
    assert told[1].startswith(
        "注意（N-termination）新的提示：甲方在 2026-08-10 以“试用期内终止”为由解除，但这项权利在 2026-05-20 已经届满"
    )
    assert "由假设“解除通知”终止" in told[1]
    assert "E33" not in call.out
    assert (
        mingyue("simulate", "-p", crm, "--if", "minutes 2026-05-10 subject=x", "--as-of", "2026-05-10").out
        == "没有不同。\n"
    )
    assert (crm / "events.jsonl").read_bytes() == before


SIMULATED = [
    ([], "缺少假设"),
    (["--if", "accepted"], "“accepted”看不懂"),
    (["--if", "accepted milestone=M3"], "看不懂"),
    (["--if", "交互 2026-05-05"], "没有这种事件：交互"),
    (["--if", "accepted 昨天 milestone=M3"], "时间写错了：昨天"),
    (["--if", "accepted 2026-05-05 milestone=M9"], "假设“验收合格”：没有里程碑 M9"),
    (["--if", "accepted 2026-05-05 milestone=M3 raport=1"], "没有 raport 这一项"),
    (["--if", "incident_opened 2026-05-05 incident=I7 severity=major subject=x"], "几点几分"),
    (["--if", "minutes 2027-05-05 subject=x", "--as-of", "2026-05-31"], "请把 --as-of 改到它之后"),
    (["--without", "E99"], "E99 不存在：台账里的事件是 E1 至 E32，请核对编号。"),
    (["--without", "E32"], "E32 是更正，不能假设它没有发生：请写它更正的 E30。"),
    (["--without", "E1", "--as-of", "5月"], "“5月”不是日期"),
]


@pytest.mark.parametrize(("words", "message"), SIMULATED)
def test_an_assumption_that_cannot_be_is_told_in_one_line(
    words: list[str], message: str, example: Path, mingyue: Any
) -> None:
    call = mingyue("simulate", "-p", example, *words)
    assert (call.code, call.out, call.err.count("\n")) == (2, "", 1), call.err
    assert message in call.err
    assert "程序内部错误" not in call.err


@pytest.fixture
def readable(crm: Path) -> Iterator[Path]:
    """A project that whoever runs the tests may read and not write: root, who may write anywhere, is nobody meanwhile."""
    place = Path(tempfile.mkdtemp())
    try:
        project = Path(shutil.copytree(crm, place / "crm"))
        place.chmod(0o755)
        (project / "events.jsonl").chmod(0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield project
        if root:
            os.seteuid(0)
    finally:
        shutil.rmtree(place)


def test_a_ledger_that_may_not_be_written_is_told(readable: Path, mingyue: Any) -> None:
    call = mingyue("record", "-p", readable, "minutes", "subject=x")
    assert (call.code, "没有权限" in call.err) == (2, True)


def test_known_at_leaves_out_what_was_recorded_later(crm: Path, mingyue: Any) -> None:
    def known(*words: str) -> int:
        call = mingyue("ledger", "-p", crm, "--as-of", "2026-05-10", "--format", "json", *words)
        assert (call.code, call.err) == (0, "")
        return len(json.loads(call.out)["events"])

    assert known("--known-at", "2026-01-06") == known("--known-at", "2026-01-06T10:00") == 2
    assert known("--known-at", "2026-01-06T09:59") == 1
    assert known() > 2
    for moment, word in {"五月": "不是时间", "2026-05-10T09:00+08:00": "不带时区"}.items():
        call = mingyue("ledger", "-p", crm, "--known-at", moment)
        assert (call.code, call.out, call.err.count("\n"), word in call.err) == (2, "", 1, True)


def test_a_ledger_of_a_database_holds_the_hash_of_its_terms_too() -> None:
    example = api.worked_example()
    first = example.happenings[0]
    book = api.book(example.terms, b"")
    ((_, line),) = api.sealed(book, [first.entry], recorded=first.recorded, by=first.by)
    log = f"{line}\n".encode()
    assert api.book(example.terms, log).notes == ()
    (note,) = api.book(re.sub(r"rate: 0\.1\b", "rate: 0.9", example.terms), log).notes
    assert note.startswith("contract.yaml 与签署时（E1，2026-01-05）的条款不同")

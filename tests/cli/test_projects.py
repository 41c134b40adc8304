"""`mingyue new` and whatever stands in a contract.yaml."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mingyue import api

ANSWERS = ["远山制造有限公司", "近水软件有限公司", "", "", "1", "", "60", "500,000元", "", ""]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lines that somebody types, then the end of the input."""

    def give(lines: list[str] | bytes) -> None:
        data = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))

    return give


def as_an_editor_reads(path: Path) -> Any:
    """YAML as editors have it: numbers are numbers, a date is text."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))


def test_the_answers_become_a_project_that_can_be_drafted(
    folder: Path, mingyue: Any, typed: Callable[..., None]
) -> None:
    typed(ANSWERS)
    call = mingyue("new", "crm/")
    assert (call.code, call.out) == (0, "")
    assert "mingyue draft crm/contract.yaml" in call.err
    assert "按报价拆分" in call.err
    terms = api.read_terms((folder / "crm/contract.yaml").read_text("utf-8"))
    assert (terms.parties.vendor.name, terms.product.users) == ("近水软件有限公司", 60)
    assert (str(terms.fees_payment.total), len(terms.product.modules)) == ("500000.00", 3)
    assert (folder / "crm/events.jsonl").read_bytes() == b""
    assert (folder / "crm/evidence").is_dir()
    assert (folder / "crm/playbook.toml").read_text("utf-8") == api.playbook_template()
    assert mingyue("draft", "crm", "-o", "合同.docx").code == 0


def test_a_bad_answer_is_asked_for_again(folder: Path, mingyue: Any, typed: Callable[..., None]) -> None:
    wrong = {
        0: ["", "  ", "字" * 201, "甲\t乙"],
        4: ["9", "saas"],
        6: ["0", "-1", "五十", "9" * 30],
        7: ["50万", "0", "-1", "1e3", "nan", "0.001", "9" * 14],
        8: ["0", "100000"],
    }
    typed([line for at, answer in enumerate(ANSWERS) for line in (*wrong.get(at, []), answer)])
    call = mingyue("new", "crm")
    assert call.code == 0, call.err
    terms = api.read_terms((folder / "crm/contract.yaml").read_text("utf-8"))
    assert terms.parties.buyer.name == ANSWERS[0]
    assert str(terms.fees_payment.total) == "500000.00"
    assert call.err.count("请输入金额") == len(wrong[7])


@pytest.mark.parametrize("count", [0, 3])
def test_answers_that_end_in_the_middle_leave_nothing(
    count: int, folder: Path, mingyue: Any, typed: Callable[..., None]
) -> None:
    typed(ANSWERS[:count])
    call = mingyue("new", "crm")
    assert (call.code, call.out, list(folder.iterdir())) == (2, "", [])
    assert call.err.splitlines()[-1].startswith("mingyue: mingyue new：问题没有答完，什么也没有写")


def test_ctrl_c_leaves_nothing(folder: Path) -> None:
    code = "import sys; from mingyue.cli import main; sys.exit(main(['new', 'crm']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert "请回答几个问题" in process.stderr.readline().decode()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, list(folder.iterdir())) == (130, [])
    assert err.decode().splitlines()[-1] == "mingyue: 已中断。"


def test_a_used_folder_is_refused_before_anything_is_asked(
    folder: Path, crm: Path, mingyue: Any, typed: Callable[..., None]
) -> None:
    before = {path: path.read_bytes() for path in crm.rglob("*") if path.is_file()}
    for words in ([], ["--example"], ["--terms", "crm/contract.yaml"]):
        typed(ANSWERS)
        call = mingyue("new", "crm", *words)
        assert (call.code, call.err.count("\n")) == (2, 1), call.err
        assert "没有改动" in call.err
    assert {path: path.read_bytes() for path in crm.rglob("*") if path.is_file()} == before
    (folder / "file").write_text("x")
    assert mingyue("new", "file", "--terms", "crm/contract.yaml").code == 2
    (folder / "empty/.git").mkdir(parents=True)
    assert mingyue("new", "empty", "--terms", "crm/contract.yaml").code == 0


def test_terms_from_a_file_or_the_standard_input(
    folder: Path, crm: Path, mingyue: Any, typed: Callable[..., None]
) -> None:
    text = (crm / "contract.yaml").read_text("utf-8")
    assert mingyue("new", "a", "--terms", "crm/contract.yaml").code == 0
    typed(b"\xef\xbb\xbf" + text.encode())
    assert mingyue("new", "b", "--terms", "-").code == 0
    assert (folder / "a/contract.yaml").read_text("utf-8") == (folder / "b/contract.yaml").read_text("utf-8") == text
    for data, word in {b"\xff\xfe": "UTF-8", b"": "没有内容", b"a: b\n": "缺少这一项"}.items():
        typed(data)
        call = mingyue("new", "c", "--terms", "-")
        assert (call.code, (folder / "c").exists()) == (2, False)
        assert call.err.startswith("mingyue: 标准输入：")
        assert word in call.err


WRONG_USE = [
    ("new", "缺少参数 DIR"),
    ("new c --terms none.yaml", "none.yaml：文件不存在"),
    ("new c --terms a --example", "只能用一个"),
    ("new --schema --example", "只能用一个"),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("words", "message"), WRONG_USE)
def test_wrong_use_of_new(words: str, message: str, mingyue: Any) -> None:
    call = mingyue(*words.split())
    assert (call.code, call.out, call.err.count("\n")) == (2, "", 1)
    assert message in call.err


def test_the_schema_takes_the_example_and_marks_slips(crm: Path, mingyue: Any) -> None:
    schema = json.loads(mingyue("new", "--schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    judge = jsonschema.Draft202012Validator(schema)
    plain = as_an_editor_reads(crm / "contract.yaml")
    assert isinstance(plain["fees_payment"]["total"], float)
    assert [error.json_path for error in judge.iter_errors(plain)] == []
    for price, good in {500000: True, "500000.00": True, "50万": False, -1: False}.items():
        plain["fees_payment"]["total"] = price
        assert judge.is_valid(plain) is good, price
    plain["fees_payment"]["total"] = 500000
    plain["number"] = 2026001
    assert judge.is_valid(plain)
    plain["scope_acceptance"]["acceptance"]["period"] = "十来天"
    plain["fees_payment"]["instalments"][0]["gate"]["after"] = "later"
    assert len(list(judge.iter_errors(plain))) == 2
    assert "甲方收到验收申请后的验收期限" in json.dumps(schema, ensure_ascii=False)


def test_the_example_is_what_was_kept_and_half_way_through(crm: Path, mingyue: Any) -> None:
    project = api.open_project(crm)
    assert project.terms.title == "智联CRM系统采购与实施服务合同"
    assert project.notes == ()
    assert {"signed", "accepted", "went_live", "correction"} <= {event.kind for event in project.events}
    assert mingyue("verify", "-p", crm).code == 0


BREAKS = [
    ("total: 500000.00", "total: 50万", "fees_payment.total：须为数字"),
    ("period: 10个工作日", "period: 十来天", "scope_acceptance.acceptance.period：期限「十来天」看不懂"),
    ("after: went_live", "after: online", "fees_payment.instalments.2.gate.after：须为"),
    ("users: 50", "users: 五十", "product.users：须为整数"),
]


def test_each_fault_of_a_contract_is_told_with_its_line(crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    text = path.read_text("utf-8")
    for old, new, _ in BREAKS:
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    lines = text.splitlines()
    verbs = {
        "mingyue: crm：contract.yaml 第": [
            ("record", "-p", "crm", "signed"),
            ("simulate", "-p", "crm", "--without", "E1"),
        ],
        "mingyue: crm/contract.yaml：第": [
            ("draft", "crm", "-o", "a.docx"),
            ("new", "b", "--terms", "crm/contract.yaml"),
        ],
    }
    for start, calls in verbs.items():
        for words in calls:
            call = mingyue(*words)
            told = call.err.splitlines()
            assert (call.code, call.out, len(told)) == (2, "", len(BREAKS)), call.err
            for _, new, message in BREAKS:
                line = next(number for number, line in enumerate(lines, 1) if line.strip().startswith(new))
                assert any(each.startswith(f"{start} {line} 行 {message}") for each in told), call.err


def test_what_is_no_yaml_is_told_with_its_line(crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    text = path.read_text("utf-8")
    for broken, word in {
        text.replace("  users: 50", "\tusers: 50"): "制表符",
        text.replace("title: 智联", "title：智联", 1): "全角冒号",
        text + "title: 又一次\n": "重复",
    }.items():
        path.write_text(broken, "utf-8")
        call = mingyue("record", "-p", "crm", "signed")
        assert (call.code, call.err.count("\n"), word in call.err) == (2, 1, True), call.err
        assert call.err.startswith("mingyue: crm：contract.yaml 第 ")
    path.write_bytes(text.encode("gbk"))
    assert "UTF-8" in mingyue("record", "-p", "crm", "signed").err


def test_unknown_fields_are_told_and_kept(folder: Path, crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    text = path.read_text("utf-8").replace("  users: 50", "  users: 50\n  seats: 7") + "future: {a: 1}\n"
    path.write_text(text, "utf-8")
    calls = [
        mingyue("simulate", "-p", "crm", "--without", "E1", "--as-of", "2026-02-01"),
        mingyue("draft", "crm", "-o", "a.docx"),
        mingyue("new", "b", "--terms", "crm/contract.yaml"),
    ]
    for call in calls:
        assert call.code == 0
        assert all(f"{name} 这一版不认识" in call.err for name in ("product.seats", "future"))
    kept = yaml.safe_load((folder / "b/contract.yaml").read_text("utf-8"))
    assert (str(kept["product"]["seats"]), str(kept["future"]["a"])) == ("7", "1")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", ["record signed", "verify", "simulate --without E1"])
def test_a_folder_that_is_no_project(words: str, mingyue: Any) -> None:
    verb, *rest = words.split()
    for place, word in {".": "没有 contract.yaml", "nowhere": "文件夹不存在"}.items():
        call = mingyue(verb, "-p", place, *rest)
        assert (call.code, call.out, call.err.count("\n")) == (2, "", 1)
        assert call.err.startswith("mingyue: 文件夹" if place == "." else f"mingyue: {place}：")
        assert word in call.err

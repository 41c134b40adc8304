"""`mingyue draft` and `mingyue read`: terms become a contract, a contract becomes terms."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from mingyue import api
from mingyue.terms.reading import contractual

DAY = ("--as-of", "2026-11-23")


def terms(path: Path) -> api.Contract:
    return contractual(api.read_terms(path.read_text("utf-8")))


def test_a_drafted_contract_is_read_back_with_the_same_terms(folder: Path, crm: Path, mingyue: Any) -> None:
    call = mingyue("draft", "crm", "-o", "new/合同.docx", *DAY)
    assert (call.code, call.out, call.err) == (0, "", "已写入 new/合同.docx\n")
    call = mingyue("read", "new/合同.docx", "-o", "read.yaml", *DAY)
    assert (call.code, call.err) == (0, "已写入 read.yaml，请逐项核对\n")
    assert terms(folder / "read.yaml") == terms(crm / "contract.yaml")
    read = yaml.safe_load((folder / "read.yaml").read_text("utf-8"))
    assert read["places"]["fees_payment.total"]["quote"].startswith("500,000.00")
    shutil.copytree(crm, folder / "again")
    shutil.copy(folder / "read.yaml", folder / "again/contract.yaml")  # what was read keeps the ledger as well
    assert mingyue("record", "-p", "again", "minutes", "subject=x").code == 0


def test_what_is_the_buyers_own_stays_out(crm: Path, mingyue: Any) -> None:
    assert mingyue("draft", "crm", "-o", "a.docx").code == 0
    text = mingyue("text", "a.docx").out
    own = api.read_terms((crm / "contract.yaml").read_text("utf-8"))
    assert own.note
    assert own.note not in text
    assert "550,000" not in text
    assert "500,000.00" in text
    assert "伍拾万元整" in text


def test_the_same_day_gives_the_same_file_and_a_pdf_the_same_words(folder: Path, example: Path, mingyue: Any) -> None:
    for name in ("a.docx", "b.docx", "a.pdf"):
        assert mingyue("draft", example / "contract.yaml", "-o", name, *DAY).code == 0
    assert (folder / "a.docx").read_bytes() == (folder / "b.docx").read_bytes()
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert "智联CRM系统采购与实施服务合同" in mingyue("text", "a.pdf").out


def test_a_position_chooses_the_words_and_not_the_terms(folder: Path, crm: Path, mingyue: Any) -> None:
    assert mingyue("draft", "crm", "-o", "a.docx").code == 0
    words = ("--position", "breach_dispute=fallback", "--position", "termination_exit/data_return=floor")
    assert mingyue("draft", "crm", "-o", "b.docx", *words).code == 0
    assert mingyue("text", "a.docx").out != mingyue("text", "b.docx").out
    with (crm / "contract.yaml").open("a", encoding="utf-8") as file:
        file.write("positions:\n  breach_dispute: fallback\n  termination_exit/data_return: floor\n")
    assert mingyue("draft", "crm", "-o", "c.docx").code == 0
    assert mingyue("text", "c.docx").out == mingyue("text", "b.docx").out
    assert mingyue("read", "b.docx", "-o", "b.yaml", *DAY).code == 0
    assert terms(folder / "b.yaml") == terms(crm / "contract.yaml")


REFUSED = [
    ("crm -o a.txt", "须以 .docx 或 .pdf 结尾"),
    ("crm", "缺少选项 --output"),
    ("none.yaml -o a.docx", "none.yaml：文件不存在"),
    (". -o a.docx", "contract.yaml：文件不存在"),
    ("crm -o crm/contract.yaml/a.docx", "crm/contract.yaml/a.docx："),
    ("crm -o a.docx --position nothere=floor", "可用的条款族有 whole_contract、parties、product"),
    ("crm -o a.docx --position breach_dispute/x=floor", "breach_dispute 之下有 general、late_delivery"),
    ("crm -o a.docx --position breach_dispute=low", "preferred、fallback、floor 之一"),
    ("crm -o a.docx --position breach_dispute", "写成 条款=档次"),
    ("crm -o a.docx --as-of 明天", "“明天”不是日期"),
]


@pytest.mark.usefixtures("crm")
@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_what_cannot_be_drafted_is_told_in_one_line(words: str, message: str, folder: Path, mingyue: Any) -> None:
    call = mingyue("draft", *words.split())
    assert (call.code, call.out, call.err.count("\n")) == (2, "", 1), call.err
    assert message in call.err
    assert [path.name for path in folder.iterdir()] == ["crm"]


def test_a_contract_that_is_there_stays(folder: Path, crm: Path, mingyue: Any) -> None:
    (folder / "a.docx").write_text("已有")
    call = mingyue("draft", crm, "-o", "a.docx")
    assert (call.code, "已经存在" in call.err, (folder / "a.docx").read_text()) == (2, True, "已有")
    assert mingyue("draft", crm, "-o", "a.docx", "--force").code == 0
    assert (folder / "a.docx").read_bytes().startswith(b"PK")


def test_values_that_would_not_read_back_are_named(folder: Path, crm: Path, mingyue: Any) -> None:
    path = crm / "contract.yaml"
    text = path.read_text("utf-8").replace("    - 客户服务\n", "    - 客户、服务\n", 1)
    path.write_text(text.replace("title: 客户画像", "title: 客户 | 画像"), "utf-8")
    call = mingyue("draft", "crm", "-o", "a.docx")
    assert (call.code, (folder / "a.docx").exists()) == (2, False)
    told = call.err.splitlines()
    assert any(line.startswith("mingyue: crm/contract.yaml：product.modules：") and "、" in line for line in told)
    assert any("scope_acceptance.requirements" in line and "竖线" in line for line in told)


def test_a_contract_of_a_vendor_is_read_as_far_as_it_goes(folder: Path, draft: Path, mingyue: Any) -> None:
    call = mingyue("read", draft, "-o", "contract.yaml", *DAY)
    assert call.code == 0
    assert call.err.splitlines() == [
        "已写入 contract.yaml，请逐项核对",
        "还须填写 2 项：product.name、fees_payment.instalments.1.gate.after",
    ]
    text = (folder / "contract.yaml").read_text("utf-8")
    read = yaml.safe_load(text)
    assert read["parties"]["vendor"]["credit_code"] == "91330108MA2KTD0H19"
    assert [part["percent"] for part in read["fees_payment"]["instalments"]] == [50, 40, 10]
    assert read["breach_dispute"]["late_payment"]["rate"] == 0.5
    sections = [line.split(":")[0] for line in text.splitlines() if re.match("[a-z_]+:", line)]
    assert sections == [name for name in api.Contract.model_fields if name in read]
    missing = mingyue("draft", "contract.yaml", "-o", "a.docx")
    assert (missing.code, missing.err.count("\n")) == (2, 2)
    assert "product.name" in missing.err
    text = re.sub(r"(?m)^(  name:)  #", r"\1 栖禾CRM  #", text, count=1).replace("after:\n", "after: effective\n", 1)
    (folder / "contract.yaml").write_text(text, "utf-8")
    assert mingyue("new", "p", "--terms", "contract.yaml").code == 0
    assert mingyue("draft", "p", "-o", "a.docx").code == 0


def test_on_the_screen_what_is_missing_is_told_beside(draft: Path, mingyue: Any) -> None:
    call = mingyue("read", draft, *DAY)
    assert yaml.safe_load(call.out)["format"] == 1
    assert call.err.startswith("还须填写 2 项：product.name、")


def test_terms_that_contradict_one_another_are_told(folder: Path, example: Path, mingyue: Any) -> None:
    assert mingyue("draft", example, "-o", "a.docx", *DAY).code == 0
    text = mingyue("text", "a.docx").out.replace("合同总价的40%", "合同总价的50%", 1)
    (folder / "a.txt").write_text(text, "utf-8")
    call = mingyue("read", "a.txt", "-o", "a.yaml", *DAY)
    assert call.code == 0
    line = (folder / "a.yaml").read_text("utf-8").splitlines().index("  instalments:  # 分期付款") + 1
    told = f"  第 {line} 行 fees_payment.instalments：各期比例合计 110%，须为 100%。"
    assert call.err.splitlines()[1:] == ["还须改正：", told]

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mingyue import api
from mingyue.review.finding import Finding, Review, Waiver

SCHEMA = json.loads(resources.files("mingyue.review").joinpath("check-result.schema.json").read_text("utf-8"))
CONTRACT = "软件采购合同\n甲方：远山制造有限公司\n乙方：近水软件有限公司\n第一条 合同总价为人民币300,000元。\n"


def with_findings(monkeypatch: pytest.MonkeyPatch, *severities: str) -> None:
    """Makes every check end in findings of these severities ("low waived" for a waived one)."""
    check = api.check

    def made(document: api.Document, *, as_of: date, playbook: api.Playbook | None = None) -> Review:
        review = check(document, as_of=as_of, playbook=playbook)
        fields = {name: getattr(review, name) for name in Review.__dataclass_fields__}
        fields["findings"] = tuple(
            Finding(
                "ip/x",
                "other",
                "ip",
                s.split()[0],
                "某意见",
                None,
                ("惯例:分包管理",),
                None,
                "因为。",
                WAIVED if " " in s else None,
            )
            for s in severities
        )
        return Review(**fields)

    monkeypatch.setattr(api, "check", made)


WAIVED = Waiver("已另有约定", "张三", None)


@pytest.mark.parametrize(
    ("severities", "fail_on", "code"),
    [
        ([], "low", 0),
        (["low"], "low", 1),
        (["low"], "medium", 0),
        (["medium"], "medium", 1),
        (["medium"], "high", 0),
        (["low", "high"], "high", 1),
        (["high"], "never", 0),
        (["high waived"], "low", 0),
    ],
)
def test_the_exit_code_follows_fail_on(
    severities: list[str], fail_on: str, code: int, *, folder: Path, mingyue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_findings(monkeypatch, *severities)
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    assert mingyue("check", "a.txt", "--fail-on", fail_on).code == code


def test_json_of_the_sample_draft_is_valid_and_exact(draft: Path, mingyue: Any) -> None:
    call = mingyue("check", draft, "--format", "json", "--as-of", "2026-11-23")
    result = json.loads(call.out)
    jsonschema.validate(result, SCHEMA)
    text = mingyue("text", draft).out
    spans = [found["span"] for found in result["findings"] if found["span"]]
    spans += [span for family in result["clauses"].values() for span in family["spans"]]
    spans += [fact for fact in result["facts"].values() if fact]
    assert spans
    assert [span for span in spans if text[span["start"] : span["end"]] != span["quote"]] == []
    assert call.err == ""


def test_text_prints_exactly_the_text_of_the_document(draft: Path, mingyue: Any) -> None:
    assert mingyue("text", draft).out == api.read_document(draft.read_bytes(), draft.name).text


def test_the_report_goes_to_a_file_and_the_screen_stays_free(folder: Path, draft: Path, mingyue: Any) -> None:
    call = mingyue("check", draft, "--format", "html", "--output", "new/report.html", "--fail-on", "never")
    assert (call.code, call.out, call.err) == (0, "", "已写入 new/report.html\n")
    assert (folder / "new/report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in (folder / "new").iterdir()] == ["report.html"]


def test_the_redline_of_a_given_day_is_always_the_same_file(folder: Path, draft: Path, mingyue: Any) -> None:
    for name in ("a.docx", "b.docx"):
        call = mingyue("check", draft, "--redline", name, "--as-of", "2026-11-23", "--fail-on", "never")
        assert call.code == 0, call.err
    assert (folder / "a.docx").read_bytes() == (folder / "b.docx").read_bytes()
    assert api.read_document((folder / "a.docx").read_bytes(), "a.docx").source == "docx"


def test_a_redline_needs_a_word_file_but_the_report_is_still_given(folder: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    call = mingyue("check", "a.txt", "--redline", "out.docx")
    assert call.code == 2
    assert "软件采购" in call.out
    assert (
        call.err == "mingyue: a.txt：修订稿只能写进 Word 文件，PDF 和纯文本不行：请向供应商索取 Word（.docx）文件。\n"
    )
    assert not (folder / "out.docx").exists()


def test_a_draft_is_never_overwritten(folder: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    (folder / "link.txt").symlink_to("a.txt")
    for target in ("a.txt", "./a.txt", "link.txt"):
        call = mingyue("check", "a.txt", "--output", target)
        assert (call.code, "不会覆盖" in call.err) == (2, True)
    assert (folder / "a.txt").read_text("utf-8") == CONTRACT


def test_many_files_give_json_lines_and_one_table(folder: Path, draft: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    (folder / "broken.docx").write_bytes(draft.read_bytes()[:2000])
    call = mingyue("check", "a.txt", "broken.docx", draft, "missing.docx", "--format", "json", "--fail-on", "never")
    lines = [json.loads(line) for line in call.out.splitlines()]
    assert [line["file"] for line in lines] == ["a.txt", "broken.docx", str(draft), "missing.docx"]
    assert [set(line) == {"file", "error"} for line in lines] == [False, True, False, True]
    for line in (lines[0], lines[2]):
        jsonschema.validate(line, SCHEMA)
    assert call.code == 2
    assert "mingyue: missing.docx：文件不存在：请检查路径。" in call.err.splitlines()
    assert "共 4 份，2 份未检查" in call.err


def test_many_files_write_into_folders_under_names_that_do_not_clash(folder: Path, draft: Path, mingyue: Any) -> None:
    (folder / "x").mkdir()
    for name in ("a.docx", "x/a.docx", "A.docx"):
        (folder / name).write_bytes(draft.read_bytes())
    call = mingyue(
        *("check", "a.docx", "x/a.docx", "A.docx", "--format", "html", "--output", "out", "--redline", "out"),
        *("--fail-on", "never", "--jobs", "2"),
    )
    assert call.code == 0, call.err
    names = [f"{stem}{suffix}" for stem in ("A-3", "a-2", "a") for suffix in (".html", ".redline.docx")]
    assert sorted(path.name for path in (folder / "out").iterdir()) == sorted(names)
    assert call.out.splitlines()[-1].startswith("共 3 份")


@pytest.mark.skipif(sys.platform != "linux", reason="the patched function reaches forked workers only")
def test_a_bug_met_in_one_file_is_told_and_stops_no_other(
    folder: Path, mingyue: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = api.check

    def buggy(document: api.Document, **options: Any) -> Review:
        if "地雷" in document.text:
            raise KeyError("oops")
        return check(document, **options)

    monkeypatch.setattr(api, "check", buggy)
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    (folder / "mine.txt").write_text(CONTRACT + "地雷", "utf-8")
    call = mingyue("check", "mine.txt", "a.txt", "--format", "json")
    assert (call.code, [json.loads(line)["file"] for line in call.out.splitlines()]) == (2, ["mine.txt", "a.txt"])
    assert "mingyue: mine.txt：程序内部错误（KeyError: 'oops'）" in call.err
    assert "Traceback" not in call.err
    assert "Traceback" in mingyue("check", "mine.txt", "a.txt", "--debug").err
    alone = mingyue("check", "mine.txt")
    assert (alone.code, alone.out, alone.err.count("\n")) == (2, "", 1)
    assert "mingyue: mine.txt：程序内部错误（KeyError: 'oops'）" in alone.err
    assert "Traceback" in mingyue("check", "mine.txt", "--debug").err


def test_as_of_and_playbook_reach_the_check(folder: Path, mingyue: Callable[..., Any]) -> None:
    (folder / "a.txt").write_text(CONTRACT, "utf-8")
    (folder / "p.toml").write_text("[parameters.prepayment_percent]\npreferred = 20\n", "utf-8")
    call = mingyue("check", "a.txt", "--format", "json", "--as-of", "2030-01-02", "--playbook", "p.toml")
    result = json.loads(call.out)
    assert result["as_of"] == "2030-01-02"
    assert result["playbook_sha256"] is not None

"""Whatever goes wrong: one Chinese line on stderr, the right exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mingyue import api

USAGE = [
    ("check", "缺少参数 FILE..."),
    ("check --format xml a", "--format 须为 text、json、html 之一"),
    ("check --fromat json a", "没有选项 --fromat，是不是要用 --format？"),
    ("check a --jobs 0", "--jobs 须为 1 到 256 的整数"),
    ("check a --jobs two", "--jobs 须为 1 到 256 的整数"),
    ("check a --as-of 2026-13-01", "“2026-13-01”不是日期"),
    ("check a --redline", "选项 --redline 后面缺少取值"),
    ("check a --debug=1", "选项 --debug 不带取值"),
    ("check a b --format html", "请用 --output 指定文件夹"),
    ("check a b --format html --output one.html", "--output 须是文件夹"),
    ("check a --redline out.txt", "须以 .docx 结尾"),
    ("text a b", "多余的参数：b"),
    ("chekc a", "没有命令 chekc；可用的命令：check、text"),
    ("playbook frob", "没有命令 frob；可用的命令：init、check"),
    ("completion csh", "须为 bash、zsh、fish 之一"),
    ("explain no_such_rule_at_all", "没有与“no_such_rule_at_all”对应的规则"),
]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("words", "message"), USAGE)
def test_wrong_usage_is_told_in_one_chinese_line(words: str, message: str, mingyue: Any) -> None:
    call = mingyue(*words.split())
    assert (call.code, call.out, call.err.count("\n")) == (2, "", 1)
    assert message in call.err
    assert call.err.startswith("mingyue: mingyue")


def unusable(folder: Path, draft: Path) -> dict[str, str]:
    """Files that cannot be checked, and a word of what is said about each."""
    (folder / "empty.docx").write_bytes(b"")
    (folder / "cut.docx").write_bytes(draft.read_bytes()[:4000])
    (folder / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "folder").mkdir()
    with (folder / "huge.docx").open("wb") as huge:
        huge.truncate(200_000_000)
    return {
        "empty.docx": "空",
        "cut.docx": "损坏",
        "picture.docx": "图片",
        "folder": "这是文件夹",
        "huge.docx": "200 MB",
        "missing.docx": "文件不存在",
        os.devnull: "普通文件",
    }


@pytest.mark.parametrize("verb", ["check", "text", "read"])
def test_an_unusable_file_is_told_in_one_chinese_line(verb: str, folder: Path, draft: Path, mingyue: Any) -> None:
    for name, word in unusable(folder, draft).items():
        call = mingyue(verb, name)
        assert (call.code, call.out, call.err.count("\n")) == (2, "", 1), name
        assert call.err.startswith(f"mingyue: {name}：")
        assert word in call.err, call.err


def test_a_playbook_that_cannot_be_used_is_told_with_its_name(folder: Path, mingyue: Any) -> None:
    (folder / "a.txt").write_text("合同", "utf-8")
    (folder / "bad.toml").write_text("[parameters.nope]\npreferred = 1\n", "utf-8")
    (folder / "gbk.toml").write_bytes("# 底线".encode("gbk"))
    for name, word in {"bad.toml": "nope", "gbk.toml": "UTF-8", "none.toml": "文件不存在"}.items():
        for words in (("check", "a.txt", "--playbook", name), ("playbook", "check", name)):
            call = mingyue(*words)
            assert (call.code, call.err.count("\n")) == (2, 1), words
            assert call.err.startswith(f"mingyue: {name}：")
            assert word in call.err


def test_a_place_that_cannot_be_written_is_told(folder: Path, draft: Path, mingyue: Any) -> None:
    (folder / "file").write_text("")
    call = mingyue("check", draft, "--output", "file/report.txt")
    assert (call.code, "写不出报告 file" in call.err, call.err.count("\n")) == (2, True, 1)
    call = mingyue("check", draft, draft, "--output", "file")
    assert (call.code, "须是文件夹" in call.err) == (2, True)


def test_interrupted_and_out_of_memory(folder: Path, mingyue: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("合同", "utf-8")

    def raising(error: type[BaseException]) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(api, "check", fail)

    raising(KeyboardInterrupt)
    assert mingyue("check", "a.txt").code == 130
    raising(MemoryError)
    call = mingyue("check", "a.txt")
    assert (call.code, "内存不足" in call.err) == (2, True)


def run(*words: str, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "import sys; from mingyue.cli import main; sys.exit(main())", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently on Windows")
def test_a_reader_that_goes_away_is_no_fault(folder: Path) -> None:
    (folder / "a.txt").write_text("合同正文。\n" * 100_000, "utf-8")
    with run("text", "a.txt") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert (process.stderr.read(), process.wait(30)) == (b"", 141)


def test_any_locale_gives_utf8_into_a_pipe(folder: Path) -> None:
    (folder / "合同.txt").write_text("合同总价\n", "utf-8")
    strange = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for words in (("--help",), ("check", "合同.txt", "--format", "json"), ("text", "没有.txt")):
        with run(*words, env=strange) as process:
            out, err = process.communicate(timeout=30)
        told = (out + err).decode("utf-8")
        assert "合同" in told or "文件不存在" in told, words
        assert "Traceback" not in told


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not allow such names")
def test_a_file_name_that_is_not_utf8_is_shown_as_well_as_can_be(mingyue: Any) -> None:
    name = os.fsdecode(b"\xba\xcf\xcd\xac.txt")
    Path(name).write_text("合同", "utf-8")
    call = mingyue("check", name, "--format", "json", "--fail-on", "never")
    assert (call.code, call.err) == (0, "")

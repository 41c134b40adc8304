from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from mingyue import __version__, api
from mingyue.cli import app, overview

VERBS = [*([verb] for verb in overview.VERBS), ["playbook", "init"], ["playbook", "check"]]


def test_the_overview_is_printed_without_click_or_an_engine() -> None:
    code = "import sys; from mingyue.cli import main; main(['--help']); print(sorted({'click', 'mingyue.api'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    out = done.stdout.decode()
    assert out.startswith("用法：mingyue 命令")
    assert out.endswith("[]\n")


def test_both_ways_to_the_overview_and_the_version_agree(mingyue: Any, capfdbinary: Any) -> None:
    for words in ("--help", "-h", "--version"):
        quick = mingyue(words)
        assert app.run([words]) == quick.code == 0
        assert capfdbinary.readouterr().out.decode() == quick.out
    assert mingyue("--version").out == f"mingyue {__version__}\n"


def test_no_command_is_a_wrong_use(mingyue: Any) -> None:
    assert (mingyue().code, mingyue().out, "命令：" in mingyue().err) == (2, "", True)


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_the_help_of_every_verb_is_chinese_and_has_examples(words: list[str], mingyue: Any) -> None:
    call = mingyue(*words, "--help")
    assert call.code == 0
    assert call.out.startswith(f"用法：mingyue {' '.join(words)} ")
    assert f"示例：\n  mingyue {words[0]}" in call.out
    assert not any(word in call.out for word in ("Usage", "Options", "Show this", "default"))


def test_the_examples_of_check_name_options_that_exist(mingyue: Any) -> None:
    out = mingyue("check", "--help").out
    head, _, tail = out.partition("示例：")
    named = {word for word in tail.split() if word.startswith("--")}
    assert named
    assert {option for option in named if option not in head} == set()


def test_read_writes_terms_and_never_over_a_file(folder: Path, draft: Path, mingyue: Any) -> None:
    assert mingyue("read", draft, "-o", "contract.yaml", "--as-of", "2026-11-23").code == 0
    text = (folder / "contract.yaml").read_text("utf-8")
    terms = yaml.safe_load(text)
    price = terms["places"]["fees_payment.total"]
    assert (terms["fees_payment"]["total"], "¥1,286,000.00" in price["quote"], price["place"]) == (1286000, True, "p59")
    assert mingyue("read", draft, "--as-of", "2026-11-23").out == text
    call = mingyue("read", draft, "-o", "contract.yaml")
    assert (call.code, "已经存在" in call.err) == (2, True)
    assert mingyue("read", draft, "-o", "contract.yaml", "--force").code == 0


def test_a_new_playbook_is_the_default_one_and_checks_out(folder: Path, mingyue: Any) -> None:
    assert mingyue("playbook", "init").code == 0
    path = folder / "playbook.toml"
    assert path.read_text("utf-8") == api.playbook_template()
    call = mingyue("playbook", "check", "playbook.toml")
    assert (call.code, "改动的参数 0 个" in call.out) == (0, True)
    path.write_text("mine = true", "utf-8")
    assert mingyue("playbook", "init").code == 2
    assert path.read_text("utf-8") == "mine = true"


@pytest.mark.usefixtures("folder")
def test_checking_a_playbook_tells_what_it_changes(mingyue: Any) -> None:
    rule = api.rules()[0].id
    Path("p.toml").write_text(
        f'[parameters.prepayment_percent]\npreferred = 10\n[rules."{rule}"]\noff = true\n'
        f'[[waivers]]\nrule = "{rule}"\nreason = "另有约定"\nby = "张三"\nuntil = 2020-01-01\n',
        "utf-8",
    )
    out = mingyue("playbook", "check", "p.toml").out
    assert "改动的参数 1 个：prepayment_percent" in out
    assert f"其中关闭：{rule}" in out
    assert "另有约定（张三，2020-01-01，已过期）" in out


def test_rules_are_listed_and_filtered(mingyue: Any) -> None:
    everything = json.loads(mingyue("rules", "--format", "json").out)
    assert [rule["rule"] for rule in everything] == [rule.id for rule in api.rules()]
    some = everything[0]
    found = json.loads(
        mingyue("rules", "--format", "json", "--family", some["family"], "--severity", some["severity"]).out
    )
    assert some in found
    assert {(rule["family"], rule["severity"]) for rule in found} == {(some["family"], some["severity"])}
    listed = mingyue("rules").out
    assert [rule["rule"] for rule in everything if rule["rule"] not in listed] == []


def test_every_rule_can_be_explained(mingyue: Any) -> None:
    for rule in api.rules():
        call = mingyue("explain", rule.id, "--as-of", "2026-11-23")
        assert call.code == 0
        assert call.out.startswith(rule.title)


def test_explain_takes_a_part_a_risk_or_a_word_and_suggests(mingyue: Any) -> None:
    rule = next(r for r in api.rules() if sum(other.risk == r.risk for other in api.rules()) > 1)
    defect = rule.id.partition("/")[2]
    assert rule.id in mingyue("explain", defect).out
    assert rule.id in mingyue("explain", rule.risk).out
    assert rule.id in mingyue("explain", rule.title[:6]).out
    call = mingyue("explain", defect[:3] + "x" + defect[3:])
    assert (call.code, f"相近的有：{rule.id}" in call.err or rule.id in call.err) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="bash is not at home there")
def test_completion_scripts_and_answers(mingyue: Any) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert "_MINGYUE_COMPLETE" in mingyue("completion", shell).out
    code = "import sys; from mingyue.cli import main; sys.exit(main())"
    wanted = {"mingyue check --for": "--format", "mingyue explain ip/": "ip/"}
    for words, answer in wanted.items():
        asked = {
            **os.environ,
            "_MINGYUE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, check=False)
        assert f"plain,{answer}" in done.stdout.decode(), done

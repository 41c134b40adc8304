"""mingyue new."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mingyue import api
from mingyue.cli import files, interview
from mingyue.cli.command import Verb
from mingyue.cli.named import named

EXAMPLES = """\
示例：
  mingyue new crm                      逐项提问，写出 crm/contract.yaml
  mingyue new crm --terms 条款.yaml    用现成的条款，不提问
  mingyue new crm --example            一份写好的例子：智联CRM Pro V5.2.1，已履行到一半
  mingyue new --schema > contract.schema.json    供编辑器使用的 JSON Schema"""


@click.command("new", cls=Verb, epilog=EXAMPLES)
@click.argument("folder", metavar="DIR", required=False)
@click.option("--terms", "source", metavar="YAML", help="用这份条款，不提问；- 表示从标准输入读")
@click.option("--example", is_flag=True, help="写出例子：条款和半程的台账")
@click.option("--schema", is_flag=True, help="只输出 contract.yaml 的 JSON Schema")
def new(folder: str | None, source: str | None, *, example: bool, schema: bool) -> int:
    """新建项目文件夹：contract.yaml（条款）、events.jsonl（台账）、evidence/（证据）、playbook.toml（谈判底线）。

    提问时直接回车用方括号里的默认值；答不上来的以后在 contract.yaml 里补。
    """
    if (source is not None) + example + schema > 1:
        raise click.UsageError("--terms、--example 和 --schema 只能用一个。")
    if schema:
        click.echo(json.dumps(api.terms_schema(), ensure_ascii=False, indent=2))
        return 0
    if folder is None:
        raise click.UsageError("缺少参数 DIR：新项目的文件夹名。")
    if example:
        return _example(folder)
    if source is None:
        _refuse_used(Path(folder))
        terms = interview.terms()
    else:
        with named("标准输入" if source == "-" else source):
            terms = api.read_terms(_stdin() if source == "-" else files.read_text(Path(source), "合同条款"))
        for name in api.unknown_terms(terms):
            click.echo(f"提示：{name} 这一版不认识，已原样保留。", err=True)
    with named(folder):
        api.new_project(Path(folder), terms, extra={"playbook.toml": api.playbook_template()})
    _done(folder)
    if source is None:
        click.echo("费用明细现在只有一行，请先在 contract.yaml 里按报价拆分。", err=True)
    return 0


def _refuse_used(folder: Path) -> None:
    """Before anything is asked; what makes the project looks again."""
    if folder.is_file() or (folder.is_dir() and any(path.name != ".git" for path in folder.iterdir())):
        name = click.format_filename(folder)
        raise click.UsageError(f"{name} 已经存在，也不是空文件夹，没有改动它：请换一个新的文件夹名。")


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise api.FolderError("不是 UTF-8 编码的文本：请转成 UTF-8 后再试。") from error


def _done(folder: str) -> None:
    name = click.format_filename(Path(folder))
    click.echo(f"已建立项目 {name}。接下来：", err=True)
    click.echo(f"  mingyue draft {name}/contract.yaml -o 合同.docx    写出合同", err=True)
    click.echo(f"  mingyue record signed -p {name} --on 日期          签署之后，开始记台账", err=True)
    click.echo(f"  mingyue ledger -p {name}                            看台账", err=True)


def _example(folder: str) -> int:
    example = api.worked_example()
    with named(folder):
        api.new_project(Path(folder), api.read_terms(example.terms), extra={"playbook.toml": api.playbook_template()})
        for each in example.happenings:
            api.record(api.open_project(Path(folder)), [each.entry], recorded=each.recorded, by=each.by)
    _done(folder)
    return 0

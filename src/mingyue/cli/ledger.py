"""mingyue ledger, mingyue why."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from mingyue import api
from mingyue.api.statements import FORMS, Form
from mingyue.cli import files, holdings
from mingyue.cli.command import Verb, today
from mingyue.cli.named import named
from mingyue.cli.project import AS_OF, FOLDER, KNOWN_AT, known, opened
from mingyue.connectors.workers import cores

LEDGER_EXAMPLES = """\
示例：
  mingyue ledger --as-of 2026-05-10                    看台账
  mingyue ledger -p crm --known-at 2026-04-30          只用 4 月 30 日之前记录的事件
  mingyue ledger --format xlsx -o 台账.xlsx             表格；csv 写成一个文件夹，每张表一个文件
  mingyue ledger --format ics -o 日程.ics               日历，带提醒
  mingyue ledger --format ocds -o release.json          OCDS 1.1 公开数据
  mingyue ledger --all 合同/ --as-of 2026-12-31         文件夹下全部合同，每份一行"""
WHY_EXAMPLES = """\
示例：
  mingyue why C-M1-late                  一笔违约金是怎么算出来的
  mingyue why P3 --as-of 2026-05-10      尾款为什么还不能付
  mingyue why R-trial -p crm"""
_BINARY = frozenset(("xlsx", "csv"))


@click.command("ledger", cls=Verb, epilog=LEDGER_EXAMPLES)
@FOLDER
@AS_OF
@KNOWN_AT
@click.option("--format", "form", type=click.Choice(FORMS), default="text", help="格式，默认 text")
@click.option("-o", "--output", metavar="PATH", help="写到这里；xlsx 和 csv 须给出")
@click.option("--all", "root", metavar="DIR", help="这个文件夹下的全部项目，每份合同一行")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="--all 时同时运行的进程数，默认用全部处理器")
def ledger(folder: str, as_of: date | None, known_at: str | None, form: Form, **options: Any) -> int:  # noqa: ANN401 - by name
    """看台账：到某一天为止的付款、违约金、义务、权利、关键日期和提醒，每一项都能用 mingyue why 查算式。"""
    day, output = as_of or today(), options["output"]
    if options["root"] is not None:
        return holdings.show(Path(options["root"]), day, form, options["jobs"] or cores())
    if output is None and form in _BINARY:
        raise click.UsageError(f"{form} 不能显示在屏幕上：请用 -o 给出文件名。")
    project = opened(folder)
    with named(folder):
        position = api.replay(project, as_of=day, known_at=known(known_at))
        if form == "text" and output is None:
            click.echo(api.statement(position, columns=holdings.columns(), colour=sys.stdout.isatty()), nl=False)
            return 0
        made = api.export(position, form, made=api.stamp(project, as_of=day, known_at=known(known_at)))
    if not isinstance(made, bytes):
        for name, data in made.items():
            _write(Path(output or ".") / name, data)
    elif output is None:
        click.echo(made.decode(), nl=False)
    else:
        _write(Path(output), made)
    return 0


def _write(path: Path, data: bytes) -> None:
    with named(str(path)):
        files.write(path, data)
    click.echo(f"已写入 {click.format_filename(path)}", err=True)


@click.command("why", cls=Verb, epilog=WHY_EXAMPLES)
@click.argument("name", metavar="ID")
@FOLDER
@AS_OF
@KNOWN_AT
def why(name: str, folder: str, as_of: date | None, known_at: str | None) -> int:
    """说明台账里的一项：是什么、怎么算的、依据哪一条、用到哪些事件。ID 是台账里的编号。"""
    project = opened(folder)
    with named(folder):
        position = api.replay(project, as_of=as_of or today(), known_at=known(known_at))
        click.echo(api.why(position, name), nl=False)
    return 0

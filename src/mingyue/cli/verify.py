"""mingyue verify."""

from __future__ import annotations

from pathlib import Path

import click

from mingyue import api
from mingyue.cli.command import Verb
from mingyue.cli.named import named
from mingyue.cli.project import FOLDER

EXAMPLES = """\
示例：
  mingyue verify
  mingyue verify -p crm --head 3f2a…（另行保存的最后一条的散列值，可以发现末尾被截去）

退出码：0 完好；1 有改动，逐条指出位置；2 用法有误或文件无法读取。"""

_MOST = 1_000_000_000


@click.command("verify", cls=Verb, epilog=EXAMPLES)
@FOLDER
@click.option("--head", metavar="HASH", help="曾经的最后一条的散列值：文件必须仍然包含它")
@click.option("--count", type=click.IntRange(0, _MOST), metavar="N", help="曾经的条数：文件不得更少")
def verify(folder: str, head: str | None, count: int | None) -> int:
    """证明台账没有被改动：逐条核对散列链和证据文件，指出改动的位置；条款与签署时不同的，也指出来。"""
    with named(folder):
        verdict = api.verify(Path(folder), head=head, count=count)
    for note in verdict.notes:
        click.echo(f"提示：{note}", err=True)
    for fault in verdict.faults:
        click.echo(f"events.jsonl 第 {fault.line} 行：{fault.what}" if fault.line else fault.what)
    state = "完好" if verdict.ok else f"发现 {len(verdict.faults)} 处问题"
    click.echo(f"{state}：共 {verdict.count} 条，最后一条的散列值 {verdict.head}")
    return 0 if verdict.ok else 1

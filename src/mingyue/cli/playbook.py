"""mingyue playbook."""

from __future__ import annotations

from pathlib import Path

import click

from mingyue import api
from mingyue.cli import files
from mingyue.cli.command import Verb, Verbs, today
from mingyue.cli.named import named
from mingyue.review import playbook as playbooks

EXAMPLES = """\
示例：
  mingyue playbook init
  mingyue playbook check playbook.toml
  mingyue check 合同.docx --playbook playbook.toml"""


@click.group("playbook", cls=Verbs, epilog=EXAMPLES)
def playbook() -> None:
    """谈判底线（TOML）：每个参数的首选、可让步和底线，规则的级别和开关，已接受的偏离。"""


@playbook.command("init", cls=Verb, epilog="示例：\n  mingyue playbook init\n  mingyue playbook init 我们的底线.toml")
@click.argument("path", metavar="[PATH]", default="playbook.toml")
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def init(path: str, *, force: bool) -> int:
    """写出一份谈判底线，内容是默认值，供修改；默认写到 playbook.toml。"""
    with named(path):
        files.write_new(Path(path), api.playbook_template(), force=force)
    click.echo(f"已写入 {click.format_filename(path)}；改好后用 mingyue playbook check 检查", err=True)
    return 0


@playbook.command("check", cls=Verb, epilog="示例：\n  mingyue playbook check playbook.toml")
@click.argument("path", metavar="PATH")
def check(path: str) -> int:
    """检查一份谈判底线写得对不对，并说明它改了什么。"""
    with named(path):
        house = api.playbook(files.read_text(Path(path), "谈判底线"))
    usual = playbooks.default().parameters
    changed = [key for key, value in house.parameters.items() if value != usual[key]]
    click.echo(f"{click.format_filename(path)}：可以使用")
    click.echo(f"  改动的参数 {len(changed)} 个" + (f"：{'、'.join(changed)}" if changed else ""))
    off = [key for key, setting in house.rules.items() if setting.off]
    click.echo(f"  单独设置的规则 {len(house.rules)} 条" + (f"，其中关闭：{'、'.join(off)}" if off else ""))
    click.echo(f"  已接受的偏离 {len(house.waivers)} 项")
    for entry in house.waivers:
        until = entry.waiver.until
        expired = "，已过期" if until and until < today() else ""
        click.echo(f"    {entry.rule}：{entry.waiver.reason}（{entry.waiver.by}，{until or '长期有效'}{expired}）")
    return 0

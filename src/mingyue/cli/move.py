"""mingyue export and mingyue import."""

from __future__ import annotations

from pathlib import Path

import click

from mingyue.cli import workspace
from mingyue.cli.command import Verb
from mingyue.cli.named import named

EXPORTED = """\
示例：
  mingyue export 3f2a9c51e0 crm        按项目编号（网址里 projects/ 后面的一段）
  mingyue export 客户管理系统采购 crm    按项目名称

导出的文件夹可以用 mingyue ledger -p crm 等命令直接使用，也可以用 git 保存。"""
IMPORTED = """\
示例：
  mingyue import crm
  mingyue import crm --title 客户管理系统采购"""


@click.command("export", cls=Verb, epilog=EXPORTED)
@click.argument("project", metavar="项目")
@click.argument("folder", metavar="文件夹", type=click.Path())
def export(project: str, folder: str) -> None:
    """把工作台里的一个项目整个写成项目文件夹：合同条款、事件、证据、谈判底线。"""
    workspace.start()
    workspace.prepare()
    from mingyue.web.store import exchange

    found = exchange.find(project)
    exchange.export(found, Path(folder))
    click.echo(f"已导出：{found.title} -> {folder}")


@click.command("import", cls=Verb, epilog=IMPORTED)
@click.argument("folder", metavar="文件夹", type=click.Path(exists=True, file_okay=False))
@click.option("--title", default="", metavar="名称", help="项目名称，默认取合同的名称")
def import_(folder: str, title: str) -> None:
    """把一个项目文件夹收进工作台；证据和散列链先核对。"""
    workspace.start()
    workspace.prepare()
    from mingyue.web.store import exchange

    with named(folder):
        made = exchange.take_in(Path(folder), title=title)
    click.echo(f"已收进：{made.title}，编号 {made.slug}")

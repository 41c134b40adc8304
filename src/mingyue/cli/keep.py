"""mingyue backup and mingyue restore."""

from __future__ import annotations

from pathlib import Path

import click

from mingyue.cli import workspace
from mingyue.cli.command import Verb

BACKUP = """\
示例：
  mingyue backup 备份/mingyue-2026-11-23.zip

备份里有全部数据、证据文件和工作台的密钥，只有您能读；请像对待合同原件一样保管。不必停下工作台；用 SQLite 时，备份期间别人的保存会稍等。"""
RESTORE = """\
示例：
  mingyue restore 备份/mingyue-2026-11-23.zip
  MINGYUE_HOME=/srv/mingyue mingyue restore 备份/mingyue-2026-11-23.zip
  DATABASE_URL=postgresql://mingyue:口令@127.0.0.1/mingyue mingyue restore 备份/mingyue-2026-11-23.zip

只能恢复到空的工作台；SQLite 的备份可以恢复到 PostgreSQL，反过来也可以。所有人需要重新登录。"""


@click.command("backup", cls=Verb, epilog=BACKUP)
@click.argument("file", metavar="文件", type=click.Path(dir_okay=False))
def backup(file: str) -> None:
    """把整个工作台备份成一个文件。"""
    workspace.start()
    workspace.prepare()
    from mingyue.web import clock
    from mingyue.web.store import backup as keeping

    rows = keeping.backup(Path(file), now=clock.now())
    click.echo(f"已备份 {rows} 条记录：{file}")


@click.command("restore", cls=Verb, epilog=RESTORE)
@click.argument("file", metavar="文件", type=click.Path(exists=True, dir_okay=False))
def restore(file: str) -> None:
    """从备份恢复到空的工作台。"""
    workspace.start()
    workspace.prepare()
    from mingyue.web.store import backup as keeping

    rows = keeping.restore(Path(file))
    click.echo(f"已恢复 {rows} 条记录。")

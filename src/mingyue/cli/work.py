"""mingyue work."""

from __future__ import annotations

import click

from mingyue.cli import workspace
from mingyue.cli.command import Verb

EXAMPLES = """\
示例：
  mingyue work
  mingyue work --threads 4

mingyue serve 自己已经带有一个线程做后台任务；文件很多时再另开这个进程，可以同时开几个，按时的任务只做一次。
按 Ctrl-C 停止：正在做的任务做完才退出。"""


@click.command("work", cls=Verb, epilog=EXAMPLES)
@click.option("--threads", default=2, type=click.IntRange(1, 16), metavar="N", help="同时做的任务数，默认 2")
def work(threads: int) -> None:
    """做工作台的后台任务：检查上传的合同、按时发通知。与 mingyue serve 用同一个 MINGYUE_HOME 或 DATABASE_URL。"""
    workspace.start()
    workspace.prepare()
    from mingyue.web.jobs import worker

    click.echo("明约后台任务已启动（按 Ctrl-C 停止）")
    worker.work(threads=threads)

"""mingyue serve."""

from __future__ import annotations

import click

from mingyue.cli import workspace
from mingyue.cli.command import Verb

EXAMPLES = """\
示例：
  mingyue serve
  mingyue serve --port 9000
  DATABASE_URL=postgresql://mingyue:口令@127.0.0.1/mingyue mingyue serve --host 0.0.0.0

数据放在 MINGYUE_HOME（默认 ~/.mingyue）；各项设置见 docs/web.md。按 Ctrl-C 停止。"""


@click.command("serve", cls=Verb, epilog=EXAMPLES)
@click.option("--host", default="127.0.0.1", metavar="地址", help="监听的地址；0.0.0.0 让别的电脑也能访问")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), metavar="端口", help="监听的端口，默认 8000")
@click.option("--threads", default=8, type=click.IntRange(1, 64), metavar="N", help="同时处理的请求数")
@click.option("--demo", is_flag=True, help="先填入演示项目和各角色的登录账号；只能用在空的工作台里")
@click.option("--no-serve", is_flag=True, help="准备好之后就结束，不启动")
def serve(host: str, port: int, threads: int, *, demo: bool, no_serve: bool) -> None:
    """启动工作台：用浏览器打开，全队和供应商一起用。第一次启动时自动建立数据库。"""
    workspace.start()
    workspace.prepare()
    if demo:
        _fill()
    if no_serve:
        return
    import waitress
    from django.conf import settings

    from mingyue.web.jobs import worker
    from mingyue.web.wsgi import application

    running = worker.start()

    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 (compared, not bound)
    click.echo(f"明约工作台：http://{shown}:{port}/ （按 Ctrl-C 停止）")
    _first_administrator(f"http://{shown}:{port}")
    try:
        most = settings.UPLOAD_MOST
        waitress.serve(
            application, host=host, port=port, threads=threads, ident=None, max_request_body_size=most, _quiet=True
        )
    finally:
        running.stop(graceful=True)


def _first_administrator(address: str) -> None:
    """Of an empty workspace: who sees this terminal becomes its administrator."""
    from mingyue.web import clock
    from mingyue.web.people import invitations

    if token := invitations.first_administrator(clock.now()):
        click.echo(
            f"还没有人。请打开这个链接设置第一位管理员（七天内有效，只能用一次）：\n{address}/invitation/{token}/"
        )


def _fill() -> None:
    from mingyue.web import demo

    told = demo.fill()
    click.echo("演示项目已填入。登录账号（口令只显示这一次）：")
    click.echo(demo.table(told))

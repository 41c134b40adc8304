"""What the verbs over a project folder share."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path

import click

from mingyue import api
from mingyue.cli.command import BEIJING, day
from mingyue.cli.named import named

FOLDER = click.option(
    "-p", "--project", "folder", metavar="DIR", default=".", help="项目文件夹（contract.yaml 所在处），默认当前文件夹"
)
AS_OF = click.option("--as-of", type=day, metavar="DATE", help="算到哪一天为止（含当日），默认今天")
KNOWN_AT = click.option(
    "--known-at", metavar="TIME", help="只用这个时间之前记录的事件，如 2026-04-30 或 2026-04-30T18:00"
)


def opened(folder: str) -> api.Project:
    """The project of a folder; what is odd about it goes to stderr."""
    with named(folder):
        project = api.open_project(Path(folder))
    for note in project.notes:
        click.echo(f"提示：{note}", err=True)
    return project


def now() -> datetime:
    """The time in Beijing, in seconds: a ledger knows no other."""
    return datetime.now(BEIJING).replace(microsecond=0)


def user() -> str:
    """Who sits here, when nobody says so."""
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise click.UsageError("不知道是谁在记录：请用 --by 写上姓名。") from error


def known(text: str | None) -> str | None:
    """A --known-at as the ledger compares it: ISO 8601, Beijing time."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"“{text}”不是时间，请写成 2026-04-30 或 2026-04-30T18:00 的样子。") from error
    if moment.tzinfo is not None:
        raise click.BadParameter(f"“{text}”带有时区：请写北京时间，不带时区。")
    if len(text) <= len("2026-04-30"):
        moment = moment.replace(hour=23, minute=59, second=59)
    return moment.isoformat(timespec="seconds") + "+08:00"

"""Many files in one call: all cores, a bar, one table; a failure in one stops none of the others."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial

import click

from mingyue import api
from mingyue.cli import faults, job
from mingyue.cli.app import complain
from mingyue.connectors.report.summary import Summary, summary_table
from mingyue.connectors.workers import Failure, Outcome, each

LIMIT_S = 120.0
"""For one file: twice what LibreOffice may take to convert an old one."""


def run(order: job.Order, items: Sequence[job.Item], jobs: int, *, debug: bool) -> tuple[list[Summary], bool]:
    """Checks all files, prints results, faults and the table; whether there was a fault."""
    api.rules()  # loaded once, before the processes part
    lines = order.form == "json" and items[0].report is None
    rows: list[tuple[str, Summary | None]] = []
    told: list[str] = []  # after the bar: a line in its midst would spoil it
    outcomes = each(partial(job.do, order), items, jobs=jobs, limit_s=LIMIT_S)
    # A bar among lines of output on one screen would spoil both.
    hidden = not sys.stderr.isatty() or (lines and sys.stdout.isatty())
    with click.progressbar(outcomes, len(items), label="检查", file=sys.stderr, hidden=hidden) as bar:
        for outcome in bar:
            done = _done(outcome, debug=debug)
            rows.append((outcome.item.name, done.summary))
            if lines and done.report:
                click.echo(json.dumps(json.loads(done.report), ensure_ascii=False))
            told += [f"{outcome.item.name}：{fault}" for fault in done.faults]
    for line in told:
        complain(line)
    click.echo(summary_table(rows), nl=False, err=lines)
    if order.form == "text" and items[0].report is None:
        click.echo("逐份的报告：加 --output 文件夹，或一次检查一份", err=True)
    return [figures for _, figures in rows if figures], bool(told)


def _done(outcome: Outcome[job.Item, job.Done], *, debug: bool) -> job.Done:
    if outcome.value is not None:
        return outcome.value
    failure = outcome.failure or Failure("crashed", "no answer")
    if failure.trace and debug:
        click.echo(failure.trace, err=True, nl=False)
    if failure.kind == "overdue":
        return job.failed(outcome.item, f"{LIMIT_S:.0f} 秒内没有检查完，已停止：请用 Word 另存一份，或单独检查它。")
    if failure.kind == "crashed":
        fault = f"检查它的进程意外终止（{failure.message}），可能是内存不足或程序缺陷：请单独检查它。"
        return job.failed(outcome.item, fault)
    return job.failed(outcome.item, faults.internal(failure.message))

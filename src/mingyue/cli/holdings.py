"""Many contracts in one table."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from mingyue import api
from mingyue.cli.app import complain
from mingyue.connectors.report.columns import table

_HEADS = {
    "number": "合同编号",
    "vendor": "乙方",
    "price": "合同价",
    "paid": "已付",
    "withheld": "暂扣",
    "payable": "现应付",
    "for_buyer": "乙方欠甲方",
    "for_vendor": "甲方欠乙方",
    "overdue": "逾期义务",
    "next_due": "下一到期日",
    "folder": "项目",
}
_SUMS = frozenset(("price", "paid", "withheld", "payable", "for_buyer", "for_vendor"))


def columns() -> int:
    """The width of the terminal, within what a person reads."""
    return min(110, max(60, shutil.get_terminal_size((100, 24)).columns))


def show(root: Path, as_of: date, form: str, jobs: int) -> int:
    """Prints a line for each project below a folder; 2 where one could not be computed."""
    if form not in {"text", "json", "csv"}:
        raise click.UsageError("--all 只能用 text、json（每份一行）或 csv。")
    if not root.is_dir():
        raise click.UsageError(f"{click.format_filename(root)} 不是文件夹。")
    found = api.projects(root)
    if not found:
        raise click.UsageError(f"{click.format_filename(root)} 下面没有项目（含 contract.yaml 的文件夹）。")
    faulty = False
    rows: list[api.Standing] = []
    with click.progressbar(
        api.portfolio(found, as_of=as_of, jobs=jobs),
        len(found),
        label="计算",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        for standing in bar:
            if standing.fault:
                faulty = True
                complain(f"{standing.folder}：{standing.fault}")
            elif form == "json":
                click.echo(json.dumps(asdict(standing), ensure_ascii=False, default=str))
            else:
                rows.append(standing)
    if form != "json":
        click.echo(_csv(rows) if form == "csv" else _table(rows), nl=False)
    return 2 if faulty else 0


def _cells(standing: api.Standing) -> list[str]:
    return [_cell(name, getattr(standing, name)) for name in _HEADS]


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    return f"{value:,.2f}" if name in _SUMS else str(value)


def _table(rows: Iterable[api.Standing]) -> str:
    right = frozenset(at for at, name in enumerate(_HEADS) if name in _SUMS or name == "overdue")
    return "".join(line + "\n" for line in table([list(_HEADS.values()), *map(_cells, rows)], right))


def _csv(rows: Iterable[api.Standing]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADS.values())
    for standing in rows:
        writer.writerow([_safe(name, getattr(standing, name)) for name in _HEADS])
    return "\ufeff" + out.getvalue()


def _safe(name: str, value: object) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if name not in _SUMS and text.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else text

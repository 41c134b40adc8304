"""mingyue record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

import click

from mingyue import api
from mingyue.cli.command import Verb
from mingyue.cli.named import named
from mingyue.cli.project import FOLDER, now, opened, user
from mingyue.ledger.words import CODES


def _closed() -> str:
    """The closed sets of values, each with its Chinese titles."""
    return "\n".join(
        f"  {name:<10}{'、'.join(f'{code} {words}' for code, words in known.items())}" for name, known in CODES.items()
    )


EXAMPLES = """\
示例：
  mingyue record                                              列出可以记录的事件
  mingyue record signed --on 2026-01-05
  mingyue record delivered milestone=M1 --on 2026-02-16
  mingyue record 验收合格 milestone=M1 report=YS-001 --evidence 验收报告.pdf
  mingyue record rejected milestone=M2 reasons=缺少字段 reasons=速度太慢
  mingyue record incident_opened incident=I1 severity=major subject=导出超时 --on 2026-05-06T09:00
  mingyue record change_proposed change=B1 subject=增加用户 side=buyer reason=scope --set product.users=60
  mingyue record evidence subject=承诺三次免费上门 source=微信 --evidence 聊天记录.png
  mingyue record correction of=E7 void=true reason=重复记录
  mingyue record correction of=E8 data.amount=150000.00 reason=金额抄错      只写要改的项，其余不变
  mingyue record correction of=E9 data.report= reason=还没有签报告    值留空：删去这一项

可以选的值：
""" + _closed()


@click.command("record", cls=Verb, epilog=EXAMPLES)
@click.argument("kind", metavar="[EVENT]", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]...")
@FOLDER
@click.option(
    "--on", "happened", metavar="TIME", help="何时发生：2026-04-12，或北京时间 2026-04-12T10:30；默认今天（北京时间）"
)
@click.option("--by", metavar="NAME", help="谁记录的，默认本机用户")
@click.option("--note", metavar="TEXT", help="备注")
@click.option("--evidence", multiple=True, metavar="FILE", help="证据文件，存入 evidence/；可以给多个")
@click.option("--key", metavar="KEY", help="幂等键：同一个键只记一次，重复提交得到原来的事件")
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="变更：把条款的一项改为新值")
@click.option("--add", "adds", multiple=True, metavar="PATH=JSON", help="变更：给列表增加一个条目")
@click.option("--remove", "removes", multiple=True, metavar="PATH", help="变更：删去一项")
def record(kind: str | None, fields: tuple[str, ...], folder: str, **options: Any) -> int:  # noqa: ANN401 - by name
    """在台账里追加一个事件；事件只增不改，记错了用 correction 更正。

    不写 EVENT 时列出全部事件种类和它们的内容。
    """
    if kind is None:
        click.echo(_kinds())
        return 0
    project = opened(folder)
    kind, paths = kind_of(kind), options["evidence"]
    data = fields_of(fields)
    if delta := delta_of(options["sets"], options["adds"], options["removes"]):
        data = _corrected(data, delta) if kind == "correction" else {**data, **delta}
    if kind == "correction" and isinstance(data.get("data"), dict):
        with named(folder):
            data["data"] = api.corrected_content(project, str(data.get("of")), data["data"])
    digests = tuple(map(_digest, paths))
    if kind == "evidence" and len(paths) == 1:
        data = {"sha256": digests[0], "filename": Path(paths[0]).name, **data}
    with named(folder):
        moment = now()
        happened = options["happened"] or moment.date().isoformat()
        entry = api.Entry(kind, happened, data, options["key"], options["note"], digests)
        files = [Path(path) for path in paths]
        (event,) = api.record(project, [entry], recorded=moment, by=options["by"] or user(), files=files)
    if event.seq <= len(project.events):
        click.echo(f"已有 {event.id}　{event.day}　{event.content.title}（同一个幂等键，没有重复记录）")
    else:
        click.echo(f"已记录 {event.id}　{event.day}　{event.content.title}")
    return 0


def _corrected(data: dict[str, Any], delta: dict[str, Any]) -> dict[str, Any]:
    """The fields of a correction whose right content has this delta."""
    right = data.get("data", {})
    if not isinstance(right, dict):
        raise click.UsageError("更正的内容逐项写成 data.名称=值，如 data.amount=100.00。")
    return {**data, "data": {**right, **delta}}


def _digest(path: str) -> str:
    with named(path), Path(path).open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def kind_of(word: str) -> str:
    """A kind by its name or its Chinese title."""
    return next((name for name, kind in api.event_kinds().items() if kind.title == word), word)


def fields_of(fields: Sequence[str]) -> dict[str, Any]:
    """FIELD=VALUE words as a plain tree; a field given twice is a list, a dotted one stands in its group (data.amount)."""
    whole: dict[str, Any] = {}
    for word in fields:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise click.UsageError(f"“{word}”看不懂：内容写成 名称=值，如 milestone=M1。")
        data = whole
        group, dot, inner = name.partition(".")
        if dot:
            data, name = whole.setdefault(group, {}), inner
            if not isinstance(data, dict):
                raise click.UsageError(f"“{group}”既有值，又有细项“{name}”：只写其中一种。")
        if name in data:
            held = data[name]
            data[name] = [*(held if isinstance(held, list) else [held]), value]
        else:
            data[name] = value
    return _listed(whole)


_LISTS = ("reasons", "items", "decisions")


def _listed(data: dict[str, Any]) -> dict[str, Any]:
    return {name: _as_listed(name, value) for name, value in data.items()}


def _as_listed(name: str, value: object) -> object:
    if isinstance(value, dict):
        return _listed(value)
    return [value] if name in _LISTS and not isinstance(value, list) else value


def delta_of(sets: Sequence[str], adds: Sequence[str], removes: Sequence[str]) -> dict[str, Any]:
    """A delta of PATH=VALUE, PATH=JSON and PATH words."""
    delta: dict[str, Any] = {}
    if sets:
        delta["set"] = dict(_pair(word, "--set") for word in sets)
    if adds:
        delta["add"] = {path: _json(text) for path, text in (_pair(word, "--add") for word in adds)}
    if removes:
        delta["remove"] = list(removes)
    return {"delta": delta} if delta else {}


def _pair(word: str, option: str) -> tuple[str, str]:
    path, equals, value = word.partition("=")
    if not equals:
        raise click.UsageError(f"{option} 的“{word}”看不懂：写成 路径=值，如 product.users=60。")
    return path, value


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError('--add 的值须为 JSON，如 \'{"id": "R-006", "title": "抖音小程序"}\'。') from error


def _kinds() -> str:
    lines = ["可以记录的事件（* 必填；带“时刻”的须写到分钟）：", ""]
    for name, kind in api.event_kinds().items():
        lines.append(f"{name}  {kind.title}{'（时刻）' if kind.exact else ''}")
        for field, info in kind.model_fields.items():
            if field not in kind.filled:
                lines.append(f"    {field}{'*' if info.is_required() else ''}  {info.title}")
    return "\n".join(lines)

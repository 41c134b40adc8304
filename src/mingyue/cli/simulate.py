"""mingyue simulate."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import groupby

import click

from mingyue import api
from mingyue.cli.command import Verb, today
from mingyue.cli.named import named
from mingyue.cli.project import AS_OF, FOLDER, opened
from mingyue.cli.record import delta_of, fields_of, kind_of
from mingyue.ledger.words import PAYMENT_STATES, STATES

_STATES = {str(code): words for code, words in (*PAYMENT_STATES.items(), *STATES.items())}
EXAMPLES = """\
示例：
  mingyue simulate --without E26 --if "accepted 2026-05-05 milestone=M3" --as-of 2026-05-31
                                                                    不算 E26 记的验收，拖到 5 月 5 日
  mingyue simulate --without E27 --if "went_live 2026-05-11" --as-of 2026-06-30
                                                                    不算 E27，改为 5 月 11 日上线
  mingyue simulate --if "解除通知 2026-05-10 side=buyer ground=trial" --as-of 2026-05-10
                                                                    今天解除"""


@click.command("simulate", cls=Verb, epilog=EXAMPLES)
@FOLDER
@AS_OF
@click.option(
    "--if", "assumed", multiple=True, metavar="EVENT", help='假设发生的事件："种类 时间 名称=值 …"；可以给多个'
)
@click.option("--without", multiple=True, metavar="ID", help="假设没有发生过的事件，如 E26；可以给多个")
def simulate(folder: str, as_of: date | None, assumed: tuple[str, ...], without: tuple[str, ...]) -> int:
    """假设：如果某件事发生（或没有发生），到那一天的付款、违约金、权利和日期有什么不同。不写入台账。"""
    if not assumed and not without:
        raise click.UsageError('缺少假设：用 --if "种类 时间 名称=值" 或 --without 事件编号。')
    project = opened(folder)
    entries = [_entry(text) for text in assumed]
    day = as_of or today()
    with named(folder):
        found = api.simulate(project, entries, without=without, as_of=day)
    if late := [text for text, entry in zip(assumed, entries, strict=True) if entry.happened[:10] > day.isoformat()]:
        raise click.UsageError(f"“{late[0]}”在 {day} 之后，算到那一天为止看不出不同：请把 --as-of 改到它之后。")
    click.echo(f"假设之后，到 {day} 为止有 {len(found.differences)} 处不同：" if found.differences else "没有不同。")
    notices = [each for each in found.differences if each.kind == "notice"]
    for each in notices:
        click.echo(f"{each.title}（{each.id}）{each.what}：{each.after or each.before}")
    for title, group in groupby(found.differences[len(notices) :], lambda each: (each.id, each.title)):
        click.echo(f"{title[1]}（{title[0]}）")
        for each in group:
            click.echo(f"    {each.what}：{_shown(each.before)} → {_shown(each.after)}")
    return 0


def _shown(value: Decimal | date | str | None) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return _STATES.get(value, value) if isinstance(value, str) else str(value or "无")


def _entry(text: str) -> api.Entry:
    words = text.split()
    if len(words) < 2 or "=" in words[0] or "=" in words[1]:
        raise click.UsageError(f"“{text}”看不懂：写成 种类 时间 名称=值，如 accepted 2026-05-05 milestone=M3。")
    paths = {mark: [word[len(mark) :] for word in words[2:] if word.startswith(mark)] for mark in ("set:", "remove:")}
    plain = [word for word in words[2:] if not word.startswith(("set:", "remove:"))]
    return api.Entry(kind_of(words[0]), words[1], fields_of(plain) | delta_of(paths["set:"], (), paths["remove:"]))

"""mingyue check."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from mingyue.cli import bulk, files, job
from mingyue.cli.app import complain
from mingyue.cli.command import Verb, day, today
from mingyue.cli.named import named
from mingyue.connectors.report.summary import Summary
from mingyue.connectors.workers import cores
from mingyue.review.finding import SEVERITIES

EXAMPLES = """\
示例：
  mingyue check 合同.docx                                看报告
  mingyue check 合同.docx --redline 修订稿.docx          另出带修订标记和批注的 Word 文件
  mingyue check 合同.pdf --format html --output 报告.html
  mingyue check 合同.docx --playbook playbook.toml --as-of 2026-12-31
  mingyue check 合同/*.docx --format json > 结果.jsonl   多份：每行一份
  mingyue check 合同/*.docx --format html --output 报告/ --redline 修订稿/

退出码：0 没有达到 --fail-on 的意见；1 有；2 用法有误，或有文件无法读取（其余照常检查）。"""


@click.command("check", cls=Verb, epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="报告格式，默认 text"
)
@click.option("--output", metavar="PATH", help="报告写到这里；检查多份时是文件夹")
@click.option("--redline", metavar="OUT.docx", help="修订稿写到这里（原稿须是 Word 文件）；检查多份时是文件夹")
@click.option("--author", metavar="NAME", default="甲方", help="修订和批注的署名，默认“甲方”")
@click.option("--playbook", metavar="P.toml", help="自己的谈判底线，见 mingyue playbook")
@click.option(
    "--as-of",
    type=day,
    metavar="DATE",
    help="按哪一天的法律和豁免检查，默认今天；\n给出时修订稿也署这一天，同样的输入得到同样的文件",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="low",
    help="有这一级或更重的意见时退出码为 1，默认 low",
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="检查多份时同时运行的进程数，默认用全部处理器")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - options by name
    """检查合同，站在采购方一边：条款覆盖、关键信息、审查意见、依据和修改文字。

    FILE 可以是 .docx、.doc、.wps、.rtf、.odt（后四种需要 LibreOffice）、有文字层的 .pdf、.txt、.md。
    """
    order = _order(options)
    items = _items(paths, options)
    if len(items) > 1:
        summaries, faulty = bulk.run(order, items, options["jobs"] or cores(), debug=ctx.obj.debug)
        return _code(summaries, options["fail_on"], faulty=faulty)
    with named(items[0].file):
        done = job.do(order, items[0])
    if done.summary and done.report is not None:
        click.echo(done.report, nl=False, color=order.colour)
    for path in done.written:
        click.echo(f"已写入 {click.format_filename(path)}", err=True)
    for fault in done.faults:
        complain(f"{items[0].name}：{fault}")
    return _code([done.summary] if done.summary else [], options["fail_on"], faulty=bool(done.faults))


def _order(options: dict[str, Any]) -> job.Order:
    as_of: date | None = options["as_of"]
    plain = options["output"] is not None or not sys.stdout.isatty()
    return job.Order(
        form=options["form"],
        as_of=as_of or today(),
        playbook=files.playbook(options["playbook"]),
        author=options["author"],
        stamp=datetime.combine(as_of, time(), UTC) if as_of else datetime.now(UTC).replace(microsecond=0),
        columns=100 if plain else max(60, min(120, shutil.get_terminal_size((100, 24)).columns)),
        colour=not plain and not os.environ.get("NO_COLOR"),
    )


def _items(paths: tuple[str, ...], options: dict[str, Any]) -> list[job.Item]:
    """The files with the places of their results; several files share folders."""
    reports = _places(
        paths, options["output"], "--output", {"text": ".txt", "json": ".json", "html": ".html"}[options["form"]]
    )
    redlines = _places(paths, options["redline"], "--redline", ".redline.docx")
    if len(paths) > 1 and options["form"] == "html" and not options["output"]:
        raise click.UsageError("检查多份并输出 HTML 时，请用 --output 指定文件夹。")
    drafts = {Path(path).absolute() for path in paths}
    for place in [*reports, *redlines]:
        if place and (
            place.absolute() in drafts or (place.exists() and place.resolve() in {d.resolve() for d in drafts})
        ):
            raise click.UsageError(f"{click.format_filename(place)} 是要检查的原稿，不会覆盖：请换一个输出文件名。")
    return [
        job.Item(path, click.format_filename(path), report, redline)
        for path, report, redline in zip(paths, reports, redlines, strict=True)
    ]


def _places(paths: tuple[str, ...], target: str | None, option: str, suffix: str) -> list[Path] | list[None]:
    if target is None:
        return [None] * len(paths)
    ending = "." + suffix.rpartition(".")[2]
    if len(paths) == 1 and not files.is_folder(target):
        if ending == ".docx" and Path(target).suffix.lower() != ending:
            raise click.UsageError(f"{option} 的文件名须以 .docx 结尾：{click.format_filename(target)}。")
        return [Path(target)]
    taken = Path(target).exists() and not Path(target).is_dir()
    if taken or (Path(target).suffix.lower() == ending and not files.is_folder(target)):
        raise click.UsageError(f"检查多份时 {option} 须是文件夹，{click.format_filename(target)} 是文件名。")
    return [Path(target) / name for name in files.names(paths, suffix)]


def _code(summaries: list[Summary], fail_on: str, *, faulty: bool) -> int:
    if faulty:
        return 2
    graver = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    return int(any(figures.counts[severity] for figures in summaries for severity in graver))

"""mingyue draft."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from mingyue import api
from mingyue.cli import files
from mingyue.cli.command import Verb, day, today
from mingyue.cli.named import named

EXAMPLES = """\
示例：
  mingyue draft contract.yaml -o 合同.docx
  mingyue draft crm/ -o 合同.pdf
  mingyue draft contract.yaml -o 合同.docx --position breach_dispute=fallback
  mingyue draft contract.yaml -o 合同.docx --position termination_exit/data_return=floor"""
POSITIONS = ("preferred", "fallback", "floor")


@click.command("draft", cls=Verb, epilog=EXAMPLES)
@click.argument("path", metavar="CONTRACT")
@click.option("-o", "--output", metavar="FILE", required=True, help="写到这个文件：.docx 或 .pdf")
@click.option(
    "--position",
    "positions",
    multiple=True,
    metavar="CLAUSE=POS",
    help="某类或某条用哪一档文字：preferred 首选（默认）、fallback 可让步、floor 底线",
)
@click.option("--as-of", type=day, metavar="DATE", help="文件写明的生成日期，默认今天")
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def draft(path: str, output: str, positions: tuple[str, ...], as_of: date | None, *, force: bool) -> int:
    """把条款 contract.yaml（或项目文件夹）写成完整的合同：封面、目录、十二类条款、附件、签署页。

    内部的预算、权重和备注不会写进合同。写出之前先读回一遍，读不回来的值会指出来。
    """
    form = Path(output).suffix.lower().lstrip(".")
    if form not in {"docx", "pdf"}:
        raise click.UsageError("输出文件须以 .docx 或 .pdf 结尾。")
    source = Path(path) / "contract.yaml" if files.is_folder(path) else Path(path)
    with named(str(source)):
        terms = api.read_terms(files.read_text(source, "合同条款"))
        for name in api.unknown_terms(terms):
            click.echo(f"提示：{source.name} 的 {name} 这一版不认识，没有写进合同。", err=True)
        chosen = {**terms.positions, **dict(map(_position, positions))}
        created = datetime.combine(as_of or today(), time(), UTC)
        data = api.draft(
            terms.model_copy(update={"positions": chosen}), "pdf" if form == "pdf" else "docx", created=created
        )
    with named(output):
        files.write_new(Path(output), data, force=force)
    click.echo(f"已写入 {click.format_filename(output)}", err=True)
    return 0


def _position(word: str) -> tuple[str, str]:
    clause, equals, position = word.partition("=")
    if not equals or position not in POSITIONS:
        raise click.UsageError(f"--position 的“{word}”看不懂：写成 条款=档次，档次为 {'、'.join(POSITIONS)} 之一。")
    _known(clause)
    return clause, position


def _known(clause: str) -> None:
    """Refuses a clause that the library does not have, with those that it has."""
    keys: dict[str, list[str]] = {}
    for page in api.clause_texts():
        keys.setdefault(page.family, []).extend(each.key for each in page.clauses)
    family, slash, key = clause.partition("/")
    if family not in keys:
        raise click.UsageError(f"--position 的“{clause}”不是条款：可用的条款族有 {'、'.join(keys)}。")
    if slash and key not in keys[family]:
        raise click.UsageError(f"--position 的“{clause}”不是条款：{family} 之下有 {'、'.join(keys[family])}。")

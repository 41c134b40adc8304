"""mingyue read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mingyue import api
from mingyue.cli import files
from mingyue.cli.command import Verb, day, today
from mingyue.cli.named import named

EXAMPLES = """\
示例：
  mingyue read 合同.docx -o contract.yaml
  mingyue read 合同.docx"""


@click.command("read", cls=Verb, epilog=EXAMPLES)
@click.argument("path", metavar="FILE")
@click.option("-o", "--output", metavar="YAML", help="写到这个文件；不给时输出到屏幕")
@click.option("--as-of", type=day, metavar="DATE", help="按哪一天读，默认今天")
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def read(path: str, output: str | None, as_of: date | None, *, force: bool) -> int:
    """把合同读成条款初稿（YAML）：双方、价款、分期、期限、争议解决等，每一项都附原文。

    这是初稿：请逐项对照原文核对。合同没有写明的是 null。
    """
    with named(path):
        document = api.read_document(api.read_file(Path(path)), path)
        review = api.check(document, as_of=as_of or today())
        terms = api.report(review, click.format_filename(path), "yaml")
    if output is None:
        click.echo(terms, nl=False)
        return 0
    with named(output):
        files.write_new(Path(output), terms, force=force)
    click.echo(f"已写入 {click.format_filename(output)}，请逐项核对", err=True)
    return 0

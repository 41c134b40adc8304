"""mingyue read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from mingyue import api
from mingyue.cli import files
from mingyue.cli.command import Verb, day, today
from mingyue.cli.named import named
from mingyue.connectors.folder import dump_yaml

EXAMPLES = """\
示例：
  mingyue read 合同.docx -o contract.yaml
  mingyue read 合同.docx
  mingyue read sbom.json --components     开源组件清单：许可证有没有问题"""


@click.command("read", cls=Verb, epilog=EXAMPLES)
@click.argument("path", metavar="FILE")
@click.option("-o", "--output", metavar="YAML", help="写到这个文件；不给时输出到屏幕")
@click.option("--as-of", type=day, metavar="DATE", help="按哪一天读，默认今天")
@click.option(
    "--components",
    is_flag=True,
    help="FILE 是开源组件清单（SPDX 或 CycloneDX）：读成条款的 ip.components，指出要问的许可证",
)
@click.option("--force", is_flag=True, help="文件已存在时覆盖")
def read(path: str, output: str | None, as_of: date | None, *, components: bool, force: bool) -> int:
    """把合同读成条款 contract.yaml，每一项的原文记在 places 里。

    用 mingyue draft 起草的合同逐项读回；其他合同读出双方、价款、分期、期限、违约金、争议解决等，
    其余请对照原文补写。空着的必填项会在最后列出。
    """
    if components:
        return _components(path, output, force=force)
    with named(path):
        document = api.read_document(api.read_file(Path(path)), path)
        review = api.check(document, as_of=as_of or today())
        plain = api.read_contract(document, review)
        terms = api.terms_text(plain)
    _put(terms, output, force=force)
    _tell_open(plain, terms)
    return 0


def _components(path: str, output: str | None, *, force: bool) -> int:
    """1 where a licence must be asked about."""
    with named(path):
        plain, asked = api.read_components(api.read_file(Path(path)))
    _put(dump_yaml(plain), output, force=force)
    for sentence in asked:
        click.echo(f"请问乙方：{sentence}", err=True)
    return 1 if asked else 0


def _put(text: str, output: str | None, *, force: bool) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    with named(output):
        files.write_new(Path(output), text, force=force)
    click.echo(f"已写入 {click.format_filename(output)}，请逐项核对", err=True)


def _tell_open(plain: Mapping[str, Any], terms: str) -> None:
    """What a person must fill in or put right before these are terms."""
    empty = api.unfinished(plain)
    if empty:
        click.echo(f"还须填写 {len(empty)} 项：{'、'.join(empty)}", err=True)
        return
    try:
        api.read_terms(terms)
    except api.TermsFileError as error:
        click.echo("还须改正：", err=True)
        for sentence in error.sentences:
            click.echo(f"  {sentence}", err=True)

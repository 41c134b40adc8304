"""mingyue text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mingyue import api
from mingyue.cli.command import Verb
from mingyue.cli.named import named

EXAMPLES = """\
示例：
  mingyue text 合同.docx
  mingyue text 合同.pdf > 合同.txt"""


@click.command("text", cls=Verb, epilog=EXAMPLES)
@click.argument("path", metavar="FILE")
def text(path: str) -> int:
    r"""输出从合同中读出的文本：自动编号、表格、页眉页脚、脚注都在内。

    UTF-8，换行为 \n，末尾不加任何字符。检查结果中的 start、end 和 text_sha256 都以它为准。
    """
    with named(path):
        document = api.read_document(api.read_file(Path(path)), path)
    rest = memoryview(document.text.encode("utf-8"))
    while rest:  # an unbuffered stdout may take a part only
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()
    return 0

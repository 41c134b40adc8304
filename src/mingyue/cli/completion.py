"""mingyue completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mingyue.cli import COMPLETION
from mingyue.cli.command import Verb

EXAMPLES = """\
示例：
  mingyue completion bash >> ~/.bashrc
  mingyue completion zsh >> ~/.zshrc
  mingyue completion fish > ~/.config/fish/completions/mingyue.fish"""


@click.command("completion", cls=Verb, epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """输出命令补全脚本：命令、选项、文件名和规则编号都能按 Tab 补全。"""
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"click 不支持 {shell} 的补全。")
    click.echo(made(ctx.find_root().command, {}, "mingyue", COMPLETION).source())
    return 0

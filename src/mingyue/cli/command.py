"""click in Chinese: a verb's help, its options, and a group that loads a verb when it is asked for."""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from inspect import cleandoc
from keyword import iskeyword
from typing import Any

import click

from mingyue.cli import overview
from mingyue.connectors.report.columns import pad, width

BEIJING = timezone(timedelta(hours=8))
_FIRST_YEAR, _LAST_YEAR = 1950, 2200  # room for periods on both sides of a day
_LEFT = 30  # columns of the names of options


class State:
    """What holds for the whole call."""

    def __init__(self) -> None:
        self.debug = False


class Closed(Exception):  # noqa: N818 - a state, not a fault
    """Nobody reads our output any more; click itself would end with 1, which means findings here."""


class Verb(click.Command):
    """A command whose help reads in Chinese; `epilog` holds the examples as they are printed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - click's own signature
        super().__init__(*args, **kwargs)
        debug = click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_set_debug,
            help="出现程序内部错误时，打印详细过程",
        )
        self.params.append(debug)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help with its Chinese line."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with what is left over told in Chinese."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group):
            raise click.UsageError(f"多余的参数：{' '.join(rest)}。", ctx)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """Usage, what the verb does, options, examples."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option) and not param.hidden]
        pieces = " ".join(self.collect_usage_pieces(ctx)).replace("[OPTIONS]", "[选项]...")
        parts = [f"用法：{ctx.command_path} {pieces}", cleandoc(self.help or ""), "选项：\n" + _options(options)]
        return "\n\n".join([*parts, *([self.epilog.strip("\n")] if self.epilog else [])])


class Verbs(Verb, click.Group):
    """A verb that has verbs of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without a command there is nothing to do: the help, as a wrong use."""
        if not args and not ctx.resilient_parsing:
            click.echo(self.get_help(ctx), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The usage in Chinese."""
        return ["命令", "[选项]..."]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order in which they were written."""
        return list(self.commands)

    def get_help(self, ctx: click.Context) -> str:
        """As of a verb, with the list of commands."""
        lines = [f"  {name:<12}{command.get_short_help_str(200)}" for name, command in self.commands.items()]
        return super().get_help(ctx) + "\n\n命令：\n" + "\n".join(lines)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a name; a name that is none is told in Chinese with the ones there are."""
        if args and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"没有命令 {args[0]}；可用的命令：{'、'.join(self.list_commands(ctx))}。", ctx)
        return super().resolve_command(ctx, args)


class Mingyue(Verbs):
    """The command itself; a verb's module is imported when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The verbs in the order of the overview."""
        return list(overview.VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The verb of a name."""
        if cmd_name not in overview.VERBS:
            return None
        command: click.Command = getattr(
            import_module(overview.VERBS[cmd_name][0]), f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        )
        return command

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002 - click's signature
        """The overview."""
        return overview.text().rstrip("\n")

    def invoke(self, ctx: click.Context) -> object:
        """Runs the verb and sees its output off."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise Closed from error
        return result


def day(value: str) -> date:
    """The date of an option written 2026-11-23."""
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"“{value}”不是日期，请写成 2026-11-23 的样子。") from error
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise click.BadParameter(f"“{value}”太远，请写 {_FIRST_YEAR} 到 {_LAST_YEAR} 年之间的日期。")
    return found


def today() -> date:
    """The day in Beijing, wherever this machine stands: contracts and ledgers count by it."""
    return datetime.now(BEIJING).date()


def _set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value:
        ctx.ensure_object(State).debug = True


def _options(options: list[click.Option]) -> str:
    lines = []
    for option in options:
        metavar = "" if option.is_flag else f" {option.metavar or _choices(option)}"
        left = f"  {', '.join(option.opts)}{metavar}"
        first, *more = (option.help or "").split("\n")
        lines.append(pad(left, _LEFT) + first if width(left) < _LEFT - 1 else f"{left}\n{' ' * _LEFT}{first}")
        lines += [" " * _LEFT + line for line in more]
    return "\n".join(lines)


def _choices(option: click.Option) -> str:
    return "|".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else ""

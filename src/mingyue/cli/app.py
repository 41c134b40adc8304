"""Runs a verb; whatever goes wrong ends in one line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from mingyue.cli import COMPLETION, faults, overview
from mingyue.cli.command import Closed, Mingyue, State

INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 + the signal's number, as shells have it


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value:
        click.echo(overview.version())
        ctx.exit()


@click.group("mingyue", cls=Mingyue, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version)
def mingyue() -> None:
    """The command; its help is the overview."""


def run(arguments: Sequence[str]) -> int:
    """The exit code of a call."""
    state = State()
    try:
        return _invoke(list(arguments), state)
    except click.UsageError as error:
        return complain(faults.usage(error))
    except (click.Abort, KeyboardInterrupt):
        return complain("已中断。", INTERRUPTED)
    except Closed:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the last flush has somewhere to go
        return PIPE_CLOSED
    except faults.KNOWN as error:
        name = getattr(error, "filename", None)
        return complain((f"{click.format_filename(name)}：" if name else "") + faults.sentence(error))
    except Exception as error:  # noqa: BLE001 - a fault of ours: told as such, its trace on request
        if state.debug:
            traceback.print_exc()
        told = isinstance(error, faults.InternalError)
        return complain(str(error) if told else faults.internal(f"{type(error).__name__}: {error}"))


def complain(message: str, code: int = 2) -> int:
    """A line on stderr for each sentence."""
    for line in message.splitlines():
        click.echo(f"mingyue: {line}", err=True)
    return code


def _invoke(arguments: list[str], state: State) -> int:
    code = mingyue.main(arguments, "mingyue", COMPLETION, standalone_mode=False, obj=state)
    return code if isinstance(code, int) else 0

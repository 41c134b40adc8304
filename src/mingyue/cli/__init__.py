"""The command `mingyue`.

The overview needs neither click nor an engine: it is printed before either is loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from mingyue.cli import overview

COMPLETION = "_MINGYUE_COMPLETE"  # set by the shell when it asks for completions


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (else those of the process) and returns its exit code."""
    _prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    plain = {"--help": overview.text, "-h": overview.text, "--version": overview.version}
    if len(words) == 1 and words[0] in plain and COMPLETION not in os.environ:
        sys.stdout.write(plain[words[0]]().rstrip("\n") + "\n")
        return 0
    from mingyue.cli import app

    return app.run(words)


def _prepare_streams() -> None:
    """UTF-8 with line feeds into files and pipes whatever the locale; a terminal keeps its own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue  # replaced by the caller, who knows what it takes
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")

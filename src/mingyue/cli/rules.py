"""mingyue rules."""

from __future__ import annotations

import json
import os
import sys

import click

from mingyue import api
from mingyue.cli.command import Verb
from mingyue.connectors.report.pages import rule_list
from mingyue.review.finding import FAMILIES, SEVERITIES, WHOLE
from mingyue.review.taxonomy import RISKS

EXAMPLES = """\
示例：
  mingyue rules
  mingyue rules --family ip
  mingyue rules --risk liability_cap --severity high
  mingyue rules --format json"""


def coloured() -> bool:
    """Whether stdout shows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


@click.command("rules", cls=Verb, epilog=EXAMPLES)
@click.option(
    "--family",
    type=click.Choice([*FAMILIES, WHOLE]),
    metavar="F",
    help=f"只列一类条款：{'、'.join(FAMILIES[:6])}、\n{'、'.join(FAMILIES[6:])}、{WHOLE}",
)
@click.option("--risk", type=click.Choice([*RISKS]), metavar="R", help="只列一种风险，名称见结果 JSON 的 risk")
@click.option(
    "--severity",
    type=click.Choice([*SEVERITIES, "graded"]),
    metavar="S",
    help="只列一级：high、medium、low，\n或 graded（按偏离谈判底线的程度分级）",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="默认 text")
def rules(family: str | None, risk: str | None, severity: str | None, form: str) -> int:
    """列出审查规则，可按条款、风险和级别筛选。"""
    wanted = {"family": family, "risk": risk, "severity": severity}
    found = [rule for rule in api.rules() if all(v is None or getattr(rule, k) == v for k, v in wanted.items())]
    if form == "json":
        click.echo(json.dumps([_fields(rule) for rule in found], ensure_ascii=False, indent=2))
    else:
        click.echo(rule_list(found, colour=coloured()), nl=False)
    return 0


def _fields(rule: api.Rule) -> dict[str, object]:
    return {
        "rule": rule.id,
        "family": rule.family,
        "risk": rule.risk,
        "severity": rule.severity,
        "title": rule.title,
        "basis": list(rule.basis),
        "why": rule.why,
        "fix": rule.fix,
    }

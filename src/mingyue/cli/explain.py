"""mingyue explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

import click
from click.shell_completion import CompletionItem

from mingyue import api
from mingyue.cli import files
from mingyue.cli.command import Verb, day, today
from mingyue.cli.rules import coloured
from mingyue.connectors.report.pages import rule_list, rule_page
from mingyue.review import playbook as playbooks
from mingyue.review.taxonomy import RISKS

EXAMPLES = """\
示例：
  mingyue explain breach_dispute/liability_capped_at_amount
  mingyue explain liability          名称的一部分
  mingyue explain auto_renewal       一种风险的全部规则
  mingyue explain 解释权             标题中的词"""


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(rule.id) for rule in api.rules() if rule.id.startswith(incomplete)]


@click.command("explain", cls=Verb, epilog=EXAMPLES)
@click.argument("wanted", metavar="RULE", shell_complete=_complete)
@click.option("--playbook", metavar="P.toml", help="建议文字用自己的谈判底线填写")
@click.option("--as-of", type=day, metavar="DATE", help="按哪一天的法律，默认今天")
def explain(wanted: str, playbook: str | None, as_of: date | None) -> int:
    """说明一条规则：为什么对采购方不利、法律依据、建议文字、会报告和不报告的例子。

    RULE 是规则编号、编号的一部分、风险名称或标题中的词；对应多条时列出它们。
    """
    everything = api.rules()
    found = matching(wanted, everything)
    if not found:
        raise click.UsageError(f"没有与“{wanted}”对应的规则。{_near(wanted, everything)}全部规则见 mingyue rules。")
    if len(found) > 1:
        click.echo(rule_list(found, colour=coloured()), nl=False)
        return 0
    house = files.playbook(playbook) or playbooks.default()
    click.echo(rule_page(found[0], house, as_of=as_of or today(), colour=coloured()), nl=False)
    return 0


def matching(wanted: str, rules: Sequence[api.Rule]) -> list[api.Rule]:
    """The rule of an id; else those of a defect, a risk or a family; else those whose id or title holds the words."""
    tests = (
        lambda rule: rule.id == wanted,
        lambda rule: rule.id.partition("/")[2] == wanted,
        lambda rule: wanted in {rule.risk, rule.family},
        lambda rule: wanted.casefold() in rule.id or wanted in rule.title,
    )
    return next((found for test in tests if (found := [rule for rule in rules if test(rule)])), [])


def _near(wanted: str, rules: Sequence[api.Rule]) -> str:
    names = {rule.id: rule.id for rule in rules} | {rule.id.partition("/")[2]: rule.id for rule in rules}
    names |= {risk: risk for risk in RISKS}
    near = dict.fromkeys(names[match] for match in get_close_matches(wanted.casefold(), names, n=3, cutoff=0.55))
    return f"相近的有：{'、'.join(near)}。" if near else ""

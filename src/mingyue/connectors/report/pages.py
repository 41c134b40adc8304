"""Rules for the terminal: the list, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from click import style, unstyle

from mingyue.connectors.report.columns import table, wrap
from mingyue.connectors.report.text import COLOURS
from mingyue.connectors.report.words import ACTIONS
from mingyue.law import load as load_law
from mingyue.review.finding import FAMILY_TITLES, SEVERITY_TITLES
from mingyue.review.playbook import Playbook
from mingyue.review.rules import Rule
from mingyue.review.taxonomy import RISKS

GRADED = "分级"  # high, medium or low by how far the playbook's positions are passed


def severity_title(rule: Rule) -> str:
    """高, 中, 低, or 分级."""
    return next((title for key, title in SEVERITY_TITLES.items() if key == rule.severity), GRADED)


def rule_list(rules: Sequence[Rule], *, colour: bool = False) -> str:
    """Rules by family, one a line."""
    lines = []
    for family, members in groupby(rules, key=lambda rule: rule.family):
        rows = [[severity_title(rule), rule.id, rule.title] for rule in members]
        lines.append(style(f"{FAMILY_TITLES[family]}（{len(rows)}）", bold=True))
        lines += [f"  {line}" for line in table(rows)]
    text = "\n".join([*lines, f"共 {len(rules)} 条规则；mingyue explain 规则编号 看详情"]) + "\n"
    return text if colour else unstyle(text)


def rule_page(rule: Rule, playbook: Playbook, *, as_of: date, columns: int = 100, colour: bool = False) -> str:
    """Why a rule exists, what it rests on, what it proposes and how it behaves on its own examples."""
    text = "\n".join(_page(rule, playbook, as_of, columns)) + "\n"
    return text if colour else unstyle(text)


def _page(rule: Rule, playbook: Playbook, as_of: date, columns: int) -> Iterator[str]:
    colour = next((colour for key, colour in COLOURS.items() if key == rule.severity), None)
    yield style(rule.title, bold=True) + "  " + style(f"[{severity_title(rule)}]", fg=colour, bold=True)
    yield style(f"{rule.id}；{FAMILY_TITLES[rule.family]}；风险：{RISKS[rule.risk]}（{rule.risk}）", dim=True)
    yield ""
    yield wrap(rule.why, columns)
    yield ""
    yield style("依据", bold=True)
    law = load_law()
    for citation in rule.basis:
        found = law.resolve(citation, as_of)
        says = f"：{found.article.text}" if found else ""
        yield wrap(law.label(citation, as_of) + says, columns, "  ")
    if rule.fix:
        yield ""
        yield style(
            ACTIONS[rule.action or ("insert" if rule.check.kind in {"absent", "level"} else "replace")], bold=True
        )
        yield wrap(playbook.text(rule.fix), columns, "  ")
    for title, examples in (("会报告", rule.fires), ("不报告", rule.silent)):
        yield ""
        yield style(title, bold=True)
        for example in examples:
            yield "  · " + wrap(example, columns, "    ").lstrip()

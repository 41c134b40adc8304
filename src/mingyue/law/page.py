"""The page of the law for readers: `docs/law.md`, generated from the data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingyue.law.model import Article, Law, Mark, Repealed, Statute, Value

_MARKS: dict[Mark, str] = {
    "confirmed": "已核对条文",
    "published": "见于公开资料",
    "derived": "由条文推得",
    "unconfirmed": "待核实",
    "advice": "不是法律",
}

_HEAD = """\
# 法律依据

规则只能引用本页列出的条文。每条写的是大意，不是法条原文；正式引用请以官方公布的文本为准。本页由程序生成。

- 写法：`民法典:585`、`民法典:585.2`（第 2 款）、`指南:三.6`、`惯例:服务等级`。
- 核对程度：已核对条文、见于公开资料、由条文推得、待核实；“不是法律”指签约指南和行业惯例。
- 按签约日（`--as-of`）取当日施行的条文；当日没有施行的不会被引用。"""


def render(law: Law) -> str:
    """The page as Markdown, ending with a newline."""
    acts = [act for act in law.statutes.values() if not act.successor]
    parts = [_HEAD, *(_act(act, law.articles) for act in acts), _gone(law.repealed(date.max)), _figures(law.values)]
    return "\n\n".join(parts) + "\n"


def _act(act: Statute, articles: Iterable[Article]) -> str:
    own = [article for article in articles if article.statute == act.key]
    rows = [
        (f"`{article.citation}`", article.text, article.former, _period(article), _MARKS[article.mark])
        for article in own
    ]
    sources = "；".join(dict.fromkeys(article.source for article in own))
    table = _table(("引用", "大意", "原条号", "施行", "核对"), rows)
    return f"## {act.key}\n\n{act.title}。来源：{sources}。\n\n{table}"


def _gone(repealed: dict[str, Repealed]) -> str:
    rows = [
        (f"《{name}》", f"{entry.since:%Y-%m-%d}", entry.successor, entry.statute.source, _MARKS[entry.statute.mark])
        for name, entry in repealed.items()
    ]
    return "## 已废止，合同中不应再引用\n\n" + _table(("名称", "废止日", "改用", "来源", "核对"), rows)


def _figures(values: Iterable[Value]) -> str:
    rows = [
        (
            f"`{value.key}`",
            f"{value.value} {value.unit}",
            value.text,
            f"`{value.basis}`",
            _period(value),
            _MARKS[value.mark],
        )
        for value in values
    ]
    return "## 随日期而定的数值\n\n" + _table(("名称", "数值", "含义", "依据", "施行", "核对"), rows)


def _period(item: Article | Value) -> str:
    if item.in_force_from == date.min:
        return ""
    end = "起" if item.in_force_to == date.max else f" 至 {item.in_force_to}"
    return f"{item.in_force_from}{end}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

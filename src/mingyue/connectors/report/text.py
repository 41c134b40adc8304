"""A review for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from click import style, unstyle

from mingyue.connectors.report.columns import pad, shorten, table, width, wrap
from mingyue.connectors.report.view import Card, Group, View, view
from mingyue.connectors.report.words import ACTIONS, GLYPHS, LEVELS, POSITIONS
from mingyue.review.finding import FAMILIES, SEVERITY_TITLES, Finding, Level, Review, Severity

COLOURS: dict[Severity, str] = {"high": "red", "medium": "yellow", "low": "blue"}
_LEVEL_COLOURS: dict[Level, str] = {"full": "green", "partial": "yellow", "absent": "red"}
_QUOTE_COLUMNS = 240  # of a quoted sentence: enough to know it again


def text(review: Review, file: str, *, columns: int = 100, colour: bool = False) -> str:
    """The report as lines of so many columns, ending with a newline; colour: with ANSI escapes."""
    shown = view(review)
    parts = (_head(review, shown, file, columns), _coverage(shown), _facts(shown, columns), _findings(shown, columns))
    report = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return report if colour else unstyle(report)


def _tally(shown: View) -> str:
    return " · ".join(style(f"{SEVERITY_TITLES[s]} {n}", fg=COLOURS[s], bold=n > 0) for s, n in shown.counts.items())


def _head(review: Review, shown: View, file: str, columns: int) -> Iterator[str]:
    yield style(file, bold=True)
    yield f"{shown.contract_type}；按 {review.as_of.isoformat()} 的法律检查"
    for note in review.document.notes:
        yield wrap(f"注意：{note}", columns)
    rows = [[POSITIONS[p.position], p.label, p.name or "（未写明名称）", _code(p.credit_code)] for p in review.parties]
    if not rows:
        yield "没有读出合同双方"
        return
    yield ""
    yield from table(rows)


def _code(code: object) -> str:
    value, valid = getattr(code, "value", None), getattr(code, "valid", False)
    if value is None:
        return "无统一社会信用代码"
    return f"{value} " + (style("✓ 校验位正确", fg="green") if valid else style("✗ 校验位不符", fg="red"))


def _title(title: str, rest: str) -> str:
    return style(title, bold=True) + "  " + rest


def _coverage(shown: View) -> Iterator[str]:
    counts = " · ".join(f"{GLYPHS[level]} {LEVELS[level]} {count}" for level, count in shown.levels.items())
    yield _title("条款覆盖", counts)
    cells = [_family(group) for group in shown.groups if group.level]
    size = max(width(group.title) for group in shown.groups) + 6
    for start in range(0, len(FAMILIES), 4):
        row = cells[start : start + 4]
        yield "  " + "".join(styled + " " * (size - width(plain)) for plain, styled in row).rstrip()


def _family(group: Group) -> tuple[str, str]:
    level: Level = group.level or "absent"
    plain = f"{GLYPHS[level]} {group.title}"
    return plain, style(GLYPHS[level], fg=_LEVEL_COLOURS[level]) + f" {group.title}"


def _facts(shown: View, columns: int) -> Iterator[str]:
    stated = [row for row in shown.facts if row.span]
    missing = [row.title for row in shown.facts if not row.span]
    yield _title("关键信息", f"读出 {len(stated)} 项")
    size = max((width(row.title) for row in stated), default=0)
    for row in stated:
        left = f"  {pad(row.title, size)}  {row.text}"
        quote = f"{row.span.anchor}「{shorten(row.span.quote, 60)}」" if row.span else ""
        line = f"{left}  {quote}"
        if width(line) <= columns:
            yield f"{left}  {style(quote, dim=True)}"
        else:
            yield wrap(row.text, columns, " " * (size + 4)).replace(" " * (size + 4), f"  {pad(row.title, size)}  ", 1)
            yield style(wrap(quote, columns, " " * (size + 4)), dim=True)
    if missing:
        yield wrap(f"没有写明：{'、'.join(missing)}", columns, "  ")


def _findings(shown: View, columns: int) -> Iterator[str]:
    waived = f" · 已豁免 {shown.waived}" if shown.waived else ""
    yield _title("审查意见", _tally(shown) + waived)
    groups = [group for group in shown.groups if group.cards]
    if not groups:
        yield "  没有发现对采购方不利的问题"
    for group in groups:
        yield ""
        level = f"（{GLYPHS[group.level]} {LEVELS[group.level]}）" if group.level else ""
        yield style(f"【{group.title}】", bold=True) + level
        for card in group.cards:
            yield from _card(card, columns)


def _card(card: Card, columns: int) -> Iterator[str]:
    finding = card.finding
    colour = None if finding.waived else COLOURS[finding.severity]
    label = "豁免" if finding.waived else f" {SEVERITY_TITLES[finding.severity]} "
    mark = style(f"[{label}]", fg=colour, bold=not finding.waived)
    yield f"  {mark} {style(finding.title, bold=True)}  {style(finding.rule, dim=True)}"
    indent = " " * 9
    if finding.span:
        yield wrap(f"{finding.span.anchor}「{shorten(finding.span.quote, _QUOTE_COLUMNS)}」", columns, indent)
    else:
        yield indent + "合同中没有相应约定"
    if finding.waived:
        yield wrap(waiver(finding), columns, indent)
        return
    yield style(wrap(f"理由：{finding.why}", columns, indent), dim=True)
    yield wrap(f"依据：{'；'.join(basis.label for basis in card.basis)}", columns, indent)
    if finding.fix:
        yield style(wrap(f"{ACTIONS[finding.fix.action]}：{finding.fix.text}", columns, indent), fg="green")


def waiver(finding: Finding) -> str:
    """Why a finding is accepted, by whom and until when; empty when it is not."""
    waived = finding.waived
    if waived is None:
        return ""
    until = f"，有效期至 {waived.until.isoformat()}" if waived.until else "，长期有效"
    return f"已由 {waived.by} 接受：{waived.reason}{until}"

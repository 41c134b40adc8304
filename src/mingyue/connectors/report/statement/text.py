"""A position for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style, unstyle

from mingyue.connectors.report.columns import lines, pad, shorten, table, width
from mingyue.connectors.report.statement.view import Task, View, payment_note, right_state, view
from mingyue.ledger import words
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Claim, Position
from mingyue.terms.contract import Contract

_LEAST = 24  # columns that a title needs beside its day and its id


def text(position: Position, *, columns: int = 100, colour: bool = False) -> str:
    """The statement in lines of at most so many columns, ending with a newline; colour: with ANSI escapes."""
    shown = view(position)
    parts = (
        _head(position, columns),
        _sums(shown, columns),
        _tasks(f"逾期（{len(shown.overdue)}）", shown.overdue, columns, "red"),
        _tasks(f"30 日内待办（{len(shown.soon)}）", shown.soon, columns, None),
        _payments(position, shown, columns),
        _claims(position, shown, columns),
        _rights(position, shown, columns),
        _notices(shown, columns),
    )
    lines = [[*part] for part in parts]
    written = "\n\n".join("\n".join(part) for part in lines if part) + "\n"
    return written if colour else unstyle(written)


def heading(terms: Contract) -> str:
    """The name of the contract, with its number."""
    return terms.title + (f"（{terms.number}）" if terms.number else "")


def _head(position: Position, columns: int) -> Iterator[str]:
    parties = position.terms.parties
    yield style(shorten(heading(position.signed), columns), bold=True)
    yield shorten(f"甲方 {parties.buyer.name}；乙方 {parties.vendor.name}", columns)
    known = f"，按 {position.known_at} 前的记录" if position.known_at else ""
    yield from lines(f"截至 {position.as_of}{known}；{len(position.events)} 个事件", columns)


def _sums(shown: View, columns: int) -> Iterator[str]:
    titles = max(width(figure.title) for figure in (*shown.figures, shown.advice))
    sizes = max(width(figure.amount) for figure in (*shown.figures, shown.advice))
    cells = [f"{pad(each.title, titles)}  {pad(each.amount, sizes, right=True)}" for each in shown.figures]
    for left, right in zip(cells[::2], cells[1::2], strict=True):
        pair = f"  {left}    {right}"
        yield from [pair] if width(pair) <= columns else [f"  {left}", f"  {right}"]
    total = f"{pad(shown.advice.title, titles)}  {pad(shown.advice.amount, sizes, right=True)}"
    yield "  " + style(total, bold=True, fg="green")
    for line in shown.formula:
        yield from (style(each, dim=True) for each in lines(line, columns, " " * (titles + 4)))


def _tasks(title: str, tasks: Sequence[Task], columns: int, tone: str | None) -> Iterator[str]:
    if not tasks:
        return
    yield style(title, bold=True, fg=tone)
    days = [(f"{task.day} {task.clock}".rstrip(), task.left, task.who) for task in tasks]
    heads = table(days)
    names = max(width(task.id) for task in tasks)
    room = columns - max(map(width, heads)) - names - 6
    size = max(map(width, heads))
    for head, task in zip(heads, tasks, strict=True):
        if room >= _LEAST:
            yield f"  {pad(head, size)}  {pad(shorten(task.title, room), room)}  {style(task.id, dim=True)}"
        else:
            yield f"  {head}"
            yield from lines(f"{task.title}（{task.id}）", columns, " " * 6)


def _payments(position: Position, shown: View, columns: int) -> Iterator[str]:
    if not shown.payments:
        return
    yield style("分期付款", bold=True)
    rows = []
    for each in shown.payments:
        paid = f"已付 {words.amount(each.paid, position.currency)}" if each.paid else ""
        share = f"{each.percent.normalize():f}%"
        state = words.PAYMENT_STATES[each.state]
        rows.append([each.id, share, words.amount(each.amount, position.currency), state, paid])
    heads = table(rows, frozenset({1, 2}))
    size = max(map(width, heads))
    for each, line in zip(shown.payments, heads, strict=True):
        note = payment_note(each)
        if size + width(note) + 4 <= columns:
            yield f"  {pad(line, size)}  {note}".rstrip()
        else:
            yield f"  {line}"
            yield from lines(note, columns, " " * 6)


def _claims(position: Position, shown: View, columns: int) -> Iterator[str]:
    if not shown.claims:
        return
    yield style("请求权", bold=True)
    for each in shown.claims:
        sides = f"{SIDES[each.debtor]}欠{SIDES[each.creditor]}"
        head = f"  {sides}  {words.amount(each.amount, position.currency)}  {_settled(each, position.currency)}"
        room = columns - width(each.id) - 2
        yield f"{shorten(head, room) if width(head) > room else head}  {style(each.id, dim=True)}"
        said = _main_line(each)
        yield from lines(f"{each.title}：{said}" if said else each.title, columns, " " * 6)


def _settled(claim: Claim, currency: str) -> str:
    if claim.left == claim.amount:
        return "仍在增加" if claim.accruing else "未了结"
    return f"余额 {words.amount(claim.left, currency)}" if claim.left else "已了结"


def _main_line(claim: Claim) -> str:
    """The line of the formula that gives the sum: the last that says it, else the last; of a sum that was rounded the line before."""
    lines = [line for line in claim.why.formula if not line.startswith("四舍五入")]
    figures = f"{claim.amount:,.2f}" if lines == [*claim.why.formula] else " = "
    saying = [line for line in lines if line.rstrip(" 元").endswith(figures) or (figures == " = " and figures in line)]
    return (saying or lines or [""])[-1]


def _rights(position: Position, shown: View, columns: int) -> Iterator[str]:
    if not shown.rights:
        return
    yield style("权利", bold=True)
    for right in shown.rights:
        state = right_state(right, position.as_of)
        line = f"{SIDES[right.holder]}：{right.title.removeprefix(SIDES[right.holder])}，{state}"
        yield from lines(f"{line}（{right.id}）", columns, "    ", "  ")


def _notices(shown: View, columns: int) -> Iterator[str]:
    if not shown.notices:
        return
    yield style("提示", bold=True)
    for notice in shown.notices:
        mark = "！ " if notice.level == "warning" else "·  "
        yield from lines(f"{notice.text}（{notice.id}）", columns, "     ", f"  {mark}")
    yield ""
    yield style("每个编号都可以追问：mingyue why 编号", dim=True)

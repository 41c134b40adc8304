"""A position as tables: one description for the sheets, the comma-separated files, the pages and the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from mingyue.ledger import words
from mingyue.ledger.events import KINDS
from mingyue.ledger.events.change import REASONS
from mingyue.ledger.events.content import SIDES
from mingyue.ledger.position import Claim, Payment, Position, Why
from mingyue.ledger.timeline import FOREVER, Change, Proposal
from mingyue.terms.titles import title

Kind = Literal["text", "date", "moment", "money", "int", "percent"]
Value = str | date | datetime | Decimal | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `text` cells are str and never None ("" says nothing); every other cell may be None.

    moment: without zone, Beijing time; percent: 30 is 30 %; money: in the currency of the contract.
    """

    key: str
    title: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under columns. A table without rows is the description by which files are read back."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()

    def with_rows(self, rows: Iterable[Row]) -> Table:
        """The same table with these rows."""
        return replace(self, rows=tuple(rows))


_WHY = (Column("clause", "条款"), Column("formula", "算式"), Column("basis", "依据"), Column("events", "事件"))


def _columns(*columns: tuple[str, str] | tuple[str, str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(*column) for column in columns)


_ALL: tuple[Table, ...] = (
    Table("summary", "概要", _columns(("item", "项目"), ("amount", "金额", "money"), ("note", "说明"))),
    Table(
        "obligations",
        "义务",
        _columns(
            ("id", "编号"), ("title", "内容"), ("debtor", "义务方"), ("family", "条款类别"), ("due", "到期日", "date")
        )
        + _columns(("due_at", "到期时刻", "moment"), ("state", "状态"), ("day", "履行日", "date"))
        + _columns(("days_late", "逾期天数", "int"))
        + _WHY,
    ),
    Table(
        "payments",
        "付款",
        _columns(("id", "期次"), ("title", "内容"), ("percent", "比例（%）", "percent"), ("amount", "金额", "money"))
        + _columns(("state", "状态"), ("missing", "未满足的条件"), ("released", "条件满足日", "date"))
        + _columns(("due", "付款期限", "date"), ("paid", "已付", "money"), ("set_off", "已抵销", "money"))
        + _columns(("left", "未付", "money"))
        + _WHY,
    ),
    Table(
        "claims",
        "请求权",
        _columns(
            ("id", "编号"), ("title", "内容"), ("kind", "类别"), ("creditor", "权利方"), ("amount", "金额", "money")
        )
        + _columns(("accruing", "仍在增加"), ("day", "算至", "date"), ("set_off", "已抵销", "money"))
        + _columns(("paid", "已清偿", "money"), ("waived", "已放弃", "money"), ("left", "余额", "money"))
        + _WHY,
    ),
    Table(
        "rights",
        "权利",
        _columns(
            ("id", "编号"), ("title", "内容"), ("holder", "权利方"), ("since", "自", "date"), ("until", "至", "date")
        )
        + _columns(("used", "已行使"))
        + _WHY,
    ),
    Table("dates", "关键日期", _columns(("id", "编号"), ("title", "内容"), ("day", "日期", "date")) + _WHY),
    Table("notices", "提示", _columns(("id", "编号"), ("level", "级别"), ("text", "内容")) + _WHY),
    Table(
        "changes",
        "变更",
        _columns(("id", "编号"), ("subject", "内容"), ("state", "状态"), ("side", "提出方"), ("reason", "原因"))
        + _columns(("proposed", "提出日", "date"), ("missing", "待同意"), ("starts", "生效日", "date"))
        + _columns(("ends", "最后一日", "date"), ("delta", "对条款的改动"), ("events", "事件")),
    ),
    Table(
        "events",
        "事件",
        _columns(("id", "编号"), ("day", "发生日", "date"), ("at", "发生时刻", "moment"), ("kind", "种类"))
        + _columns(
            ("content", "内容"), ("note", "备注"), ("evidence", "证据"), ("by", "记录人"), ("recorded", "记录时间")
        ),
    ),
    Table(
        "transactions",
        "分录",
        _columns(("number", "序号", "int"), ("day", "日期", "date"), ("text", "摘要"), ("account", "科目"))
        + _columns(("debit", "借方", "money"), ("credit", "贷方", "money"), ("about", "对应"), ("event", "事件")),
    ),
)
LAYOUTS: Mapping[str, Table] = {table.key: table for table in _ALL}


def tables(position: Position) -> Mapping[str, Table]:
    """Every table of a position, by key, in the order in which they are shown."""
    return {key: LAYOUTS[key].with_rows(rows(position)) for key, rows in _ROWS.items()}


def _why(why: Why) -> Row:
    return title(why.clause) if why.clause else "", "\n".join(why.formula), "、".join(why.basis), "、".join(why.events)


def _summary(position: Position) -> Iterable[Row]:
    totals, advice = position.totals, position.advice
    note = f"{position.currency}，截至 {position.as_of}"
    yield "合同价款", totals.price, note + (f"，按 {position.known_at} 前的记录" if position.known_at else "")
    yield "已付", totals.paid, ""
    yield "暂扣", totals.withheld, "付款条件尚未全部满足"
    yield "可付", totals.released, "付款条件已经满足"
    yield "乙方欠甲方", totals.claims_for_buyer, "违约金、减免和退款的余额"
    yield "甲方欠乙方", totals.claims_for_vendor, "违约金的余额"
    yield "建议抵销", advice.set_off, ""
    yield "本次建议支付", advice.pay, "；".join(advice.why.formula)


def _obligations(position: Position) -> Iterable[Row]:
    for each in position.obligations:
        side, state = SIDES[each.debtor], words.STATES[each.state]
        when = (each.due, each.due_at, state, each.day, each.days_late)
        yield each.id, each.title, side, title(each.family), *when, *_why(each.why)


def missing(payment: Payment) -> str:
    """The conditions of an instalment that are not met, in a phrase."""
    return "；".join(each.missing or each.title for each in payment.conditions if not each.met)


def _payments(position: Position) -> Iterable[Row]:
    for each in position.payments:
        state = words.PAYMENT_STATES[each.state]
        days = (state, missing(each), each.released, each.due)
        sums = (each.paid, each.set_off, each.left)
        yield each.id, each.title, each.percent, each.amount, *days, *sums, *_why(each.why)


def _claims(position: Position) -> Iterable[Row]:
    for each in position.claims:
        head = (each.id, each.title, words.CLAIM_KINDS.get(each.kind, each.kind), SIDES[each.creditor], each.amount)
        yield *head, _yes(each.accruing), each.day, *_settled(each), *_why(each.why)


def _settled(claim: Claim) -> tuple[Decimal, ...]:
    return claim.set_off, claim.paid, claim.waived, claim.left


def _rights(position: Position) -> Iterable[Row]:
    for each in position.rights:
        yield each.id, each.title, SIDES[each.holder], each.since, each.until, _yes(each.used), *_why(each.why)


def _dates(position: Position) -> Iterable[Row]:
    for each in position.dates:
        yield each.id, each.title, each.day, *_why(each.why)


def _notices(position: Position) -> Iterable[Row]:
    for each in position.notices:
        yield each.id, words.LEVELS[each.level], each.text, *_why(each.why)


def _changes(position: Position) -> Iterable[Row]:
    """Change orders with what became of them, then supplements, which were never proposed here."""
    agreed = {change.id: change for change in position.changes}
    for proposal in position.proposals:
        yield _change(agreed.pop(proposal.id, None), proposal)
    for change in agreed.values():
        yield _change(change, None)


def _change(change: Change | None, proposal: Proposal | None) -> Row:
    head: Row = ("", "", None, "")
    if proposal is not None:
        asked = "、".join(SIDES[side] for side in proposal.missing if proposal.state == "open")
        head = (SIDES[proposal.side], REASONS[proposal.reason], proposal.proposed, asked)
    known: Any = change or proposal
    state = "补充协议" if proposal is None else words.PROPOSALS[proposal.state]
    delta = "；".join(words.delta_lines(change.delta)) if change else ""
    ends = change.ends if change and change.ends < FOREVER else None
    days = (change.starts if change else None, ends)
    return known.id, known.subject, state, *head, *days, delta, "、".join(known.events)


def _events(position: Position) -> Iterable[Row]:
    for each in position.events:
        said = (
            KINDS[each.kind].title,
            words.in_one_line(each, position.currency),
            each.note or "",
            "、".join(each.evidence),
        )
        yield each.id, each.day, each.at, *said, each.by, each.recorded


def _transactions(position: Position) -> Iterable[Row]:
    for number, each in enumerate(position.transactions, 1):
        for posting in each.postings:
            debit = posting.amount if posting.amount > 0 else None
            credit = -posting.amount if posting.amount <= 0 else None
            yield number, each.day, each.text, posting.account, debit, credit, each.about, each.event or ""


def _yes(said: bool) -> str:  # noqa: FBT001 - the value of a cell
    return "是" if said else "否"


_ROWS: Mapping[str, Callable[[Position], Iterable[Row]]] = {
    "summary": _summary,
    "obligations": _obligations,
    "payments": _payments,
    "claims": _claims,
    "rights": _rights,
    "dates": _dates,
    "notices": _notices,
    "changes": _changes,
    "events": _events,
    "transactions": _transactions,
}

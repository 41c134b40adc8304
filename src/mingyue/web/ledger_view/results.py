"""What follows from a ledger, as tables: obligations, instalments, claims, rights, days, notices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from mingyue import api
from mingyue.ledger.position import Claim, Obligation, Payment, Right
from mingyue.terms.titles import title
from mingyue.web.ledger_view import tones
from mingyue.web.ledger_view.filters import Choice, choice, contains
from mingyue.web.ledger_view.sheet import Cell, Column, Sheet, Tone, cells, yes

Link = Callable[[str], str]
"""The address of why something of this id is as it is."""
OPEN = frozenset({"waiting", "open", "overdue", "suspended"})
STATE_GROUPS: Mapping[str, frozenset[str]] = {
    "todo": OPEN,
    "overdue": frozenset({"overdue"}),
    "done": frozenset({"met", "met_late"}),
    "late": frozenset({"met_late", "overdue"}),
}


def why(name: str, link: Link, *, text: str = "", small: str = "") -> Cell:
    """A cell that leads to the explanation of this id."""
    return Cell(text or name, href=link(name), small=small, dialog=True)


def obligation_filters(asked: Mapping[str, str], position: api.Position) -> tuple[Choice, ...]:
    """Side, state and clause family, of the obligations that there are."""
    families = dict.fromkeys(each.family for each in position.obligations)
    groups = {"todo": _("未完成"), "overdue": _("逾期未完成"), "done": _("已履行"), "late": _("曾逾期")}
    return (
        choice(asked, "side", _("义务方"), api.code_words()["side"]),
        choice(asked, "state", _("状态"), groups),
        choice(asked, "family", _("条款"), {name: title(name) for name in families}),
    )


def obligations(position: api.Position, asked: Mapping[str, str], link: Link) -> Sheet:
    """Who owes what, the undone first by their days, of those that the filters let through."""
    side, state, family = (each.value for each in obligation_filters(asked, position))
    words, text = api.code_words(), asked.get("q", "")

    def wanted(each: Obligation) -> bool:
        fits = (not side or each.debtor == side) and (not family or each.family == family)
        return fits and (not state or each.state in STATE_GROUPS[state]) and contains(text, each.id, each.title)

    found = sorted(filter(wanted, position.obligations), key=_by_day)
    columns: tuple[Column, ...] = (
        Column(_("内容")),
        Column(_("义务方")),
        Column(_("应于"), "date"),
        Column(_("时刻")),
        Column(_("状态")),
    )
    columns += (Column(_("履行日"), "date"), Column(_("逾期天数"), "int"), Column(_("条款")), Column(_("编号")))
    rows = tuple(
        cells(
            why(each.id, link, text=each.title),
            words["side"][each.debtor],
            each.due,
            f"{each.due_at:%H:%M}" if each.due_at else "",
            Cell(words["state"][each.state], tones.STATES[each.state]),
            each.day,
            each.days_late or None,
            title(each.family),
            each.id,
        )
        for each in found
    )
    return Sheet("obligations", _("双方义务"), columns, rows, _("没有符合条件的义务。"))


def _by_day(each: Obligation) -> tuple[bool, bool, date, datetime, str]:
    undone = each.state in OPEN
    return not undone, each.due is None, each.due or date.max, each.due_at or datetime.max, each.id  # noqa: DTZ901 (Beijing time throughout)


def instalments(position: api.Position, link: Link) -> Sheet:
    """The instalments with what keeps each back."""
    words = api.code_words()["payment"]
    columns: tuple[Column, ...] = (
        Column(_("期次")),
        Column(_("比例"), "percent"),
        Column(_("金额"), "money"),
        Column(_("状态")),
    )
    columns += (Column(_("还缺什么")), Column(_("条件满足日"), "date"), Column(_("最迟付款日"), "date"))
    columns += (Column(_("已付"), "money"), Column(_("已抵销"), "money"), Column(_("未付"), "money"))
    rows = tuple(
        cells(
            why(each.id, link, text=each.title),
            each.percent,
            each.amount,
            Cell(words[each.state], tones.payment(each.state)),
            "；".join(lacking(each)),
            each.released,
            each.due,
            each.paid,
            each.set_off,
            each.left,
        )
        for each in position.payments
    )
    return Sheet("instalments", _("分期付款"), columns, rows, _("合同没有约定分期付款。"), position.currency)


def lacking(payment: Payment) -> Iterator[str]:
    """What keeps an instalment back, condition by condition."""
    return (each.missing or each.title for each in payment.conditions if not each.met)


def claims(position: api.Position, link: Link) -> Sheet:
    """The claims of both sides, the open ones first."""
    words = api.code_words()
    columns: tuple[Column, ...] = (
        Column(_("内容")),
        Column(_("类别")),
        Column(_("谁欠谁")),
        Column(_("金额"), "money"),
    )
    columns += (Column(_("算至"), "date"), Column(_("仍在增加")), Column(_("已抵销"), "money"))
    columns += (
        Column(_("已清偿"), "money"),
        Column(_("已放弃"), "money"),
        Column(_("余额"), "money"),
        Column(_("编号")),
    )

    def row(each: Claim) -> tuple[Cell, ...]:
        return cells(
            why(each.id, link, text=each.title),
            words["claim"].get(each.kind, each.kind),
            _("%(debtor)s欠%(creditor)s")
            % {"debtor": words["side"][each.debtor], "creditor": words["side"][each.creditor]},
            each.amount,
            each.day,
            yes(said=each.accruing),
            each.set_off,
            each.paid,
            each.waived,
            each.left,
            each.id,
        )

    found = sorted(position.claims, key=lambda each: (each.left == 0, each.creditor))
    rows = tuple(map(row, found))
    empty = _("目前没有违约金、减免、退款一类的请求权。逾期一旦发生，金额和算式自动出现在这里。")
    return Sheet("claims", _("请求权"), columns, rows, empty, position.currency)


def rights(position: api.Position, link: Link) -> Sheet:
    """What either side may do, what is still open first."""
    words = api.code_words()["side"]
    found = sorted(position.rights, key=lambda each: (right_state(each, position.as_of)[1] != "good", each.since))
    columns: tuple[Column, ...] = (
        Column(_("权利")),
        Column(_("权利方")),
        Column(_("自"), "date"),
        Column(_("至"), "date"),
        Column(_("状态")),
    )
    rows = tuple(
        cells(
            why(each.id, link, text=each.title),
            words[each.holder],
            each.since,
            each.until,
            Cell(*right_state(each, position.as_of)),
        )
        for each in found
    )
    return Sheet("rights", _("可以行使的权利"), columns, rows, _("目前没有解除、终止、拒绝一类的权利产生。"))


def right_state(right: Right, as_of: date) -> tuple[str, Tone]:
    """Whether a right can be used on a day."""
    if right.used:
        return _("已行使"), ""
    if right.until is not None and right.until < as_of:
        return _("已届满"), ""
    return _("可以行使"), "good"


def dates(position: api.Position, link: Link) -> Sheet:
    """Days to keep in mind, those to come first."""
    found = sorted(position.dates, key=lambda each: (each.day < position.as_of, each.day))
    columns: tuple[Column, ...] = (Column(_("关键日期")), Column(_("日期"), "date"), Column(_("还有几日"), "int"))
    rows = tuple(
        cells(why(each.id, link, text=each.title), each.day, max(0, (each.day - position.as_of).days) or None)
        for each in found
    )
    return Sheet("dates", _("关键日期"), columns, rows, _("还没有关键日期。"))


def notices(position: api.Position, link: Link) -> Sheet:
    """What a manager must know, warnings first."""
    words = api.code_words()["level"]
    found = sorted(position.notices, key=lambda each: each.level != "warning")
    rows = tuple(
        cells(Cell(words[each.level], tones.STATES[each.level]), why(each.id, link, text=each.text)) for each in found
    )
    return Sheet("notices", _("提示"), (Column(_("级别")), Column(_("内容"))), rows, _("没有提示。"))

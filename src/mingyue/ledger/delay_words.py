"""How late a delivery was, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from mingyue.ledger.attempts import Attempt
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, clock, exceeded, ids, late, passed
from mingyue.ledger.delay import Delay, done, due, told_in_time, yesterday
from mingyue.ledger.event import Event, oldest_first
from mingyue.ledger.hardship import spells


def steps(case: Case, name: str, row: Sequence[Attempt], delayed: Delay, limited: Limit | None) -> tuple[str, ...]:
    """Due, delivered, excused, late: a line each. limited: until when it was due by the terms that decide."""
    met = done(row)
    says = list(limited.steps) if limited else ["没有约定完成日，或者合同尚未生效"]
    says += [each.says for each in delayed.excused]
    says += _unheard(case) if delayed.count else ()
    before = list(_before(case, name, limited, delayed))
    says += [said for said, _ in before]
    if met is not None:
        pending = "" if row[-1].accepted else "（待验收，暂计至交付日）"
        hours = f"，{exceeded(limited, met)}" if limited and limited.at and met.at and late(limited, met) else ""
        when = f"交付日：{clock(met.at) if met.at else met.day}{pending}{hours}"
    elif case.end is not None:
        when = f"未交付，合同于 {case.end.day} 终止"
    else:
        when = f"截至 {case.as_of} 未交付" + ("合格" if row else "")
    return (*says, f"{when}，{_days(case, limited, met, delayed, sum(days for _, days in before))}")


def events(case: Case, row: Sequence[Attempt], delayed: Delay) -> tuple[str, ...]:
    """The events behind it, oldest record first."""
    told = ids(case.effective, *(each.delivered for each in row), *(each.answer for each in row))
    return oldest_first((*told, *(name for each in delayed.excused for name in each.events)))


def _days(case: Case, limited: Limit | None, met: Event | None, delayed: Delay, before: int) -> str:
    """How many days it is late; before: as many of them by a due day that was changed since."""
    if before:
        after = delayed.count - before
        return f"按变更后的约定{f'逾期 {after} 日' if after else '未逾期'}，合计逾期 {delayed.count} 日"
    if delayed.count:
        return f"逾期 {delayed.count} 日"
    missed = limited is not None and (late(limited, met) if met else passed(limited, case.as_of))
    return "逾期不足一日，按约定不计" if missed and not delayed.excused and case.end is None else "未逾期"


def _before(case: Case, name: str, limited: Limit | None, delayed: Delay) -> Iterator[tuple[str, int]]:
    """Days late by a due day that was changed since, in words, with their number: the change does not undo them."""
    dues = [(due(case, terms, name), start, stop) for start, stop, terms in delayed.days]
    for then, group in groupby(dues, key=lambda each: each[0]):
        if then is not None and (limited is None or then.over != limited.over):
            days = [(start, stop) for _, start, stop in group]
            count = sum((stop - start).days for start, stop in days)
            last = yesterday(days[-1][1])
            yield f"变更前的应完成日 {then.day}：{days[0][0]} 至 {last} 逾期 {count} 日，已经产生，不因变更收回", count


def _unheard(case: Case) -> Iterator[str]:
    """Force majeure that does not excuse because nobody was told in time."""
    for spell in spells(case):
        if spell.side == "vendor" and not told_in_time(case, spell):
            yield f"不可抗力 {spell.begun.day} 起（{spell.begun.id}）没有按时通知甲方，其间照常计算逾期"

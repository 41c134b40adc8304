"""What a project keeps book of: training, visits, migration, promises, problems, users (section 五 of the guide)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingyue.ledger import horizon, migration, promises, training
from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, ids, state, yuan
from mingyue.ledger.event import Event
from mingyue.ledger.events import UsersAdded
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Outcome, Why
from mingyue.ledger.span import End
from mingyue.terms.periods import Period

VISITS = "maintenance_upgrade.site_visits"
USERS = "fees_payment.price_protection"


def outcome(case: Case) -> Outcome:
    """Obligations, dates and notices of the project's conduct. Raises EventError when events contradict one another."""
    ended = case.end
    found = Outcome(
        obligations=(*training.obligations(case, ended), *_visits(case, ended)),
        dates=tuple(horizon.dates(case, ended)),
        notices=tuple(_users(case)),
    )
    return found + migration.outcome(case, ended) + promises.outcome(case, ended)


def _visits(case: Case, ended: End | None) -> Iterator[Obligation]:
    """One obligation for each year since go-live that has begun. The day of go-live belongs to the first year, which ends on
    the corresponding day (民法典 202); a year that the end of the contract cut short is released.
    """
    live = case.live
    if live is None:
        return
    visits = [event for event in case.history.of("site_visit") if event.day >= live.day]
    number, start, stop = 1, live.day, min(case.as_of, ended.day) if ended else case.as_of
    while number == 1 or start < stop:
        last = case.calendar.add(live.day, Period(number, "year"))
        wanted = case.timeline.on(min(last, stop)).maintenance_upgrade.site_visits
        made = [event for event in visits if event.day <= last and (event.day > start or number == 1)]
        if wanted:
            yield _year(case, number, (start, last), made, wanted, released=stop if ended and stop < last else None)
        number, start = number + 1, last


def _year(
    case: Case, number: int, year: tuple[date, date], made: list[Event], wanted: int, *, released: date | None
) -> Obligation:
    first, last = year
    met = made[wanted - 1] if len(made) >= wanted else None
    now, days = state(Limit(last, None, ()), met, case.as_of, released)
    steps = (
        f"第 {number} 个服务年度：{first} 至 {last}",
        f"已巡检 {len(made)} 次，约定不少于 {wanted} 次" + ("" if met else f"，还差 {wanted - len(made)} 次"),
    )
    return Obligation(
        id=f"O-visits-{number}",
        title=f"第 {number} 个服务年度现场巡检",
        debtor="vendor",
        family="maintenance_upgrade",
        due=last,
        state=now,
        why=Why(VISITS, steps, ("民法典:509.1", "指南:四.3"), ids(*made)),
        day=met.day if met else None,
        days_late=days,
    )


def _users(case: Case) -> Iterator[Notice]:
    """How many of the free users are left, and what the others cost a year."""
    added = case.history.of("users_added")
    if not added:
        return
    agreed = case.terms.fees_payment.price_protection
    total, free = sum(told(event, UsersAdded).users for event in added), agreed.extra_users or 0
    beyond = max(0, total - free)
    steps = [f"合同期内新增 {total} 人，约定 {free} 人以内不另收授权费，超出 {beyond} 人"]
    if not beyond:
        text = f"新增用户 {total} 人，免费名额还剩 {free - total} 人。"
    elif agreed.user_price is None:
        text = f"新增用户 {total} 人，超出免费名额 {beyond} 人；合同没有约定超出部分的单价，请先书面约定再付款。"
    else:
        cost = agreed.user_price * Decimal(beyond)
        steps.append(f"{beyond} 人 × {yuan(agreed.user_price)} = {yuan(cost)}（每年）")
        text = f"新增用户 {total} 人，超出免费名额 {beyond} 人，每年另付 {yuan(cost)}。"
    why = Why(USERS, tuple(steps), ("民法典:509.1", "惯例:价格保护", "指南:四.3"), ids(*added))
    yield Notice("N-users", "warning" if beyond else "info", text, why)

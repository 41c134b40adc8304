"""Data migration: the last real result of each table against the agreed accuracy, and the rehearsals before it (六.4 of the guide)."""

from __future__ import annotations

from mingyue.ledger.case import Case
from mingyue.ledger.clocks import Limit, ids, number, state
from mingyue.ledger.event import Event
from mingyue.ledger.events import MigrationChecked
from mingyue.ledger.history import told
from mingyue.ledger.position import Notice, Obligation, Outcome, State, Why
from mingyue.ledger.span import End

ACCURACY = "implementation_schedule.migration.accuracy_percent"
REHEARSALS = "implementation_schedule.migration.rehearsals"
BASIS = ("民法典:509.1", "惯例:数据迁移", "指南:六.4")


def outcome(case: Case, ended: End | None) -> Outcome:
    """The obligations of the migration, and a warning while a table is not right."""
    checks = case.history.of("migration_checked")
    real = [event for event in checks if not told(event, MigrationChecked).rehearsal]
    rehearsed = [event for event in checks if told(event, MigrationChecked).rehearsal]
    return _accuracy(case, real, ended) + _rehearsals(case, rehearsed, real, ended)


def _accuracy(case: Case, real: list[Event], ended: End | None) -> Outcome:
    """Met when every table that was checked is right at its last check."""
    agreed = case.terms.implementation_schedule.migration
    wanted = agreed.accuracy_percent
    if wanted is None:
        return Outcome()
    last = {told(event, MigrationChecked).table: event for event in real}
    wrong = {name: event for name, event in last.items() if told(event, MigrationChecked).percent < wanted}
    steps = [f"约定准确率不低于 {number(wanted)}%"]
    for name, event in last.items():
        verdict = "不合格" if name in wrong else "合格"
        steps.append(f"{event.day} {name} {number(told(event, MigrationChecked).percent)}%，{verdict}")
    met = max(last.values(), key=lambda event: event.day, default=None) if not wrong else None
    why = Why(ACCURACY, tuple(steps), BASIS, ids(*last.values()))
    owed = Obligation(
        id="O-migration-accuracy",
        title=f"数据迁移准确率不低于 {number(wanted)}%",
        debtor="vendor",
        family="implementation_schedule",
        due=None,
        state=_state(case, met, ended),
        why=why,
        day=met.day if met else None,
    )
    retry = "乙方应当免费重新迁移直至达标" if agreed.free_retry else "请要求乙方采取补救措施"
    text = f"数据迁移未达标：{'、'.join(wrong)}；{retry}。"
    return Outcome((owed,), notices=(Notice("N-migration", "warning", text, why),) if wrong else ())


def _rehearsals(case: Case, rehearsed: list[Event], real: list[Event], ended: End | None) -> Outcome:
    """Rehearsals on one day are one; those after the first real migration come too late to count."""
    wanted = case.terms.implementation_schedule.migration.rehearsals
    if not wanted:
        return Outcome()
    first = real[0] if real else None
    days = {event.day: event for event in reversed(rehearsed) if first is None or event.day <= first.day}
    met = days[sorted(days)[wanted - 1]] if len(days) >= wanted else None
    due = Limit(first.day, None, ()) if first else None
    now = state(due, met, case.as_of, None)[0] if due else _state(case, met, ended)
    steps = [f"已演练 {len(days)} 次，约定正式迁移前不少于 {wanted} 次"]
    if first and not met:
        steps.append(f"{first.day} 已正式迁移，演练次数不足")
    owed = Obligation(
        id="O-migration-rehearsals",
        title=f"正式迁移前演练 {wanted} 次",
        debtor="vendor",
        family="implementation_schedule",
        due=due.day if due else None,
        state=now,
        why=Why(REHEARSALS, tuple(steps), BASIS, ids(*days.values(), first)),
        day=met.day if met else None,
    )
    return Outcome((owed,))


def _state(case: Case, met: Event | None, ended: End | None) -> State:
    return state(None, met, case.as_of, ended.day if ended else None)[0] if case.effective or met else "waiting"

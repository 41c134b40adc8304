"""Sums that grow by the day: so much a day under a rule, never more than its cap (民法典 585)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise

from mingyue.ledger.clocks import number, yuan
from mingyue.terms.calendar import days_between
from mingyue.terms.money import cents

HUNDRED, ZERO, CENT = Decimal(100), Decimal(0), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row, [start, stop), on which one thing was late under one rule.

    base × rate % is earned a day; cap: the most that everything accrued together may come to; cap_says: how it is computed.
    """

    about: str
    start: date
    stop: date
    base: Decimal
    rate: Decimal
    cap: Decimal | None = None
    cap_says: str = ""

    @property
    def days(self) -> int:
        """How many days."""
        return days_between(self.start, self.stop)

    @property
    def wanted(self) -> Decimal:
        """What these days come to without a cap; exact."""
        return self.base * self.rate * self.days / HUNDRED

    def says(self) -> str:
        """The arithmetic, without the cap."""
        return f"{yuan(self.base)} × {number(self.rate)}% × {self.days} 日 = {yuan(self.wanted)}"


@dataclass(frozen=True, slots=True)
class Earned:
    """What one thing earned: the sum, rounded once; how; whether the cap bit."""

    amount: Decimal
    steps: tuple[str, ...]
    capped: bool


def earned(stretches: Iterable[Stretch]) -> dict[str, Earned]:
    """What each thing earned. Their caps hold for all of them together.

    On days on which several things are late what a cap leaves is shared by what each wanted. What was earned before stays: a
    later and lower cap takes nothing back. Where a cap bites the sum is rounded down, so that cents never break it.
    """
    joined = _joined(stretches)
    got: dict[str, Decimal] = {}
    bites: dict[str, str] = {}
    total = ZERO
    for active in _slices(joined):
        wanted = sum((each.wanted for each in active), ZERO)
        cap = active[0].cap
        room = wanted if cap is None else max(ZERO, cap - total)
        for each in active:
            share = each.wanted if room >= wanted else each.wanted * room / wanted
            got[each.about] = got.get(each.about, ZERO) + share
            if room < wanted:
                bites[each.about] = f"{each.cap_says}，至此已满"
        total += min(wanted, room)
    return {name: _earned(name, amount, joined, bites.get(name)) for name, amount in got.items()}


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours under the same rule become one: other changes of the contract do not cut a formula."""
    found: list[Stretch] = []
    last: dict[str, int] = {}
    for each in stretches:
        place = last.get(each.about)
        if place is not None and replace(found[place], start=each.start, stop=each.stop) == each == replace(
            each, start=found[place].stop
        ):
            found[place] = replace(found[place], stop=each.stop)
            continue
        last[each.about] = len(found)
        found.append(each)
    return found


def _slices(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Cut so that on all days of a slice the same things are late, oldest first."""
    waiting = sorted(stretches, key=lambda each: each.start, reverse=True)
    active: list[Stretch] = []
    for left, right in pairwise(sorted({day for each in stretches for day in (each.start, each.stop)})):
        active = [each for each in active if each.stop > left]
        while waiting and waiting[-1].start <= left:
            active.append(waiting.pop())
        if active:
            yield [replace(each, start=left, stop=right) for each in active]


def _earned(name: str, amount: Decimal, joined: Sequence[Stretch], bite: str | None) -> Earned:
    own = [each for each in joined if each.about == name]
    steps = [each.says() if len(own) == 1 else f"{_span(each)}：{each.says()}" for each in own]
    rounded = amount.quantize(CENT, ROUND_DOWN) if bite else cents(amount)
    if bite:
        steps.append(f"{bite}，本项计 {yuan(rounded)}")
    elif len(own) > 1:
        steps.append(f"合计 {yuan(amount)}")
    if not bite and rounded != amount:
        steps.append(f"四舍五入到分：{yuan(rounded)}")
    return Earned(rounded, tuple(steps), capped=bite is not None)


def _span(stretch: Stretch) -> str:
    return f"{stretch.start} 至 {stretch.stop - timedelta(days=1)}"

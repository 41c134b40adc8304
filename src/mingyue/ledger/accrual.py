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
    """What one thing earned: the sum, rounded once; how; whether its cap is full, so that another day adds nothing."""

    amount: Decimal
    steps: tuple[str, ...]
    capped: bool


@dataclass(slots=True)
class _Tally:
    """What one stretch got. before: what all together had when it began; cut: its cap is reached; rest: it got the odd cents."""

    before: Decimal
    got: Decimal = ZERO
    cut: bool = False
    rest: bool = False


def earned(stretches: Iterable[Stretch]) -> dict[str, Earned]:
    """What each thing earned. Their caps hold for all of them together.

    On days on which several things are late what a cap leaves is shared by what each wanted; the last one takes the odd cents,
    so that a full cap is reached to the cent and never broken. What was earned before stays: a later and lower cap takes
    nothing back, and a higher one lets the sums grow from its own first day.
    """
    joined = _joined(stretches)
    tallies: dict[int, _Tally] = {}
    got: dict[str, Decimal] = {}
    full: dict[str, bool] = {}
    total = ZERO
    for active in _slices(joined):
        wanted = sum((piece.wanted for _, piece in active), ZERO)
        cap = active[0][1].cap
        room = wanted if cap is None else max(ZERO, cap - total)
        after = exact = {piece.about: got.get(piece.about, ZERO) + _share(piece, room, wanted) for _, piece in active}
        if cap is not None and 0 < room <= wanted:
            others = sum((cents(sum_) for name, sum_ in got.items() if name not in exact), ZERO)
            after = _to_the_cent(exact, cap - others)
        for place, piece in active:
            name, tally = piece.about, tallies.setdefault(place, _Tally(total))
            tally.got += after[name] - got.get(name, ZERO)
            tally.cut |= cap is not None and room <= wanted
            tally.rest |= after is not exact and after[name] != cents(exact[name])
            full[name] = tally.cut
        got |= after
        total += min(wanted, room)
    return {
        name: _earned(
            amount,
            [(each, tallies[place]) for place, each in enumerate(joined) if each.about == name],
            capped=full[name],
        )
        for name, amount in got.items()
    }


def _share(piece: Stretch, room: Decimal, wanted: Decimal) -> Decimal:
    return piece.wanted if room >= wanted else piece.wanted * room / wanted


def _to_the_cent(sums: dict[str, Decimal], left: Decimal) -> dict[str, Decimal]:
    """The sums in whole cents, together what is left under the cap: the last one takes the remainder."""
    *others, last = sums
    rounded = {name: cents(sums[name]) for name in others}
    rest = left.quantize(CENT, ROUND_DOWN) - sum(rounded.values(), ZERO)
    return rounded | {last: max(ZERO, rest)}


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


def _slices(stretches: Sequence[Stretch]) -> Iterator[list[tuple[int, Stretch]]]:
    """Cut so that on all days of a slice the same things are late, oldest slice first; each with its place, in that order."""
    waiting = sorted(enumerate(stretches), key=lambda each: each[1].start, reverse=True)
    active: list[tuple[int, Stretch]] = []
    for left, right in pairwise(sorted({day for each in stretches for day in (each.start, each.stop)})):
        active = [each for each in active if each[1].stop > left]
        while waiting and waiting[-1][1].start <= left:
            active.append(waiting.pop())
        if active:
            active.sort(key=lambda each: each[0])
            yield [(place, replace(each, start=left, stop=right)) for place, each in active]


def _earned(amount: Decimal, own: Sequence[tuple[Stretch, _Tally]], *, capped: bool) -> Earned:
    """The sum in words: a line for each stretch, and one for each cap that mattered to it."""
    rounded = cents(amount)
    if len(own) == 1:
        stretch, tally = own[0]
        steps = [stretch.says(), *((_cap(stretch, tally, f"本项计 {yuan(rounded)}"),) if tally.cut else ())]
    else:
        steps, cap_says = [], own[0][0].cap_says
        reached = any(tally.cut for _, tally in own)
        for stretch, tally in own:
            steps.append(f"{stretch.start} 至 {stretch.stop - timedelta(days=1)}：{stretch.says()}")
            if tally.cut or (reached and stretch.cap_says != cap_says):
                steps.append(_cap(stretch, tally, f"这一段计 {yuan(tally.got)}"))
            cap_says = stretch.cap_says
        steps.append(f"合计 {yuan(amount)}")
    if rounded != amount:
        steps.append(f"四舍五入到分：{yuan(rounded)}")
    return Earned(rounded, tuple(steps), capped)


def _cap(stretch: Stretch, tally: _Tally, counts: str) -> str:
    """How full the cap is."""
    if stretch.cap is None:
        return "这一段没有约定累计上限"
    before = f"{stretch.cap_says}，此前已产生 {yuan(tally.before)}"
    if not tally.cut:
        return f"{before}，未满"
    if tally.before > stretch.cap:
        return f"{before}，多于上限：已产生的不收回，也不再增加"
    if tally.before == stretch.cap:
        return f"{before}，已满，不再增加"
    return f"{stretch.cap_says}，至此已满，" + ("尾数归最后一项，" if tally.rest else "") + counts

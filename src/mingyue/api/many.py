"""Many contracts on one day: each project folder alone, on all cores, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from mingyue.api.ledgers import open_project, replay
from mingyue.ledger.position import Position
from mingyue.terms.errors import UserError

_LIMIT_S = 120.0
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """One contract in a line; sums in its own currency. next_due: the first day of an open obligation of either side.

    fault: why it could not be computed, in one sentence; then the sums are zero.
    """

    folder: str
    number: str = ""
    title: str = ""
    vendor: str = ""
    currency: str = ""
    price: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    withheld: Decimal = Decimal(0)
    payable: Decimal = Decimal(0)
    for_buyer: Decimal = Decimal(0)
    for_vendor: Decimal = Decimal(0)
    overdue: int = 0
    next_due: date | None = None
    warnings: int = 0
    events: int = 0
    fault: str = ""


def projects(root: Path) -> list[Path]:
    """Every project folder below a folder, in the order of names."""
    return sorted(path.parent for path in root.rglob("contract.yaml"))


def portfolio(folders: Sequence[Path], *, as_of: date, jobs: int) -> Iterator[Standing]:
    """The standing of each project at the end of a day, in the given order, as soon as it is known.

    jobs: processes at a time. A project that cannot be read costs its own line only.
    """
    from mingyue.connectors.workers import each

    batches = [folders[at : at + _BATCH] for at in range(0, len(folders), _BATCH)]
    for outcome in each(partial(_standings, as_of=as_of), batches, jobs=jobs, limit_s=_LIMIT_S * _BATCH):
        if outcome.value is not None:
            yield from outcome.value
        else:
            why = outcome.failure.message if outcome.failure else ""
            yield from (
                Standing(str(folder), fault=f"计算中断（{why}）：请单独查看这个项目。") for folder in outcome.item
            )


def _standings(folders: Sequence[Path], *, as_of: date) -> list[Standing]:
    return [_standing(folder, as_of) for folder in folders]


def _standing(folder: Path, as_of: date) -> Standing:
    try:
        project = open_project(folder)
        position = replay(project, as_of=as_of)
    except UserError as error:
        return Standing(str(folder), fault=str(error).splitlines()[0])
    except OSError as error:
        return Standing(str(folder), fault=f"无法读取（{error.strerror}）：请检查文件和权限。")
    return standing(position, str(folder))


def standing(position: Position, folder: str = "") -> Standing:
    """The line of a computed position."""
    terms, totals = position.terms, position.totals
    owed = [each for each in position.obligations if each.state in {"open", "overdue"}]
    dues = [each.due for each in owed if each.due is not None and each.state == "open"]
    return Standing(
        folder=folder,
        number=terms.number or "",
        title=terms.title,
        vendor=terms.parties.vendor.name,
        currency=position.currency,
        price=totals.price,
        paid=totals.paid,
        withheld=totals.withheld,
        payable=position.advice.pay,
        for_buyer=totals.claims_for_buyer,
        for_vendor=totals.claims_for_vendor,
        overdue=sum(each.state == "overdue" for each in owed),
        next_due=min(dues, default=None),
        warnings=sum(notice.level == "warning" for notice in position.notices),
        events=len(position.events),
    )

"""Computing the projections of a project, and making them anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import cast
from zlib import compress, decompress
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.web import clock
from mingyue.web.store.books import NoTermsError, open_book
from mingyue.web.store.models import DueItem, Project, Snapshot, Standing

_BEIJING = ZoneInfo("Asia/Shanghai")
_OPEN = {"waiting", "open", "overdue", "withheld", "released", "suspended"}


def refresh(project: Project, *, as_of: date) -> Standing:
    """Computes a project's projections as of a day and keeps them. A ledger that cannot be read costs its own line: `fault` says why."""
    try:
        book = open_book(project)
        position = api.replay(book, as_of=as_of)
    except NoTermsError:
        return _keep(project, Standing(project=project, as_of=as_of, head=""), (), b"")
    except UserError as error:
        return _keep(project, Standing(project=project, as_of=as_of, head="", fault=str(error)), (), b"")
    return _keep(
        project, _standing(project, position, book.head), tuple(_items(project, position)), compress(_json(position), 3)
    )


def _json(position: api.Position) -> bytes:
    made = datetime.combine(position.as_of, datetime.min.time(), _BEIJING)
    return cast("bytes", api.export(position, "json", made=made))


def follow(*, project: Project, **_more: object) -> None:
    """After events were recorded: the projections of today."""
    refresh(project, as_of=clock.today())


def stale(as_of: date) -> QuerySet[Project]:
    """Projects whose projections are not of this day, oldest first."""
    return Project.objects.filter(archived=None).exclude(standing__as_of=as_of).order_by("standing__as_of", "pk")


def rebuild(*, as_of: date) -> int:
    """Makes the projections of every project anew from terms and events; gives how many."""
    count = 0
    for project in Project.objects.order_by("pk").iterator():
        refresh(project, as_of=as_of)
        count += 1
    return count


def _keep(project: Project, standing: Standing, items: tuple[DueItem, ...], body: bytes) -> Standing:
    with transaction.atomic():
        Project.objects.select_for_update().get(pk=project.pk)  # two at a time would both add the items
        DueItem.objects.filter(project=project).delete()
        DueItem.objects.bulk_create(items)
        Snapshot.objects.update_or_create(
            project=project, defaults={"as_of": standing.as_of, "head": standing.head, "body": body}
        )
        standing.save()
    return standing


def _standing(project: Project, position: api.Position, head: str) -> Standing:
    line = api.standing(position)
    terms = position.terms
    product = terms.product
    return Standing(
        project=project,
        as_of=position.as_of,
        head=head,
        number=line.number,
        buyer=terms.parties.buyer.name or "",
        vendor=line.vendor,
        product=" ".join(filter(None, (product.name, product.version))),
        currency=line.currency,
        price=line.price,
        paid=line.paid,
        payable=line.payable,
        withheld=line.withheld,
        for_buyer=line.for_buyer,
        for_vendor=line.for_vendor,
        overdue=line.overdue,
        warnings=line.warnings,
        next_due=line.next_due,
        events=line.events,
    )


def _items(project: Project, position: api.Position) -> Iterator[DueItem]:
    for each in position.obligations:
        if each.state in _OPEN:
            yield DueItem(
                project=project,
                key=each.id,
                kind="obligation",
                title=each.title[:200],
                side=each.debtor,
                family=each.family,
                due=each.due,
                due_at=each.due_at and (each.due_at if each.due_at.tzinfo else each.due_at.replace(tzinfo=_BEIJING)),
                state=each.state,
            )
    for payment in position.payments:
        if payment.state in _OPEN:
            yield DueItem(
                project=project,
                key=payment.id,
                kind="payment",
                title=payment.title[:200],
                side="buyer",
                family="fees_payment",
                due=payment.due,
                state=payment.state,
                amount=payment.left,
            )
    for key in position.dates:
        if key.day >= position.as_of:
            yield DueItem(project=project, key=key.id, kind="date", title=key.title[:200], due=key.day, state="open")


def snapshot(project: Project, *, as_of: date) -> dict[str, object]:
    """The position of a day as JSON values: the kept one where it is of this day and of the last event, else computed (and not kept).

    Raises as `open_book`.
    """
    kept = Snapshot.objects.filter(project=project, as_of=as_of).first()
    last = project.lines.order_by("-seq").values_list("hash", flat=True).first()
    if kept is not None and kept.body and kept.head == (last or "0" * 64):
        return cast("dict[str, object]", json.loads(decompress(kept.body)))
    return cast("dict[str, object]", json.loads(_json(api.replay(open_book(project), as_of=as_of))))

"""What was delivered, accepted and paid, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from mingyue.connectors.ocds.parties import reference
from mingyue.connectors.ocds.values import Object, given, moment, value
from mingyue.ledger.event import Event
from mingyue.ledger.events import Accepted, ClaimSettled, Delivered, EvidenceAttached, Paid, Refunded
from mingyue.ledger.position import Obligation, Payment, Position
from mingyue.terms.fees import Gate
from mingyue.terms.schedule import Milestone


def implementation(position: Position) -> Object:
    """Milestones of delivery and of payment, and the transactions."""
    return given(milestones=list(_milestones(position)), transactions=list(_transactions(position)))


def _milestones(position: Position) -> Iterator[Object]:
    owed = {each.id: each for each in position.obligations}
    accepted = _first(position, Accepted)
    delivered = _first(position, Delivered)
    for milestone in position.terms.implementation_schedule.milestones:
        duty = owed.get(f"O-{milestone.id}-deliver")
        yield _delivery(milestone, duty, accepted.get(milestone.id), delivered.get(milestone.id))
    yield from map(_financing, position.payments)


def _first(position: Position, kind: type[Accepted | Delivered]) -> Mapping[str, Event]:
    found: dict[str, Event] = {}
    for event in position.events:
        if isinstance(event.content, kind):
            found.setdefault(event.content.milestone, event)
    return found


def _delivery(milestone: Milestone, duty: Obligation | None, accepted: Event | None, delivered: Event | None) -> Object:
    """Met when both sides signed for it: what was handed over and not yet accepted is met in part."""
    due = (duty.due if duty else None) or milestone.due_date
    late = duty is not None and duty.state == "overdue"
    status = "met" if accepted else "partiallyMet" if delivered else "notMet" if late else "scheduled"
    return given(
        id=milestone.id,
        title=milestone.title,
        type="delivery",
        description="、".join(milestone.deliverables),
        dueDate=due and moment(due),
        dateMet=accepted and moment(accepted.at or accepted.day),
        status=status,
    )


def _financing(payment: Payment) -> Object:
    settled = payment.paid + payment.set_off
    unpaid = "notMet" if payment.state in {"overdue", "cancelled"} else "scheduled"
    status = "met" if payment.state == "paid" else "partiallyMet" if settled else unpaid
    return given(
        id=payment.id, title=payment.title, type="financing", dueDate=payment.due and moment(payment.due), status=status
    )


def _transactions(position: Position) -> Iterator[Object]:
    buyer = reference(position.terms.parties.buyer, "buyer")
    supplier = reference(position.terms.parties.vendor, "supplier")
    creditors = {claim.id: claim.creditor for claim in position.claims}
    for event in position.events:
        said = event.content
        if isinstance(said, Paid):
            yield _transaction(position, event, said.amount, buyer, supplier) | _earned(position, said.instalment)
        elif isinstance(said, Refunded):
            yield _transaction(position, event, said.amount, supplier, buyer)
        elif isinstance(said, ClaimSettled):
            sides = (supplier, buyer) if creditors.get(said.claim) == "buyer" else (buyer, supplier)
            yield _transaction(position, event, said.amount, *sides)


def _transaction(position: Position, event: Event, amount: Decimal, payer: Object, payee: Object) -> Object:
    day = moment(event.at or event.day)
    return {"id": event.id, "date": day, "value": value(amount, position.currency), "payer": payer, "payee": payee}


def _earned(position: Position, instalment: str) -> Object:
    """The milestone that earned a payment: by its gate one of delivery, else the instalment itself."""
    terms = position.terms
    gate = next((each.gate for each in terms.fees_payment.instalments if each.id == instalment), None)
    titles = {each.id: each.title for each in terms.implementation_schedule.milestones}
    titles |= {each.id: each.title for each in position.payments}
    name = (gate and _by_gate(position, gate)) or instalment
    return {"relatedImplementationMilestone": given(id=name, title=titles.get(name))}


def _by_gate(position: Position, gate: Gate) -> str | None:
    live = [each.id for each in position.terms.implementation_schedule.milestones if each.go_live]
    return gate.milestone or (live[0] if gate.after == "went_live" and len(live) == 1 else None)


def documents(position: Position) -> list[Object]:
    """Signed acceptance reports and attached evidence, told by their hashes: the files stay with the buyer."""
    return list(_documents(position))


def _documents(position: Position) -> Iterator[Object]:
    for event in position.events:
        said, day = event.content, moment(event.at or event.day)
        if isinstance(said, Accepted) and said.report:
            yield given(
                id=event.id,
                documentType="completionCertificate",
                title=f"《阶段性验收报告》{said.report}（{said.milestone}）",
                description=_hashes(event.evidence),
                datePublished=day,
                language="zh",
            )
        elif isinstance(said, EvidenceAttached):
            description = f"来源：{said.source}；{_hashes((said.sha256,))}"
            yield given(id=event.id, title=said.subject, description=description, datePublished=day, language="zh")


def _hashes(found: tuple[str, ...]) -> str:
    return "；".join(f"SHA-256 {each}" for each in found)

"""The release, and the package that declares its extension."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

from mingyue.connectors.ocds.parties import parties, reference
from mingyue.connectors.ocds.performance import documents, implementation
from mingyue.connectors.ocds.values import Object, given, moment, value
from mingyue.ledger.events.change import REASONS
from mingyue.ledger.position import Position
from mingyue.ledger.timeline import Change
from mingyue.ledger.words import delta_lines
from mingyue.terms.fees import KINDS

EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_transactions_relatedMilestone_extension/master/extension.json"
_SERVICES = frozenset(
    {"implementation", "migration", "custom", "training", "maintenance", "interface", "infrastructure"}
)


def release(position: Position, *, ocid_prefix: str, published: datetime) -> Object:
    """The state of the contract on the day of the position as a release of OCDS 1.1, ready for JSON.

    ocid_prefix: what the publisher was given ("ocds-213czf"); published: when, with its zone. What has no place in the standard
    (claims, set-off, rights) stays out; so do persons and bank accounts. Raises ValueError.
    """
    if published.tzinfo is None:
        raise ValueError("published needs a time zone")
    terms = position.terms
    number = (position.signed.number or position.signed.title).replace("#", "-")
    ocid = f"{ocid_prefix}-{number}"
    buyer, supplier = reference(terms.parties.buyer, "buyer"), reference(terms.parties.vendor, "supplier")
    price, signed = value(position.totals.price, position.currency), _day(position, "signed")
    award = given(
        id=f"{number}-award",
        title=terms.title,
        status="active" if signed else "pending",
        date=signed and moment(signed),
        value=price,
        suppliers=[supplier],
    )
    return given(
        ocid=ocid,
        id=f"{number}-{position.as_of}",
        date=published.isoformat(),
        language="zh",
        tag=_tags(position),
        initiationType="tender",
        parties=parties(terms),
        buyer=buyer,
        tender={"id": ocid, "title": terms.title, "status": "complete", "mainProcurementCategory": _category(position)},
        awards=[award],
        contracts=[_contract(position, number, price)],
    )


def package(releases: Iterable[Object], *, publisher: str, published: datetime, uri: str = "") -> Object:
    """Releases as one file with the version of the standard and the extension that they use.

    uri: where it will be found on the web; a name made of the releases (urn:uuid) where it will not.
    """
    found = list(releases)
    named = " ".join(f"{each['ocid']}/{each['id']}/{each['date']}" for each in found)
    return {
        "uri": uri or uuid5(NAMESPACE_URL, named).urn,
        "version": "1.1",
        "extensions": [EXTENSION],
        "publishedDate": published.isoformat(),
        "publisher": {"name": publisher},
        "releases": found,
    }


def _contract(position: Position, number: str, price: Object) -> Object:
    signed, ended = _day(position, "signed"), _day(position, "termination_notice")
    starts = _day(position, "effective") or signed
    status = "terminated" if ended else "active" if starts else "pending"
    last = ended or next((each.day for each in position.dates if each.id == "D-term-end"), None)
    return given(
        id=number,
        awardID=f"{number}-award",
        title=position.terms.title,
        status=status,
        period=given(startDate=starts and moment(starts), endDate=last and moment(last)),
        value=price,
        items=_items(position),
        dateSigned=signed and moment(signed),
        documents=documents(position),
        amendments=[_amendment(position, change) for change in position.changes],
        implementation=implementation(position),
    )


def _items(position: Position) -> list[Object]:
    return [
        {
            "id": item.id,
            "description": f"{KINDS[item.kind]}：{item.title}" if item.title else KINDS[item.kind],
            "quantity": 1,
            "unit": {"name": "项", "value": value(item.amount, position.currency)},
        }
        for item in position.terms.fees_payment.items
    ]


def _amendment(position: Position, change: Change) -> Object:
    reason = next((each.reason for each in position.proposals if each.id == change.id), None)
    return given(
        id=change.id,
        date=moment(change.starts),
        rationale=REASONS[reason] if reason else change.subject,
        description="；".join([change.subject, *delta_lines(change.delta)]),
    )


def _category(position: Position) -> str:
    """Goods where the licence is bought for good and is most of the price, else services."""
    fees = position.terms.fees_payment.items
    bought = sum(item.amount for item in fees if item.kind == "licence")
    other = sum(item.amount for item in fees if item.kind in _SERVICES)
    return "goods" if position.terms.product.licence == "perpetual" and bought > other else "services"


def _day(position: Position, kind: str) -> date | None:
    return next((event.day for event in position.events if event.kind == kind), None)


def _tags(position: Position) -> list[str]:
    kinds = {event.kind for event in position.events}
    tags = ["award", "contract"]
    tags += ["contractAmendment"] if position.changes else []
    tags += ["implementation"] if kinds - {"signed", "effective"} else []
    return [*tags, *(["contractTermination"] if "termination_notice" in kinds else [])]

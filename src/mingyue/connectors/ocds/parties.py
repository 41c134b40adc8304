"""Who buys and who sells."""

from __future__ import annotations

from mingyue.connectors.ocds.values import Object, given
from mingyue.terms.contract import Contract
from mingyue.terms.parties import Party

SCHEME = "CN-SAIC"
"""The register of enterprises in the list of org-id.guide. It holds the codes that begin with 9 (GB 32100: 工商); for institutions
and associations the list has no register, so their code stands without a scheme."""


def parties(terms: Contract) -> list[Object]:
    """Both sides with their roles. Persons, telephone numbers and bank accounts are not for publication and stay out."""
    return [
        _party(terms.parties.buyer, "buyer", ["buyer", "payer"]),
        _party(terms.parties.vendor, "supplier", ["supplier", "payee"]),
    ]


def reference(party: Party, role: str) -> Object:
    """The party where other members name it."""
    return {"id": _id(party, role), "name": party.name}


def _party(party: Party, role: str, roles: list[str]) -> Object:
    identifier = given(scheme=_scheme(party), id=party.credit_code, legalName=party.name)
    address = given(streetAddress=party.address, countryName="中国" if party.address else None)
    return given(**reference(party, role), identifier=identifier, address=address, roles=roles)


def _scheme(party: Party) -> str | None:
    return SCHEME if (party.credit_code or "").startswith("9") else None


def _id(party: Party, role: str) -> str:
    return f"{SCHEME}-{party.credit_code}" if _scheme(party) else party.credit_code or role

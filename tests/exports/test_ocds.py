"""What OCDS 1.1.5 asks of a release, in our own words: for each object its members, their forms, and which must be there.

`!` must be given; `*` a list; a name of RULES another object; {a b} a closed list of codes. A member that is not here is a mistake.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from mingyue.connectors.ocds import package, release
from mingyue.ledger.position import Position
from mingyue.terms.reading import contract, tree

TAGS = "{award contract contractAmendment implementation contractTermination}"
RULES: Mapping[str, str] = {
    "release": f"ocid=text! id=text! date=moment! tag=*{TAGS}! initiationType={{tender}}! language=text parties=*party buyer=reference"
    " tender=tender awards=*award contracts=*contract",
    "party": "id=text name=text identifier=identifier address=address roles=*{buyer payer supplier payee}",
    "identifier": "scheme=text id=text legalName=text",
    "address": "streetAddress=text countryName=text",
    "reference": "id=text name=text!",
    "tender": "id=text! title=text status={planning planned active cancelled unsuccessful complete withdrawn}"
    " mainProcurementCategory={goods works services}",
    "award": "id=text! title=text status={pending active cancelled unsuccessful} date=moment value=value suppliers=*reference",
    "contract": "id=text! awardID=text! title=text status={pending active cancelled terminated} period=period value=value"
    " items=*item dateSigned=moment documents=*document amendments=*amendment implementation=implementation",
    "period": "startDate=moment endDate=moment",
    "value": "amount=number currency={CNY USD EUR HKD}",
    "item": "id=text! description=text quantity=number unit=unit",
    "unit": "name=text value=value",
    "document": "id=text! documentType={completionCertificate} title=text description=text datePublished=moment language=text",
    "amendment": "id=text date=moment rationale=text description=text",
    "implementation": "milestones=*milestone transactions=*transaction",
    "milestone": "id=text! title=text type={delivery financing} description=text dueDate=moment dateMet=moment"
    " status={scheduled met partiallyMet notMet}",
    "transaction": "id=text! date=moment value=value payer=reference payee=reference relatedImplementationMilestone=link",
    "link": "id=text! title=text",  # of the extension
}
PUBLISHED = datetime.fromisoformat("2026-05-21T09:00:00+08:00")


def members(rule: str) -> Iterator[tuple[str, str, bool]]:
    for entry in _split(RULES[rule]):
        name, _, form = entry.partition("=")
        yield name, form.removesuffix("!"), form.endswith("!")


def _split(text: str) -> list[str]:
    out, inside, word = [], False, ""
    for character in text + " ":
        inside = character == "{" or (inside and character != "}")
        if character == " " and not inside:
            out += [word] if word else []
            word = ""
        else:
            word += character
    return out


def mistakes(value: Any, form: str, path: str) -> Iterator[str]:
    if form.startswith("*"):
        if not isinstance(value, list) or not value or len({json.dumps(each) for each in value}) < len(value):
            yield f"{path} is no list of different entries"
            return
        for index, each in enumerate(value):
            yield from mistakes(each, form[1:], f"{path}[{index}]")
    elif form in RULES:
        yield from _object(value, form, path)
    elif not _fits(value, form):
        yield f"{path} is {value!r}, not {form}"


def _object(value: Any, rule: str, path: str) -> Iterator[str]:
    known = {name: (form, must) for name, form, must in members(rule)}
    yield from (f"{path}/{name} is unknown" for name in value.keys() - known.keys())
    for name, (form, must) in known.items():
        if name in value:
            yield from mistakes(value[name], form, f"{path}/{name}")
        elif must:
            yield f"{path}/{name} is missing"


def _fits(value: Any, form: str) -> bool:
    if form.startswith("{"):
        return value in form[1:-1].split()
    if form == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if form == "moment":
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    return isinstance(value, str) and value != ""


def made(position: Position) -> dict[str, Any]:
    found = release(position, ocid_prefix="ocds-213czf", published=PUBLISHED)
    assert json.loads(json.dumps(found)) == found
    return found


def test_the_release_is_as_the_standard_asks(position: Position) -> None:
    found = made(position)
    assert list(mistakes(found, "release", "")) == []
    assert "#" not in found["id"]
    parties = {party["id"]: party["name"] for party in found["parties"]}
    for reference in (found["buyer"], *found["awards"][0]["suppliers"]):
        assert parties[reference["id"]] == reference["name"]
    done = found["contracts"][0]["implementation"]
    known = {milestone["id"] for milestone in done["milestones"]}
    assert {each.get("relatedImplementationMilestone", {"id": "M1"})["id"] for each in done["transactions"]} <= known


def test_an_empty_position_of_unknown_parties_is_valid_too(position: Position) -> None:
    plain = tree(position.signed)
    plain["parties"] = {
        "buyer": {"name": "某市第一医院", "credit_code": "12100000400000000X"},
        "vendor": {"name": "乙"},
    }
    plain |= {"number": None}
    terms = contract({name: value for name, value in plain.items() if value})
    nothing: Any = ()
    bare = replace(position, signed=terms, terms=terms, events=nothing, obligations=nothing, payments=nothing)
    found = made(replace(bare, changes=nothing, dates=nothing, totals=replace(position.totals, price=Decimal("0.01"))))
    assert list(mistakes(found, "release", "")) == []
    assert found["parties"][0]["identifier"] == {"id": "12100000400000000X", "legalName": "某市第一医院"}
    assert found["parties"][1]["id"] == "supplier"
    assert (found["contracts"][0]["status"], found["tag"]) == ("pending", ["award", "contract"])


def test_the_checker_sees_mistakes(position: Position) -> None:
    broken = made(position)
    broken["contracts"][0]["status"] = "finished"
    del broken["awards"][0]["id"]
    broken["buyer"]["phone"] = "1"
    assert len(list(mistakes(broken, "release", ""))) == 3


def test_milestones_tell_what_was_delivered_accepted_and_paid(position: Position) -> None:
    done = made(position)["contracts"][0]["implementation"]
    assert {each["id"]: each["status"] for each in done["milestones"]} == {
        "M1": "met",
        "M2": "partiallyMet",
        "M3": "scheduled",
        "P1": "met",
        "P2": "partiallyMet",
        "P3": "scheduled",
    }
    paid = [
        (each["id"], each["value"]["amount"], each.get("relatedImplementationMilestone", {}).get("id"))
        for each in done["transactions"]
    ]
    assert paid == [("E3", 150000, "P1"), ("E8", 94000.5, "M1"), ("E16", 100, None)]
    assert done["transactions"][2]["payer"]["name"] == position.terms.parties.vendor.name


def test_a_late_milestone_is_not_met_and_an_ended_contract_terminated(position: Position) -> None:
    late = tuple(replace(each, state="overdue") if each.id == "O-M3-deliver" else each for each in position.obligations)
    notice = position.events[0]._replace(id="E20", kind="termination_notice", day=date(2026, 5, 19))
    found = made(replace(position, obligations=late, events=(*position.events, notice)))
    assert found["contracts"][0]["implementation"]["milestones"][2]["status"] == "notMet"
    assert (found["contracts"][0]["status"], found["tag"][-1]) == ("terminated", "contractTermination")
    assert found["contracts"][0]["period"]["endDate"] == "2026-05-19T00:00:00+08:00"


def test_documents_are_told_by_their_hash_and_persons_stay_out(position: Position) -> None:
    found = made(position)
    report, proof = found["contracts"][0]["documents"]
    assert (report["documentType"], report["title"]) == ("completionCertificate", "《阶段性验收报告》YS-001（M1）")
    assert proof["description"] == "来源：微信；SHA-256 " + "ab" * 32
    text = json.dumps(found, ensure_ascii=False)
    buyer, vendor = position.terms.parties.buyer, position.terms.parties.vendor
    for private in (
        buyer.contact,
        buyer.phone,
        buyer.email,
        vendor.account,
        vendor.contact,
        position.terms.note,
        "周敏",
    ):
        assert private is not None
        assert private not in text
    assert "550000" not in text


def test_a_package_declares_the_extension(position: Position) -> None:
    found = package([made(position)], uri="https://example.org/1.json", publisher="甲", published=PUBLISHED)
    assert (found["version"], len(found["releases"])) == ("1.1", 1)
    assert "relatedMilestone" in found["extensions"][0]
    unplaced = package([made(position)], publisher="甲", published=PUBLISHED)
    assert unplaced["uri"].startswith("urn:uuid:")
    assert unplaced == package([made(position)], publisher="甲", published=PUBLISHED)


@pytest.mark.parametrize("amount", [Decimal("1234567890123456.78")])
def test_a_sum_that_json_cannot_hold_is_refused(position: Position, amount: Decimal) -> None:
    with pytest.raises(ValueError, match="15 位以上"):
        made(replace(position, totals=replace(position.totals, price=amount)))

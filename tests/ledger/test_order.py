"""Events of one day: the order of their records decides, whatever was corrected in between."""

from datetime import date

from mingyue.connectors import holidays
from mingyue.ledger.event import decode
from mingyue.ledger.replay import replay
from mingyue.terms.reading import contract

TERMS = contract(
    {
        "title": "采购合同",
        "parties": {"buyer": {"name": "甲公司"}, "vendor": {"name": "乙公司"}},
        "product": {"name": "CRM", "users": "10"},
        "implementation_schedule": {"milestones": [{"id": "M1", "title": "部署", "due_date": "2026-03-31"}]},
        "fees_payment": {"total": "500000.00"},
        "breach_dispute": {"late_delivery": {"rate": "0.1"}},
    }
)


def position(*said, as_of=date(2026, 4, 20)):
    lines = (
        {
            "id": f"E{at}",
            "kind": kind,
            "happened": day,
            "recorded": f"2026-04-20T10:00:{at:02}+08:00",
            "by": "周敏",
            "data": data,
        }
        for at, (kind, day, data) in enumerate(said, 1)
    )
    return replay(TERMS, map(decode, lines), as_of=as_of, calendar=holidays.official())


STORY = (
    ("signed", "2026-01-05", {}),
    ("delivered", "2026-04-10", {"milestone": "M1"}),
    ("rejected", "2026-04-10", {"milestone": "M1", "reasons": ["缺文档"]}),
)


def test_an_event_voided_and_restored_keeps_its_place():
    back = [("correction", "2026-04-11", {"of": "E2", "void": void, "reason": "x"}) for void in ("true", "false")]
    plain, mended = position(*STORY), position(*STORY, *back)
    assert [(claim.id, claim.amount, claim.accruing) for claim in mended.claims] == [
        (claim.id, claim.amount, claim.accruing) for claim in plain.claims
    ]
    assert str(plain.claims[0].amount) == "10000.00"


def test_of_two_supplements_of_a_day_the_later_record_holds():
    said = [
        ("supplement", "2026-02-01", {"number": n, "subject": "用户", "delta": {"set": {"product.users": u}}})
        for n, u in (("S2", "20"), ("S10", "99"))
    ]
    assert position(STORY[0], *said).terms.product.users == 99


def test_nobody_is_late_under_a_contract_that_is_not_in_effect():
    assert position().claims == ()
    late = position(("signed", "2026-01-05", {}), ("effective", "2026-04-15", {}))
    assert [str(claim.amount) for claim in late.claims] == ["2500.00"]

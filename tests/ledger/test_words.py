from money import position

from mingyue.ledger import tables, words

PAID = "2026-01-05 合同签署；2026-01-08 收到发票 P1 001 150000；2026-01-09 付款 P1 1000.01"


def test_sums_in_events_bear_the_currency_of_the_contract():
    yuan = position(PAID, "2026-01-10")
    assert words.in_one_line(yuan.events[-1], yuan.currency) == "期次 P1；金额 1,000.01 元"
    dollars = position("约定 fees_payment.currency=USD；" + PAID, "2026-01-10")
    assert words.in_one_line(dollars.events[-1], dollars.currency) == "期次 P1；金额 USD 1,000.01"


def test_the_table_of_events_bears_it_too():
    dollars = position("约定 fees_payment.currency=USD；" + PAID, "2026-01-10")
    said = [row[4] for row in tables.tables(dollars)["events"].rows]
    assert "期次 P1；金额 USD 1,000.01" in said
    assert not any("元" in each for each in said)

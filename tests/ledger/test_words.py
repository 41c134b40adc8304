from money import position

from mingyue.ledger import tables, words
from mingyue.terms.delta import Delta
from mingyue.terms.titles import title

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


def test_a_change_is_told_in_the_titles_of_the_terms():
    delta = Delta.model_validate(
        {
            "set": {
                "implementation_schedule.milestones.M3.due": "100日",
                "maintenance_upgrade.levels.critical.response": "2小时",
                "breach_dispute.dispute": "arbitration",
                "maintenance_upgrade.minor_free": "true",
                "fees_payment.instalments.P2.gate": {"after": "accepted", "milestone": "M2"},
            },
            "add": {
                "scope_acceptance.requirements": {"id": "R-006", "title": "小程序", "acceptance": "提交 20 份"},
                "product.modules": "财务",
            },
            "remove": ["ip.no_reuse"],
        }
    )
    assert list(words.delta_lines(delta)) == [
        "实施服务与项目周期·里程碑·M3·合同生效后多久之内完成 改为 100日",
        "升级与维护·服务等级·重大·响应时限 改为 2小时",
        "违约责任与争议解决·争议解决 改为 仲裁",
        "升级与维护·小版本更新终身免费 改为 是",
        "费用构成与支付·分期付款·P2·付款条件 改为 （起点 里程碑验收合格，里程碑 M2）",
        "功能范围与交付验收·功能需求清单（合同附件） 增加 （编号 R-006，功能 小程序，验收标准 提交 20 份）",
        "产品名称与版本·模块 增加 财务",
        "删去 知识产权与源代码·乙方不得向第三方披露或重复使用定制成果",
    ]


def test_a_severity_is_named_in_chinese():
    assert title("maintenance_upgrade.levels.critical") == "升级与维护·服务等级·重大"
    assert title("fees_payment.instalments.critical") == "费用构成与支付·分期付款·critical"

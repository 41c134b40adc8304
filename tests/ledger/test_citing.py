"""A result names the changes that it rests on, and no others."""

import pytest
from money import position

BASE = "2026-01-05 合同签署；"
DUE = "implementation_schedule.milestones.M2.due_date"
TITLE = "实施服务与项目周期·里程碑·M2·固定的完成日期"


def found(events, as_of, name):
    result = position(BASE + events, as_of)
    groups = (result.obligations, result.claims, result.payments, result.rights, result.dates, result.notices)
    return next(each for group in groups for each in group if each.id == name)


def test_a_moved_due_day_cites_its_change():
    events = f"2026-03-20 补充协议 S1 延期 {DUE}=2026-04-10；2026-04-12 交付 M2"
    line = f"变更 S1（2026-03-20 起）：{TITLE} 改为 2026-04-10"
    for name in ("O-M2-deliver", "C-M2-late"):
        why = found(events, "2026-04-20", name).why
        assert (why.formula[0], why.events) == (line, ("E1", "E2", "E3"))


def test_a_changed_rate_and_a_changed_price_are_cited_where_they_count():
    rate = "2026-04-06 补充协议 S1 提高比例 breach_dispute.late_delivery.rate=0.2；2026-04-12 交付 M2"
    assert "E2" in found(rate, "2026-04-20", "C-M2-late").why.events
    assert "E2" not in found(rate, "2026-04-20", "O-M2-deliver").why.events
    price = (
        "2026-04-06 补充协议 S1 增项 fees_payment.total=600000 fees_payment.items.F1.amount=400000；2026-04-12 交付 M2"
    )
    why = found(price, "2026-04-20", "C-M2-late").why
    assert why.formula[0] == "变更 S1（2026-04-06 起）：费用构成与支付·合同总价（含税） 改为 600000"
    assert "E2" in found(price, "2026-04-20", "P2").why.events


@pytest.mark.parametrize(
    ("events", "name"),
    [
        (f"2026-04-12 交付 M2；2026-04-15 补充协议 S1 延期 {DUE}=2026-05-10", "O-M2-deliver"),
        (f"2026-03-20 补充协议 S1 延期 {DUE}=2026-04-10", "O-M3-deliver"),
        ("2026-03-20 补充协议 S1 改名 implementation_schedule.milestones.M2.title=迁移", "O-M2-deliver"),
        ("2026-03-20 补充协议 S1 加用户 product.users=60；2026-04-12 交付 M2", "C-M2-late"),
        (
            "2026-01-08 收到发票 P1 001 150000；2026-02-01 补充协议 S1 宽限 fees_payment.instalments.P1.within=60日",
            "P1",
        ),
    ],
)
def test_a_change_that_moved_nothing_is_not_cited(events, name):
    why = found(events, "2026-04-20", name).why
    assert not [line for line in why.formula if line.startswith("变更 S1")]
    supplement = events.split("；").index(next(part for part in events.split("；") if "补充协议" in part)) + 2
    assert f"E{supplement}" not in why.events


def test_a_period_that_began_anew_cites_the_fault_and_its_repair():
    events = (
        "2026-04-12 正式上线；2026-04-20 10:00 故障报告 I1 重大；2026-04-22 10:00 故障修复 I1；"
        "2026-05-02 10:00 故障报告 I2 重大；2026-05-04 10:00 故障修复 I2"
    )
    assert found(events, "2026-06-30", "P3").why.events == ("E2", "E3", "E4", "E5", "E6")


def test_a_fault_keeps_the_times_of_its_report():
    levels = 'maintenance_upgrade.levels=[{"severity":"critical","response":"RESPONSE"}]'
    first, later = levels.replace("RESPONSE", "2小时"), levels.replace("RESPONSE", "4小时")
    events = (
        f"2026-02-01 补充协议 S1 时限 {first}；2026-04-20 10:00 故障报告 I1 重大；2026-04-25 补充协议 S2 时限 {later}"
    )
    why = found(events, "2026-06-30", "O-I1-response").why
    assert ("E2" in why.events, "E4" in why.events) == (True, False)

"""A position with something of everything, made by hand: what the calculators find is proven in tests/ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from mingyue.ledger.event import Event, content
from mingyue.ledger.position import (
    Advice,
    Claim,
    Condition,
    KeyDate,
    Notice,
    Obligation,
    Payment,
    Position,
    Posting,
    Right,
    Totals,
    Transaction,
    Why,
)
from mingyue.ledger.timeline import FOREVER, Change, Proposal
from mingyue.terms.contract import Contract
from mingyue.terms.delta import Delta
from mingyue.terms.reading import contract

EXAMPLE = Path(__file__).resolve().parents[2] / "src/mingyue/api/example/contract.yaml"
AS_OF = date(2026, 5, 20)
EVIL = '=1+1;<script>alert("甲")</script> & \'@SUM(A1)'


def event(number: int, kind: str, happened: str, data: dict[str, object], **rest: object) -> Event:
    at = datetime.fromisoformat(happened) if "T" in happened else None
    day = date.fromisoformat(happened[:10])
    recorded = f"{happened[:10]}T18:00:00+08:00"
    return Event(f"E{number}", kind, day, at, recorded, "周敏", content(kind, data), **rest)  # type: ignore[arg-type]


def made_events() -> tuple[Event, ...]:
    sha = "ab" * 32
    return (
        event(1, "signed", "2026-01-10", {}),
        event(2, "invoice", "2026-01-12", {"instalment": "P1", "number": "0451", "amount": "150000"}),
        event(3, "paid", "2026-01-16", {"instalment": "P1", "amount": "150000"}),
        event(4, "delivered", "2026-02-21", {"milestone": "M1", "items": ["《系统部署报告》"]}, note="含管理员账号"),
        event(5, "accepted", "2026-02-27", {"milestone": "M1", "report": "YS-001"}, evidence=(sha,)),
        event(6, "invoice", "2026-03-02", {"instalment": "P2", "number": "0452", "amount": "200000"}),
        event(7, "set_off", "2026-03-05", {"claim": "C-M1-late", "instalment": "P2", "amount": "6000"}),
        event(8, "paid", "2026-03-10", {"instalment": "P2", "amount": "94000.5"}),
        event(
            9,
            "change_proposed",
            "2026-03-20",
            {
                "change": "BG-1",
                "subject": "延长迁移期限",
                "side": "vendor",
                "reason": "schedule",
                "delta": {"set": {"implementation_schedule.milestones.M2.due": "75日"}},
            },
        ),
        event(10, "change_approved", "2026-03-22", {"change": "BG-1", "side": "buyer"}),
        event(11, "delivered", "2026-04-01", {"milestone": "M2"}),
        event(12, "went_live", "2026-04-20", {}),
        event(13, "evidence", "2026-05-02", {"subject": EVIL, "source": "微信", "sha256": sha, "filename": "=a.png"}),
        event(
            14,
            "incident_opened",
            "2026-05-19T22:10",
            {"incident": "G-1", "severity": "critical", "subject": "无法登录"},
            key="k-1",
            extra={"future": [1, {"a": "b"}]},
        ),
        event(15, "commitment_recorded", "2026-05-19", {"commitment": "CN-1", "subject": EVIL, "promised_by": "李岩"}),
        event(16, "refund", "2026-05-20", {"amount": "100"}),
    )


def made_obligations() -> tuple[Obligation, ...]:
    late = Why(
        "implementation_schedule.milestones.M1",
        ("应交付：2026-01-10 + 30日 = 2026-02-09", "交付：2026-02-21，逾期 12 日"),
        ("民法典:509.1", "民法典:577"),
        ("E1", "E4"),
    )
    return (
        Obligation(
            "O-M1-deliver",
            "M1 系统环境搭建和部署：交付",
            "vendor",
            "implementation_schedule",
            date(2026, 2, 9),
            "met_late",
            late,
            None,
            date(2026, 2, 21),
            12,
        ),
        Obligation(
            "O-M2-deliver",
            "M2 基础数据迁移和测试：交付",
            "vendor",
            "implementation_schedule",
            date(2026, 3, 26),
            "met",
            Why("implementation_schedule.milestones.M2", (), (), ("E11",)),
            None,
            date(2026, 4, 1),
        ),
        Obligation(
            "O-M2-accept",
            "M2 基础数据迁移和测试：验收",
            "buyer",
            "scope_acceptance",
            date(2026, 4, 16),
            "overdue",
            Why(
                "scope_acceptance.acceptance.period", ("应验收：2026-04-01 + 10个工作日 = 2026-04-16",), ("民法典:620",)
            ),
            None,
            None,
            34,
        ),
        Obligation(
            "O-M3-deliver",
            "M3 主要功能模块上线测试、全员培训并正式启用：交付",
            "vendor",
            "implementation_schedule",
            date(2026, 6, 10),
            "open",
            Why("implementation_schedule.milestones.M3", ("应交付：2026-06-10",)),
        ),
        Obligation(
            "O-G-1-resolve",
            "故障 G-1 修复：无法登录",
            "vendor",
            "maintenance_upgrade",
            date(2026, 5, 20),
            "overdue",
            Why("maintenance_upgrade.levels.critical", ("2026-05-19 22:10 + 8小时 = 2026-05-20 06:10",), (), ("E14",)),
            datetime.fromisoformat("2026-05-20T06:10"),
        ),
        Obligation(
            "O-CN-1",
            EVIL,
            "vendor",
            "parties",
            None,
            "released",
            Why("", (), ("指南:四.3",), ("E15",)),
        ),
    )


def made_payments() -> tuple[Payment, ...]:
    zero = Decimal(0)
    return (
        Payment(
            "P1",
            "第一期",
            Decimal(30),
            Decimal("150000.00"),
            (Condition("合同签订", met=True, day=date(2026, 1, 10), event="E1"),),
            "paid",
            date(2026, 1, 12),
            date(2026, 1, 19),
            Decimal(150000),
            zero,
            zero,
            Why("fees_payment.instalments.P1", ("500,000.00 × 30% = 150,000.00 元",), (), ("E1", "E2", "E3")),
        ),
        Payment(
            "P2",
            "第二期",
            Decimal(40),
            Decimal("200000.00"),
            (
                Condition("M1 验收合格", met=True, day=date(2026, 2, 27), event="E5"),
                Condition("收到等额发票", met=True, day=date(2026, 3, 2), event="E6"),
            ),
            "overdue",
            date(2026, 3, 2),
            date(2026, 3, 12),
            Decimal("94000.5"),
            Decimal(6000),
            Decimal("99999.5"),
            Why("fees_payment.instalments.P2", ("500,000.00 × 40% = 200,000.00 元",), (), ("E5", "E6", "E8")),
        ),
        Payment(
            "P3",
            "第三期",
            Decimal(30),
            Decimal(150000),
            (
                Condition("正式上线", met=True, day=date(2026, 4, 20), event="E12"),
                Condition("连续运行 1个月没有重大故障", met=False, missing="重大故障 G-1 尚未修复"),
                Condition("收到等额发票", met=False, missing="尚未收到发票"),
            ),
            "withheld",
            None,
            None,
            zero,
            zero,
            Decimal(150000),
            Why("fees_payment.instalments.P3", ("500,000.00 × 30% = 150,000.00 元",)),
        ),
    )


def made_claims() -> tuple[Claim, ...]:
    return (
        Claim(
            "C-M1-late",
            "M1 逾期交付违约金",
            "late_delivery",
            "buyer",
            Decimal("6000.00"),
            accruing=False,
            day=date(2026, 2, 21),
            why=Why(
                "breach_dispute.late_delivery",
                (
                    "基数：合同总价 500,000.00 元",
                    "500,000.00 × 0.1% × 12 日 = 6,000.00 元",
                    "上限：500,000.00 × 20% = 100,000.00 元，未超过",
                ),
                ("民法典:585", "指南:三.10"),
                ("E1", "E4"),
            ),
            set_off=Decimal(6000),
        ),
        Claim(
            "C-P2-late",
            "P2 逾期付款违约金",
            "late_payment",
            "vendor",
            Decimal("3449.98"),
            accruing=True,
            day=AS_OF,
            why=Why(
                "breach_dispute.late_payment", ("99,999.50 × 0.05% × 69 日 = 3,449.98 元",), ("民法典:585.3",), ("E8",)
            ),
        ),
        Claim(
            "C-2026-05-credit",
            "2026-05 服务费减免",
            "service_credit",
            "buyer",
            Decimal(750),
            accruing=False,
            day=AS_OF,
            why=Why("maintenance_upgrade.levels", ("7,500.00 × 10% = 750.00 元",), (), ("E14",)),
        ),
    )


def made() -> Position:
    signed = contract(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")))
    signed = Contract.model_validate(
        signed.model_dump()
        | {
            "places": {
                "breach_dispute.late_delivery": {"quote": "每逾期一日按合同总价千分之一支付违约金", "place": "第十条"}
            }
        }
    )
    delta = Delta(set={"implementation_schedule.milestones.M2.due": "75日"})
    return Position(
        as_of=AS_OF,
        known_at="2026-05-20T23:59:59+08:00",
        currency="CNY",
        signed=signed,
        terms=signed,
        events=made_events(),
        obligations=made_obligations(),
        claims=made_claims(),
        payments=made_payments(),
        rights=(
            Right(
                "R-trial",
                "甲方在试用期内终止合同，全额退款",
                "buyer",
                date(2026, 4, 20),
                AS_OF,
                used=False,
                why=Why("termination_exit.trial", ("2026-04-20 + 30日 = 2026-05-20",), ("民法典:562.2",), ("E12",)),
            ),
            Right("R-x", "乙方中止履行", "vendor", date(2026, 3, 13), None, used=True, why=Why("")),
        ),
        dates=(
            KeyDate("D-R-trial", "甲方在试用期内终止合同：最后一日", AS_OF, Why("termination_exit.trial")),
            KeyDate(
                "D-renewal-notice", "续约通知的最后一日", date(2029, 2, 19), Why("termination_exit.end_date_notice")
            ),
            KeyDate("D-term-end", "服务期届满", date(2029, 4, 20), Why("product.service_term", (), (), ("E12",))),
        ),
        notices=(
            Notice(
                "N-60",
                "warning",
                "乙方是小型企业：应在交付之日起 60 日内支付。",
                Why("fees_payment", (), ("民法典:585",)),
            ),
            Notice("N-x", "info", "2027 年放假安排尚未录入。", Why("")),
        ),
        changes=(
            Change("BG-1", "延长迁移期限", delta, date(2026, 3, 22), FOREVER, ("E9", "E10")),
            Change(
                "BC-1",
                "临时增加驻场",
                Delta(set={"implementation_schedule.onsite_days": 5}),
                date(2026, 4, 1),
                date(2026, 4, 30),
                ("E12",),
            ),
        ),
        proposals=(
            Proposal("BG-1", "延长迁移期限", "vendor", "schedule", "agreed", (), date(2026, 3, 20), ("E9", "E10")),
            Proposal("BG-2", EVIL, "buyer", "scope", "open", ("vendor",), date(2026, 5, 1), ("E15",)),
        ),
        transactions=(
            Transaction(
                date(2026, 1, 16),
                "付款 P1",
                (Posting("应付账款", Decimal(150000)), Posting("银行存款", Decimal(-150000))),
                "P1",
                "E3",
            ),
            Transaction(
                AS_OF,
                "M1 逾期交付违约金",
                (Posting("应收违约金", Decimal(6000)), Posting("违约金收入", Decimal(-6000))),
                "C-M1-late",
            ),
        ),
        advice=Advice(
            Decimal("99999.50"),
            Decimal(750),
            Decimal("99249.50"),
            Why("breach_dispute.set_off", ("可付 99,999.50 − 抵销 750.00 = 99,249.50 元",), ("民法典:568",)),
        ),
        totals=Totals(
            Decimal(500000),
            Decimal("244000.50"),
            Decimal(150000),
            Decimal("99999.50"),
            Decimal(750),
            Decimal("3449.98"),
        ),
        balances={"应付账款": Decimal("-255999.50"), "银行存款": Decimal(-244000)},
    )


@pytest.fixture(scope="session")
def position() -> Position:
    return made()

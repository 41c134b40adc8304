"""The questions of `mingyue new`, and the terms that follow from the answers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import click

from mingyue import api
from mingyue.review import playbook as playbooks

_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
_LONGEST = 200
_DEPLOYMENTS = {"1": "saas", "2": "on_premise", "3": "hybrid"}


def terms() -> api.Contract:
    """Asks for the essentials; the rest takes the preferred values of the playbook."""
    click.echo("请回答几个问题，直接回车用方括号里的默认值。", err=True)
    buyer = _ask("甲方（采购方）全称")
    vendor = _ask("乙方（供应商）全称")
    product = _ask("产品全称", "CRM系统")
    version = _ask("版本号", "V1.0")
    deployment = _DEPLOYMENTS[_choice("部署方式：1 SaaS，2 本地化，3 混合云", _DEPLOYMENTS)]
    modules = [
        each.strip() for each in _ask("模块，用顿号隔开", "销售管理、客户服务、市场营销").split("、") if each.strip()
    ]
    users = _whole("授权用户数", 50, 1_000_000)
    total = _amount("合同总价（元，含税）")
    days = _whole("总工期（日）", 90, 9_999)
    body = _ask("争议由哪个仲裁委员会仲裁（全称）", "北京仲裁委员会")
    return api.read_terms(
        api.terms_text(
            {
                "title": f"{product}采购与实施服务合同",
                "parties": {"buyer": {"name": buyer}, "vendor": {"name": vendor}},
                "product": {
                    "name": product,
                    "version": version,
                    "deployment": deployment,
                    "modules": modules,
                    "users": users,
                    **(
                        {"licence": "term", "service_term": "1年"} if deployment == "saas" else {"licence": "perpetual"}
                    ),
                },
                "scope_acceptance": _scope(),
                "implementation_schedule": _schedule(days),
                "fees_payment": _fees(total),
                **_rest(body),
            }
        )
    )


def _ask(question: str, default: str | None = None) -> str:
    while True:
        try:
            answer = str(click.prompt(question, default=default, err=True)).strip()
        except click.Abort as error:
            click.echo(err=True)
            if isinstance(error.__context__, EOFError):
                raise click.UsageError("问题没有答完，什么也没有写：请逐项回答，或用 --terms 给出条款。") from error
            raise
        if answer and len(answer) <= _LONGEST and answer.isprintable():
            return answer
        click.echo(f"请输入一行文字，最多 {_LONGEST} 个字。", err=True)


def _choice(question: str, answers: dict[str, str]) -> str:
    while True:
        answer = _ask(question, "1")
        if answer in answers:
            return answer
        click.echo(f"请输入 {'、'.join(answers)} 之一。", err=True)


def _whole(question: str, default: int, most: int) -> int:
    while True:
        answer = _ask(question, str(default))
        if answer.isascii() and answer.isdigit() and 0 < int(answer) <= most:
            return int(answer)
        click.echo(f"请输入 1 到 {most} 的整数。", err=True)


def _amount(question: str) -> Decimal:
    while True:
        answer = re.sub("[,，]", "", _ask(question)).removesuffix("元").strip()
        if _AMOUNT.fullmatch(answer) and Decimal(answer) > 0:
            return round(Decimal(answer), 2)
        click.echo("请输入金额，如 500000 或 500000.00。", err=True)


def _preferred(name: str) -> str:
    return format(playbooks.default().parameters[name].preferred, "f")


def _scope() -> dict[str, Any]:
    return {
        "acceptance": {
            "period": f"{_preferred('acceptance_days')}个工作日",
            "rectify": "10日",
            "max_failures": 3,
            "signed_report": True,
        }
    }


def _schedule(days: int) -> dict[str, Any]:
    stages = (
        ("M1", "系统环境搭建和部署", max(1, days // 3)),
        ("M2", "基础数据迁移和测试", max(1, days * 2 // 3)),
        ("M3", "主要功能模块上线测试、全员培训并正式启用", days),
    )
    return {
        "total": f"{days}日",
        "milestones": [
            {"id": name, "title": title, "due": f"{due}日", **({"go_live": True} if name == "M3" else {})}
            for name, title, due in stages
        ],
        "migration": {"accuracy_percent": "99", "rehearsals": 1, "free_retry": True},
    }


def _fees(total: Decimal) -> dict[str, Any]:
    first, last = Decimal(_preferred("prepayment_percent")), Decimal(_preferred("final_payment_percent"))
    return {
        "total": total,
        "items": [{"id": "F1", "kind": "licence", "amount": total}],
        "instalments": [
            {"id": "P1", "percent": first, "gate": {"after": "signed", "invoice": True}, "within": "7日"},
            {
                "id": "P2",
                "percent": 100 - first - last,
                "gate": {"after": "accepted", "milestone": "M1", "invoice": True},
                "within": "10日",
            },
            {
                "id": "P3",
                "percent": last,
                "gate": {"after": "went_live", "fault_free": "1个月", "invoice": True},
                "within": "10日",
            },
        ],
        "invoice_kind": "增值税专用发票",
        "nothing_else": True,
    }


def _rest(body: str) -> dict[str, Any]:
    return {
        "data_privacy": {
            "owned_by_buyer": True,
            "access_by_consent": True,
            "encryption": "AES-256",
            "transport": "HTTPS",
            "backup": {"every": "1日", "off_site": True},
            "breach_notice": f"{_preferred('breach_notice_hours')}小时",
            "cross_border": "forbidden",
        },
        "ip": {"custom_owner": "buyer", "no_reuse": True, "non_infringement": True},
        "confidentiality": {"after_end": f"{_preferred('confidentiality_years')}年", "binds_subcontractors": True},
        "maintenance_upgrade": {"warranty": f"{_preferred('warranty_months')}个月", "minor_free": True},
        "breach_dispute": {
            "late_delivery": {"rate": _preferred("late_delivery_percent_per_day")},
            "late_payment": {"rate": _preferred("late_payment_percent_per_day")},
            "data_loss_full": True,
            "set_off": True,
            "dispute": "arbitration",
            "dispute_body": body,
        },
        "termination_exit": {
            "grounds": [
                {"ground": "failed_acceptance", "count": 3},
                {"ground": "security_incident"},
                {"ground": "late_delivery", "days": 30},
            ],
            "trial": {"period": f"{_preferred('trial_days')}日"},
            "data_return": f"{_preferred('data_return_days')}日",
            "refund_unimplemented": True,
            "refund_pro_rata": True,
        },
        "force_majeure": {"notice": "3日", "proof": "15日", "excluded": ["outage", "third_party", "attack"]},
    }

"""What is read from the whole draft: the kind of deal, and facts and levels where a table or a heading says part of it."""

from datetime import date

import pytest

from mingyue import api

DAY = date(2026, 11, 23)
BOUGHT = "客户管理系统采购合同\n甲方：东山公司\n乙方：南海软件公司\n"
INSTALMENTS = "第二条 付款\n甲方分三期付款：合同生效后支付30%；初验合格后支付40%；终验合格后支付30%。\n"


def review(text: str) -> api.Review:
    return api.check(api.read_document(text.encode(), "draft.txt"), as_of=DAY)


def percents(text: str) -> list[int]:
    read = review(text).facts["payment_splits"]
    assert read is not None
    assert isinstance(read.value, list)
    return [part["percent"] for part in read.value]


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("乙方授予甲方软件许可，软件安装在甲方的服务器上。", "software_purchase"),
        ("甲方以SaaS方式使用系统，用户数为50人。", "saas"),
        ("系统采用公有云SaaS模式部署，服务期三年。", "saas"),
        ("部署方式：SaaS。", "saas"),
        ("部署方式：□SaaS ☑本地部署。", "software_purchase"),
        ("甲方不得以SaaS方式经营软件。", "software_purchase"),
        ("任何一方不得将软件以SaaS形式提供给第三方使用。", "software_purchase"),
    ],
)
def test_how_the_product_runs_outweighs_the_word_purchase_in_the_title(clause: str, kind: str) -> None:
    assert review(BOUGHT + clause).contract_type == kind


def test_a_service_that_is_set_up_in_stages_needs_acceptance() -> None:
    service = BOUGHT + "系统采用SaaS模式部署，服务期三年，按年付费。"
    staged = f"{service}\n乙方应在里程碑一之前完成数据迁移。"
    missing = "scope_acceptance/no_criteria_or_procedure"
    assert missing not in {finding.rule for finding in review(service).findings}
    assert missing in {finding.rule for finding in review(staged).findings}


@pytest.mark.parametrize(
    "other",
    [
        "费用项目|金额|税率\n软件许可|600000|6%\n实施服务|300000|6%\n",
        "第三条 费用调整\n续费价格在上期价款的10%以内支付。\n",
    ],
    ids=["tax rates of a price list", "a percentage of another article"],
)
def test_only_the_instalments_are_instalments(other: str) -> None:
    assert percents(f"软件采购合同\n第一条 标的\n{INSTALMENTS}{other}") == [30, 40, 30]


def test_instalments_that_add_up_to_something_else_are_left_as_they_stand() -> None:
    text = f"软件采购合同\n第一条 标的\n{INSTALMENTS.replace('终验合格后支付30%', '终验合格后支付20%')}"
    assert percents(text) == [30, 40, 20]
    assert "whole_contract/instalments_not_hundred" in {finding.rule for finding in review(text).findings}


def test_under_its_own_heading_force_majeure_need_not_be_named_again() -> None:
    clause = "受影响的一方应在24小时内通知对方；影响持续超过60日的，任何一方有权解除合同。"
    assert review(f"第八条 不可抗力\n不可抗力指不能预见的情况。\n{clause}").clauses["force_majeure"].present == "full"
    assert review(f"第八条 服务\n不可抗力指不能预见的情况。\n{clause}").clauses["force_majeure"].present == "partial"

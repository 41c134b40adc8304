"""What a text says holds together: words are defined where they are used, nothing points at what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any, get_args

import pytest
from filled import FULL
from test_pages import with_little, without_true_defaults

from mingyue.clauses.texts import texts
from mingyue.drafting.proof import as_document
from mingyue.drafting.tables import TABLES, build
from mingyue.drafting.write import draft
from mingyue.review.finding import FAMILIES, WHOLE
from mingyue.terms.contract import Position
from mingyue.terms.fees import FeeItem
from mingyue.terms.reading import contract

Make = Callable[[], dict[str, Any]]
every_position = pytest.mark.parametrize("position", get_args(Position))


def on_premise() -> dict[str, Any]:
    """A licence bought for good by a branch from a branch, at home, with neither backups nor service levels."""
    terms = deepcopy(FULL)
    terms["parties"]["buyer"]["standing"] = terms["parties"]["vendor"]["standing"] = "branch"
    terms["parties"]["vendor"].pop("account")
    terms["product"].update(deployment="on_premise", licence="perpetual")
    terms["scope_acceptance"]["core_functions"] = []
    terms["fees_payment"]["price_protection"] = {"user_price": "600.00"}
    terms["data_privacy"].pop("backup")
    terms["ip"].pop("components")
    for name in ("warranty", "levels", "tiers", "availability_percent", "monthly_fee", "credit_cap_percent"):
        terms["maintenance_upgrade"].pop(name)
    return terms


def abroad() -> dict[str, Any]:
    """A subscription in dollars whose data may lie abroad."""
    terms = deepcopy(FULL)
    terms["fees_payment"]["currency"] = "USD"
    terms["data_privacy"].update(location="上海和新加坡", cross_border="assessed")
    return terms


every_kind = pytest.mark.parametrize(
    "make", [lambda: FULL, without_true_defaults, with_little, on_premise, abroad],
    ids=["full", "other", "little", "on_premise", "abroad"],
)  # fmt: skip


def said(make: Make, position: Position) -> str:
    written = draft(contract(make()), texts(), positions=dict.fromkeys((*FAMILIES, WHOLE), position))
    return as_document(written).text


@every_position
@every_kind
def test_a_word_that_decides_is_defined(make: Make, position: Position) -> None:
    text = said(make, position)
    defined = {
        "重大故障": r"本合同所称重大故障，是指|重大故障 \|",
        "重大缺陷": "本合同所称重大缺陷，是指",
        "较大缺陷": "较大缺陷，是指",
        "核心功能": "功能(?:均)?为核心功能。",
        "甲方数据": "本合同所称“甲方数据”，是指",
        "定制成果": "本合同所称“定制成果”，是指",
        "工作日": "本合同所称工作日，是指",
    }
    assert [word for word, where in defined.items() if word in text and not re.search(where, text)] == []


@every_position
@every_kind
def test_nothing_points_at_what_is_not_there(make: Make, position: Position) -> None:
    text, terms = said(make, position), contract(make())
    assert "约定的单价" not in text  # no term holds unit prices
    assert ("超出前述范围的新增用户" in text) <= ("新增用户累计不超过" in text)
    assert ("更新清单" in text) <= ("开源组件、版本及其许可证" in text)
    assert ("首部所列的乙方对公账户" in text) == (terms.parties.vendor.account is not None)
    assert ("从备份恢复" in text) == (terms.data_privacy.backup.every is not None)
    assert ("质保期满后" in text) <= (terms.maintenance_upgrade.warranty is not None)
    assert "{" not in text


@every_position
def test_a_branch_is_bound_through_its_company(position: Position) -> None:
    text = said(on_premise, position)
    assert "乙方为分支机构，由其所属法人对本合同承担责任" in text
    assert "甲方为分支机构，已取得所属法人签订本合同的授权" in text
    assert "为分支机构" not in said(lambda: FULL, position)


@every_position
def test_a_licence_for_good_outlives_the_closing_of_accounts(position: Position) -> None:
    closing = next(line for line in said(on_premise, position).split("\n") if "乙方应当注销甲方的全部账号" in line)
    assert "甲方依照本合同有权继续使用的产品和定制成果，不受影响" in closing


@every_position
def test_data_abroad_contradicts_no_sentence(position: Position) -> None:
    text = said(abroad, position)
    assert "甲方数据应当存放于上海和新加坡" in text
    assert "在此之前，甲方数据应当仅在境内存储和处理" in text
    assert "甲方数据应当在境内存储" not in text


@every_position
def test_a_price_in_dollars_says_so_of_every_sum(position: Position) -> None:
    text = said(abroad, position)
    assert "本合同及附件中以“元”表示的金额均以该币种计" in text
    assert "代扣代缴" in text
    assert "代扣代缴" not in said(lambda: FULL, position)


@every_position
def test_the_service_levels_count_as_the_clause_says(position: Position) -> None:
    text = said(lambda: FULL, position)
    reported, received = "自甲方以电话、电子邮件或者工单向乙方报告故障之时起计算", "收到甲方的故障报告时起计算"
    assert (reported in text, received in text) == (position == "preferred", position != "preferred")


@every_position
def test_a_report_and_a_change_are_signed_as_the_clauses_say(position: Position) -> None:
    text = said(lambda: FULL, position)
    assert re.findall("双方项目负责人签署|自双方授权代表签字并盖章之日起生效", text) == []
    assert "本报告经双方按照本合同关于验收凭证的约定签署后生效" in text
    assert "本变更单经双方按照本合同关于合同变更的约定签署后生效" in text


@every_position
def test_what_is_left_open_is_mended_in_one_time(position: Position) -> None:
    text = said(lambda: FULL, position)
    assert len(set(re.findall(r"(?:遗留问题|其他缺陷)[^。；]*?由乙方在([0-9]+日)内", text))) <= 1


@pytest.mark.parametrize(("number", "share"), [("F1", 8), ("R-001", 8), ("REQ-01", 10), ("R" * 32, 20)])
def test_a_column_is_as_wide_as_the_numbers_in_it(number: str, share: int) -> None:
    item = FeeItem(id=number, kind="licence", amount=Decimal(1))
    assert build("items", (item,)).widths == (share, *(column.width for column in TABLES["items"].columns[1:]))

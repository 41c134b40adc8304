"""Who is who: by what they do, not by the label."""

import pytest

from mingyue.connectors import plain
from mingyue.review.finding import CreditCode, Party
from mingyue.review.scan import Scan

BUYER, VENDOR = "上海海棠贸易有限公司", "杭州云枢软件有限公司"
DEALS = """
{b}应于验收合格后30日内向{v}支付合同款。
{v}应按照附件一向{b}交付软件，并负责安装、培训。
{b}应在收到发票后付款。
{v}负责系统的开发，并提供售后服务。
{b}有权检查{v}的工作。
{v}逾期交付的，应向{b}支付违约金。
"""


def parties(text: str) -> tuple[Party, ...]:
    return Scan.of(plain.read(text.encode())).roles.parties


def sides(text: str) -> dict[str, tuple[str, str | None]]:
    """Position to label and name."""
    return {party.position: (party.label, party.name) for party in parties(text)}


def deal(buyer: str, vendor: str, head: str = "") -> str:
    return head + DEALS.format(b=buyer, v=vendor)


@pytest.mark.parametrize(
    ("buyer", "vendor"),
    [
        ("甲方", "乙方"),
        ("乙方", "甲方"),
        ("委托方", "受托方"),
        ("委托人", "受托人"),
        ("买方", "卖方"),
        ("需方", "供方"),
        ("采购人", "中标人"),
        ("采购方", "供应商"),
        ("客户", "服务商"),
        ("客户", "服务提供商"),
        ("用户", "平台"),
        ("您", "我们"),
        ("业主", "承建方"),
        ("发包人", "承包人"),
        ("定作方", "承揽方"),
        ("被许可方", "许可方"),
        ("许可使用方", "许可方"),
    ],
)
def test_sides_are_told_by_what_they_do(buyer: str, vendor: str) -> None:
    text = deal(buyer, vendor, f"{buyer}：{BUYER}\n{vendor}：{VENDOR}\n")
    assert sides(text) == {"buyer": (buyer, BUYER), "vendor": (vendor, VENDOR)}
    assert [party.aliases for party in parties(text)] == [(), ()]


@pytest.mark.parametrize(
    "head",
    [
        f"甲方（供方）：{VENDOR}\n乙方（需方）：{BUYER}\n",
        f"甲方（服务商）：{VENDOR}\n乙方（客户）：{BUYER}\n",
        f"甲方：{VENDOR}\n乙方：{BUYER}\n甲方受乙方委托，开发客户关系管理系统。\n",
        f"甲方：{VENDOR}\n乙方：{BUYER}\n乙方委托甲方开发客户关系管理系统。\n",
        f"甲方：{VENDOR}\n乙方：{BUYER}\n甲方作为软件提供方，乙方作为使用方。\n",
    ],
)
def test_the_vendor_may_call_itself_first_party(head: str) -> None:
    assert sides(deal("乙方", "甲方", head)) == {"buyer": ("乙方", BUYER), "vendor": ("甲方", VENDOR)}


def test_without_evidence_the_first_party_is_the_buyer() -> None:
    text = "甲方：某厂\n乙方：某公司\n甲方和乙方应诚信履约，甲方和乙方应相互协作。"
    assert sides(text) == {"buyer": ("甲方", "某厂"), "vendor": ("乙方", "某公司")}


@pytest.mark.parametrize(
    "head",
    [
        f"甲方：{BUYER}\n乙方：{VENDOR}\n",
        f"甲 方：{BUYER}\n乙 方：{VENDOR}\n",
        f"甲方（委托方）：{BUYER}\n乙方（受托方）：{VENDOR}\n",
        f"甲方（盖章）：{BUYER}\n乙方（盖章）：{VENDOR}\n",
        f"甲方名称：{BUYER}\n乙方名称：{VENDOR}\n",
        f"甲方 | {BUYER}\n乙方 | {VENDOR}\n",
        f"**甲方：** {BUYER}\n**乙方：** {VENDOR}\n",
        f"{BUYER}（以下简称“甲方”）与{VENDOR}（以下简称“乙方”）订立本合同。\n",
        f"{BUYER}（以下简称甲方）\n{VENDOR}（以下简称乙方）\n",
        f"采购方（以下简称甲方）：{BUYER}\n供应商（以下简称乙方）：{VENDOR}\n",
        f"甲方：{BUYER}，法定代表人：王五\n乙方：{VENDOR}，法定代表人：赵六\n",
    ],
)
def test_names_are_read_however_they_are_introduced(head: str) -> None:
    assert sides(deal("甲方", "乙方", head)) == {"buyer": ("甲方", BUYER), "vendor": ("乙方", VENDOR)}


def test_names_are_read_from_the_signature_block() -> None:
    text = deal("甲方", "乙方") + f"甲方（盖章）：{BUYER}\n乙方（盖章）：{VENDOR}\n"
    assert sides(text) == {"buyer": ("甲方", BUYER), "vendor": ("乙方", VENDOR)}


@pytest.mark.parametrize("blank", ["", "____________", "【】", "XXX", "（盖章）", "            "])
def test_a_name_left_open_is_no_name(blank: str) -> None:
    assert sides(deal("甲方", "乙方", f"甲方：{blank}\n乙方：{blank}\n")) == {
        "buyer": ("甲方", None),
        "vendor": ("乙方", None),
    }


def test_a_vendor_may_go_by_its_short_name() -> None:
    text = (
        f"本协议由您与{VENDOR}（以下简称“云枢”）订立。\n"
        + "您应按时支付服务费。云枢有权调整服务内容，云枢不对间接损失负责。\n" * 4
    )
    assert {party.position: party.label for party in parties(text)} == {"buyer": "您", "vendor": "云枢"}
    assert "乙方有权调整服务内容" in Scan.of(plain.read(text.encode())).text


def test_role_words_beside_a_label_stand_for_it_in_the_text() -> None:
    text = deal("甲方", "乙方", f"甲方（委托方）：{BUYER}\n乙方（受托方）：{VENDOR}\n") + "受托方应保密，委托方应配合。"
    assert [party.aliases for party in parties(text)] == [("委托方",), ("受托方",)]
    assert Scan.of(plain.read(text.encode())).text.endswith("乙方应保密，甲方应配合。")


def test_the_customer_of_the_buyer_is_not_the_buyer() -> None:
    text = (
        deal("甲方", "乙方", f"甲方：{BUYER}\n乙方：{VENDOR}\n")
        + "系统用于管理客户资料，客户有权查询，最终用户不超过200名。"
    )
    assert Scan.of(plain.read(text.encode())).text.endswith("系统用于管理客户资料，客户有权查询，最终用户不超过200名。")


def test_credit_codes_are_read_and_judged() -> None:
    good, bad = "91310000MA1TEXTX0P", "91330000MA2CDEFG5A"
    head = (
        f"甲方：{BUYER}\n统一社会信用代码：{good}\n地址：上海市\n"
        f"乙方：{VENDOR}\n统一社会信用代码：９１３３００００ＭＡ２ＣＤＥＦＧ５Ａ\n"
    )
    assert [party.credit_code for party in parties(deal("甲方", "乙方", head))] == [
        CreditCode(good, valid=True),
        CreditCode(bad, valid=False),
    ]


def test_a_code_belongs_to_the_party_it_stands_under() -> None:
    head = f"甲方：{BUYER}\n地址：上海市\n乙方：{VENDOR}\n统一社会信用代码：91330000MA2CDEFG5A\n"
    buyer, vendor = parties(deal("甲方", "乙方", head))
    assert buyer.credit_code is None
    assert vendor.credit_code is not None


def test_a_text_without_parties_has_none() -> None:
    assert parties("关于召开项目例会的通知。") == ()

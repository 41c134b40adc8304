"""What a page of clause texts may say, and what is refused at load, with its line."""

from __future__ import annotations

import pytest

from mingyue.drafting.page import PageError, parse

HEAD = '+++\ntitle = "条"\n+++\n'


def page(text: str) -> str:
    return f"{HEAD}# key 名称\n说明\n## 首选\n{text}\n## 可让步\n同首选\n## 底线\n同可让步\n"


def test_positions_that_say_the_same_share_their_lines() -> None:
    [clause] = parse("product", page("产品为{product.name}。")).clauses
    assert clause.advice == "说明"
    assert clause.positions["preferred"] is clause.positions["fallback"] is clause.positions["floor"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# key 名称", "第 1 行：开头缺少 +++"),
        ("+++\ntitle = \n+++\n", "开头的 TOML 有误"),
        ('+++\ntitel = "条"\n+++\n', "须有 title"),
        (f"{HEAD}先有一行\n", "第 4 行：条款须以"),
        (f"{HEAD}# 名称\n", "第 4 行：条款的标题须为"),
        (f"{HEAD}# key 名称\n说明\n## 首选\n一行\n", "第 4 行：条款 key 须先有说明"),
        (f"{HEAD}# key 名称\n说明\n## 上策\n一行\n", "第 6 行：小标题须为"),
        (page("一行").replace("# key", "# key 甲\n一行\n# key"), "条款 key 重复"),
        (page("价款为{fees_payment.price}元。"), "第 7 行：合同条款里没有可以写进文本的项 fees_payment.price"),
        (page("预算为{fees_payment.budget}元。"), "fees_payment.budget（内部使用）"),
        (page("附条件{.title}。"), "没有可以写进文本的项 .title"),
        (page("@each product.name 名称{.};"), "product.name 不是列表"),
        (page("产品为{product.name}{product.version}。"), "空 product.name 和后一个空之间须有固定文字"),
        (page("产品为{product}。"), "product 不能这样写进文本"),
        (page("迁移{product.end_of_version.free_migration}。"), "不能这样写进文本"),
        (page("产品为{product.name。"), "花括号没有成对"),
        (page("产品{?{product.name}}。"), "可选的文字须以固定文字开头"),
        (page("[ip.custom_owner=nobody] 归属。"), "ip.custom_owner 没有取值 nobody"),
        (page("@table prices"), "没有表 prices"),
        (page("{=总数}份。"), "没有可以算出的 总数"),
    ],
)
def test_a_faulty_page_is_refused_with_its_line(text: str, fault: str) -> None:
    with pytest.raises(PageError) as error:
        parse("product", text)
    assert fault in str(error.value)

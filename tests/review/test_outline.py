"""The outline: which clause a sentence stands in, whatever marks the draft numbers its clauses with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingyue.connectors import plain
from mingyue.review.outline import Outline, build, is_topic
from mingyue.review.pattern import pattern
from mingyue.review.reading import read
from mingyue.review.scan import Scan

DRAFTS = {
    # name: draft, one line each with the tree it stands in: depth by indent, style, number, title
    "chapters, parts, articles, sections": """
第一章 总则               | chapter 1 总则
第一条 定义               |   article 1 定义
本合同所称软件是指系统。  |     text
第二条 目的               |   article 2 目的
第二章 付款               | chapter 2 付款
第一节 价款               |   part 1 价款
第三条 合同总价           |     article 3 合同总价
第一款 含税               |       section 1 含税
第二节 发票               |   part 2 发票
第四条 发票               |     article 4 发票
第三章 其他               | chapter 3 其他
第五条 通知               |   article 5 通知
""",
    "Chinese numerals down to circles": """
一、项目内容              | cn 1 项目内容
（一）开发范围            |   pcn 1 开发范围
1. 线索管理               |     num 1 线索管理
（1）建档                 |       pnum 1 建档
①新建                     |         circle 1 新建
②合并                     |         circle 2 合并
（2）查询                 |       pnum 2 查询
2. 商机管理               |     num 2 商机管理
（二）开发周期            |   pcn 2 开发周期
二、费用                  | cn 2 费用
1、总价                   |   num 1 总价
三、其他                  | cn 3 其他
""",
    "decimal numbers": """
1. 总则                   | num 1 总则
1.1 定义                  |   deep1 1 定义
1.1.1 软件                |     deep2 1 软件
1.1.2 服务                |     deep2 2 服务
1.2 范围                  |   deep1 2 范围
2. 价款                   | num 2 价款
2.1 总价为10.5万元。      |   deep1 1
2.2 支付                  |   deep1 2 支付
""",
    "articles over decimals": """
第3条 保密                | article 3 保密
3.1 双方应保密。          |   deep1 1
3.2 期限                  |   deep1 2 期限
第4条 违约                | article 4 违约
4.1 乙方逾期的，应赔偿。  |   deep1 1
""",
    "half brackets and letters": """
第一条 交付               | article 1 交付
1）软件                   |   hnum 1 软件
a) 安装包                 |     alpha 1 安装包
b) 手册                   |     alpha 2 手册
2）源代码                 |   hnum 2 源代码
""",
    "no numbers at all": """
合同目的                  | heading 0 合同目的
双方就采购达成协议。      |   text
付款方式                  | heading 0 付款方式
甲方应于三十日内付款。    |   text
知识产权                  | heading 0 知识产权
成果归甲方所有。          |   text
""",
    "two contracts in one file": """
软件采购合同              | heading 0 软件采购合同
第一条 标的               | article 1 标的
购买软件一套。            |   text
第二条 价款               | article 2 价款
软件维护合同              | heading 0 软件维护合同
第一条 维护内容           | article 1 维护内容
排除故障。                |   text
第二条 期限               | article 2 期限
""",
    "annexes": """
第一条 范围               | article 1 范围
以附件一为准。            |   text
附件一：功能清单          | annex 1 功能清单
1. 线索管理               |   num 1 线索管理
附件2 验收标准            | annex 2 验收标准
1. 准确率不低于99%。      |   num 1
附录A 数据字典            | annex 1 数据字典
""",
    "a table of contents is no text": """
第一章 总则........1      | toc 1
第二章 付款 3             | toc 2
第一章 总则               | chapter 1 总则
第一条 定义               |   article 1 定义
第二章 付款               | chapter 2 付款
""",
    "full-width digits": """
第１０条 保密             | article 10 保密
１０．１ 义务             |   deep1 1 义务
（２）范围                |     pnum 2 范围
第１１条 期限             | article 11 期限
""",
    "traditional and capital numerals": """
第壹條 總則               | article 1 总则
第貳條 付款               | article 2 付款
（叁）發票                |   pcn 3 发票
第一百零二條 違約         | article 102 违约
第十條之一 補充           | article 10 补充
""",
    "parts": """
第一部分 合同协议书       | chapter 1 合同协议书
第一条 组成               |   article 1 组成
第二部分 专用条款         | chapter 2 专用条款
第一条 价款               |   article 1 价款
""",
    "a heading before a colon": """
四、付款方式：银行转账    | cn 4 付款方式
五、交货地点：甲方住所。  | cn 5 交货地点
六、乙方应保密，不得泄露。| cn 6
""",
    "numbers that mark nothing": """
第一条 价款               | article 1 价款
10.5万元                  |   text
2026年3月1日前付清。      |   text
""",
}


def outline(text: str) -> Outline:
    return build(read(plain.read(text.encode())))


def tree(text: str) -> list[str]:
    """The outline as the table writes it."""
    rows = []
    for node in outline(text).nodes:
        words = [node.style, str(node.number), node.title] if node.style else ["text"]
        rows.append("  " * node.depth + " ".join(words).strip())
    return rows


@pytest.mark.parametrize("name", DRAFTS)
def test_the_outline_of(name: str) -> None:
    rows = [row.partition("|") for row in DRAFTS[name].strip("\n").split("\n")]
    assert tree("\n".join(line.rstrip() for line, _, _ in rows)) == [entry[1:].rstrip() for _, _, entry in rows]


def test_a_sentence_knows_its_headings_innermost_first() -> None:
    made = outline("第三章 违约\n第五条 乙方违约\n（一）逾期\n每日按0.1%支付违约金。\n第四章 其他\n第六条 通知")
    at = made.reading.text.index("每日")
    assert made.headings(at) == ["逾期", "乙方违约", "违约"]
    top = made.top(at)
    assert top is not None
    assert (top.style, top.number) == ("chapter", 3)


def test_scopes_widen_from_sentence_to_article() -> None:
    scan = Scan.of(
        plain.read("第二章 付款\n第三条 支付\n（一）首付款30%。签订后支付。\n（二）尾款。\n第四条 发票".encode())
    )
    at = scan.text.index("签订后")
    scopes = {name: scan.text[slice(*scan.scope(at, name))] for name in ("sentence", "paragraph", "clause", "article")}
    assert scopes == {
        "sentence": "签订后支付",
        "paragraph": "（一）首付款30%。签订后支付。",
        "clause": "（一）首付款30%。签订后支付。\n",
        "article": "第三条支付\n（一）首付款30%。签订后支付。\n（二）尾款。\n",
    }
    assert scan.under(at, pattern("支付"))
    assert not scan.under(at, pattern("发票"))


@pytest.mark.parametrize("line", ["付款方式", "违约责任", "双方的权利与义务", "知识产权归属", "项目实施计划"])
def test_heading_words_make_a_heading(line: str) -> None:
    assert is_topic(line)


@pytest.mark.parametrize(
    "line", ["甲方", "服务乙方", "上海某某公司", "付", "双方权利义务及违约责任争议解决方式和其他条款的约定"]
)
def test_other_short_lines_do_not(line: str) -> None:
    assert not is_topic(line)


MARKS = [
    "第一章 ",
    "第二条 ",
    "第3条",
    "一、",
    "（二）",
    "1.",
    "2、",
    "(3)",
    "1.1",
    "1.1.2 ",
    "①",
    "a)",
    "附件一 ",
    "",
    "付款方式",
]


@given(
    st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from(["总则", "甲方应付款。", "", "见附件"])), max_size=25)
)
def test_clauses_are_nested_and_in_order(lines: list[tuple[str, str]]) -> None:
    made = outline("开头\n" + "\n".join(mark + rest for mark, rest in lines))
    text = made.reading.text
    for index, node in enumerate(made.nodes):
        assert node.start <= node.line_end <= node.end <= len(text)
        assert made.at(node.start) == index
        assert "\n" not in text[node.start : node.line_end]
        if node.parent >= 0:
            parent = made.nodes[node.parent]
            assert parent.depth < node.depth
            assert parent.start < node.start
            assert node.end <= parent.end

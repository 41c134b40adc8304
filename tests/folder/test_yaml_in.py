import time

import pytest

from mingyue.connectors import folder
from mingyue.connectors.folder import load_yaml

CONTRACT = """\
# 合同
title: 客户关系管理系统采购合同
signed: 2026-01-05
price: 200000.00   # 含税
users: 0050
cloud: no
rate: 1_000
time: 10:30
empty:
tilde: ~
word: null
quoted: "null"
blank: ''
parties:
  buyer: {name: 甲公司, code: 0123}
milestones:
- name: 上线
  due: 2026-03-31
-
  name: 验收
note: |
  第一行
  第二行
"""


def test_every_value_is_the_text_that_was_written():
    assert load_yaml(CONTRACT).root == {
        "title": "客户关系管理系统采购合同",
        "signed": "2026-01-05",
        "price": "200000.00",
        "users": "0050",
        "cloud": "no",
        "rate": "1_000",
        "time": "10:30",
        "empty": None,
        "tilde": None,
        "word": None,
        "quoted": "null",
        "blank": "",
        "parties": {"buyer": {"name": "甲公司", "code": "0123"}},
        "milestones": [{"name": "上线", "due": "2026-03-31"}, {"name": "验收"}],
        "note": "第一行\n第二行\n",
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 2),
        (("title",), 2),
        (("empty",), 9),
        (("parties",), 14),
        (("parties", "buyer", "code"), 15),
        (("milestones", 0), 17),
        (("milestones", 0, "due"), 18),
        (("milestones", 1), 20),
        (("milestones", 1, "name"), 20),
        (("note",), 21),
        (("parties", "vendor"), 14),
        (("parties", "vendor", "name"), 14),
        (("milestones", 0, "criteria", 3), 17),
        (("milestones", 7), 16),
        (("dispute", "court"), 2),
    ],
)
def test_the_line_of_a_value_or_of_what_is_around_it(place, line):
    assert load_yaml(CONTRACT).line_of(place) == line


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "a: 1\nb: 2", "---\na: 1\nb: 2\n...\n", "{a: 1, b: 2}"])
def test_forms_of_the_same(text):
    assert load_yaml(text).root == {"a": "1", "b": "2"}


def test_a_name_is_text_too():
    assert load_yaml("1: a\nyes: b\n2026-01-01: c\n").root == {"1": "a", "yes": "b", "2026-01-01": "c"}


def test_a_reference_repeats_what_it_names_and_stands_on_its_own_line():
    read = load_yaml("a: &x\n  b: [1, 2]\nc: *x\nd:\n- *x\ne: &y 5\nf: *y\n")
    assert read.root == {"a": {"b": ["1", "2"]}, "c": {"b": ["1", "2"]}, "d": [{"b": ["1", "2"]}], "e": "5", "f": "5"}
    assert read.line_of(("c", "b", 1)) == 3
    assert read.root["a"] is not read.root["c"]


FAULTS = [
    ("", "没有内容：请按“名称: 值”逐行填写"),
    ("# 只有注释\n", "没有内容"),
    ("~\n", "第 1 行：内容不是“名称: 值”的形式"),
    ("只有一句话", "第 1 行：内容不是“名称: 值”的形式"),
    ("- a\n- b\n", "第 1 行：最外层是列表，请在最外层写"),
    ("a: 1\n---\nb: 2\n", "第 2 行：文件里有多份 YAML 文档，请删去“---”"),
    ("a: 1\nb: 2\na: 3\n", "第 3 行：“a”重复（第 1 行已经写过）"),
    ("x:\n- a: 1\n  a: 2\n", "第 3 行：“a”重复（第 2 行已经写过）"),
    ("{a: 1, a: 2}\n", "第 1 行：“a”重复"),
    ("a:\n\tb: 1\n", "第 2 行：用了制表符（Tab），请改用空格缩进"),
    ("a:\n  b: 1\n \tc: 2\n", "第 3 行：用了制表符（Tab）"),
    ("a:\n  b: 1\n   c: 2\n", "第 3 行：冒号的位置不对"),
    ("a:\n    b: 1\n  c: 2\n", "第 3 行：写法不合 YAML，请检查这一行和上一行的缩进"),
    ("a: 1\n b: 2\n", "第 2 行：冒号的位置不对"),
    ("a: 见附件: 二\n", "第 1 行：冒号的位置不对，值里有冒号加空格时请给整个值加引号"),
    ("a: 1\n名称：甲公司\n", "第 2 行：用了全角冒号，请改成半角冒号"),
    ("a: 1\n名称：甲公司\nb: 2\n", "第 2 行：用了全角冒号，请改成半角冒号"),
    ("名称：甲公司\nb: 2\n", "第 1 行：用了全角冒号，请改成半角冒号"),
    ('a: 1\nb: "没有配对\nc: 2\n', "第 2 行：引号没有配对"),
    ("a: 1\nb: '没有配对\n", "第 2 行：引号没有配对"),
    ("a: [1, 2\nb: 3\n", "第 1 行：括号里的写法不完整"),
    ("a: 1\nb: @张三\n", "第 2 行：值不能以“@”开头，请给整个值加引号"),
    ("a: 1\nb: %5\n", "第 2 行：值不能以“%”开头"),
    ("a: 1\nb: `x`\n", "第 2 行：值不能以“`”开头"),
    ("a: *\n", "第 1 行：以 & 或 * 开头的文字不能直接写，请加引号"),
    ("a: 1\nb: *紧急*\n", "第 2 行：以 & 或 * 开头的文字不能直接写"),
    ("a: 1\nb: *urgent\n", "第 2 行：引用 *urgent 在前面没有对应的 &urgent，以 * 开头的文字请加引号"),
    ("a: &x\n  b: *x\n", "第 2 行：引用 *x 在前面没有对应"),
    ("a: &x 1\n*x : 2\n", "第 2 行：名称不能是引用"),
    ("a: 1\n~ : 2\n", "第 2 行：冒号前面没有名称"),
    ("a: 1\n: 2\n", "第 2 行：写法不合 YAML，请检查这一行和上一行的缩进"),
    ("a: 1\nb\n", "第 2 行：名称后面少了冒号，请写成“名称: 值”"),
    ('a: 1\nb: !"x\n', "第 2 行：以 ! 开头的文字不能直接写"),
    ('a: 1\nb: "D:\\合同"\n', "第 2 行：双引号里的反斜杠写法不对，请改用单引号"),
    ('a: 1\nb: "\\xZZ"\n', "第 2 行：双引号里的反斜杠写法不对"),
    ("a: 1\n? [b]\n: 2\n", "第 2 行：名称的位置上是列表或成组的内容"),
    ("a: {{待填}}\n", "第 1 行：名称的位置上是列表或成组的内容，名称须为文字；值里的大括号、方括号请加引号"),
    ("a: !!python/object:os.system x\n", "第 1 行：不支持类型标记 tag:yaml.org,2002:python/object:os.system"),
    ("a: !secret x\n", "第 1 行：不支持类型标记 !secret"),
    ("a: !!binary [x]\n", "第 1 行：不支持类型标记"),
    ("a: 1\nb: x\x00y\n", "第 2 行：有看不见的控制字符"),
    ("a: 1\nb: x\ufeffy\n", "第 2 行：有看不见的控制字符"),
    ("a: 1\nb: \ud83d\n", "第 2 行：有看不见的控制字符"),
]


@pytest.mark.parametrize(("text", "said"), FAULTS, ids=map(repr, dict(FAULTS)))
def test_a_fault_is_one_sentence_with_the_line_and_the_mend(text, said):
    with pytest.raises(folder.FolderError) as caught:
        load_yaml(text)
    message = str(caught.value)
    assert message.startswith(said)
    assert message.endswith("。")
    assert message.count("。") == 1


HUGE = {
    "brackets": ("a: " + "[" * 60 + "]" * 60, "第 1 行：层次超过 50 层"),
    "open brackets": ("a: " + "[" * 300_000, "第 1 行：层次超过 50 层"),
    "indents": ("".join(f"{' ' * n}a:\n" for n in range(60)), "第 51 行：层次超过 50 层"),
    "characters": ("x" * 5_000_001, "超过 5 MB，不像是合同"),
    "values": ("a:\n" + "- 1\n" * 200_100, "第 200000 行：内容超过 200000 项"),
}


@pytest.mark.parametrize(("text", "said"), HUGE.values(), ids=HUGE)
def test_what_is_beyond_any_contract_is_refused(text, said):
    with pytest.raises(folder.FolderError, match=f"^{said}"):
        load_yaml(text)


def test_a_bomb_of_references_is_put_out_at_once():
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
    started = time.perf_counter()
    with pytest.raises(folder.FolderError, match="内容超过 200000 项，请检查是否反复引用"):
        load_yaml(text)
    assert time.perf_counter() - started < 5


def test_a_chain_of_references_is_nesting_too():
    text = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 300))
    with pytest.raises(folder.FolderError, match="第 50 行：层次超过 50 层"):
        load_yaml(text)

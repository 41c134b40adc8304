"""The outline of a draft: numbered clauses as a tree, with the heading each sentence stands under.

Marker styles are learnt from the draft itself: a style not met before opens a deeper level, a style met before closes
back to its own level. So 第三章 / 第五条 / （二） / 1. / ① nest in whatever order a draft uses them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from mingyue.review.numbers import chinese_integer
from mingyue.review.reading import Reading

_NUMERAL = "[零一二三四五六七八九十百两壹贰叁肆伍陆柒捌玖拾]"
_MARKER = re.compile(
    rf"""(?P<chapter>第(?P<n2>{_NUMERAL}{{1,3}}|\d{{1,2}})部分|第(?P<n1>{_NUMERAL}{{1,5}}|\d{{1,3}})[章编部])
      | (?P<article>第(?P<n3>{_NUMERAL}{{1,6}}|\d{{1,3}})条(?:之[一二三四五六七八九十])?)
      | (?P<part>第(?P<n14>{_NUMERAL}{{1,5}}|\d{{1,3}})节)
      | (?P<section>第(?P<n4>{_NUMERAL}{{1,5}}|\d{{1,3}})款)
      | (?P<annex>附[件录表](?P<n5>{_NUMERAL}{{1,3}}|\d{{1,2}}|[A-H])?(?=[：:、.《（\s]|[^\d，。；中的所约规]{{0,24}}$))
      | (?P<deep>(?P<n6>\d{{1,2}}(?:\.\d{{1,3}}){{1,4}})(?![\d%年月日元万])[.、．]?)
      | (?P<cn>(?P<n7>{_NUMERAL}{{1,4}})[、.．）](?!\d))
      | (?P<pcn>（(?P<n8>{_NUMERAL}{{1,4}})）)
      | (?P<pnum>（(?P<n9>\d{{1,2}})）)
      | (?P<hnum>(?P<n10>\d{{1,2}})）)
      | (?P<num>(?P<n11>\d{{1,2}})[.、．](?!\d))
      | (?P<circle>(?P<n12>[①-⑳]))
      | (?P<alpha>（?(?P<n13>[a-zA-Z])[）.、](?![A-Za-z]))""",
    re.VERBOSE,
)
_TITLE_END = re.compile(r"[。；，]")
_TOC = re.compile(r"(?:[.·…]{3,}|\t|\s)\d{1,3}$|[\u4e00-\u9fff》）]\d{1,3}$")
TITLE_LIMIT = 26


@dataclass(slots=True)
class Node:
    """A numbered clause (or an untitled paragraph): offsets in the reading text.

    start..end: from its own line to just before the next node of the same or a higher level; line_end: end of its own
    line. style/number: kind and value of the marker ("" and 0 for a plain paragraph); title: the heading words, "" when
    the line is running text. parent: index of the enclosing node, -1 at the top; depth from 0.
    """

    start: int
    line_end: int
    end: int
    style: str
    number: int
    marker: str
    title: str
    parent: int
    depth: int


@dataclass(frozen=True)
class Outline:
    """Nodes in the order of the text."""

    reading: Reading
    nodes: tuple[Node, ...]
    _starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Index of the innermost node at an offset, -1 in front of the first."""
        return bisect_right(self._starts, offset) - 1

    def path(self, index: int) -> list[Node]:
        """The node and its ancestors, innermost first."""
        found = []
        while index >= 0:
            found.append(self.nodes[index])
            index = self.nodes[index].parent
        return found

    def headings(self, offset: int) -> list[str]:
        """Titles over an offset, innermost first."""
        return [node.title for node in self.path(self.at(offset)) if node.title]

    def top(self, offset: int) -> Node | None:
        """The top-level clause that holds an offset."""
        path = self.path(self.at(offset))
        return path[-1] if path else None


def _number(match: re.Match[str]) -> int:
    """The value of a marker; 0 where it has none."""
    raw = next(filter(None, match.groups()[match.lastindex or 0 :]), "")
    if raw and "①" <= raw <= "⑳":
        return ord(raw) - ord("①") + 1
    if raw.isascii() and raw.isalpha():
        return ord(raw.lower()) - 96
    if "." in raw:
        return int(raw.rsplit(".", 1)[-1])
    return int(raw) if raw.isdigit() else chinese_integer(raw) if raw else 0


def _title(rest: str) -> str:
    """Heading words of a line: the whole line when it is short and unpunctuated, or what stands before its colon."""
    rest = rest.strip(" 　-—|").lstrip("：、.")
    head = re.split(r"[：:]", rest)[0]
    if "：" in rest and len(head) <= 14 and not _TITLE_END.search(head):
        return head
    bare = rest.rstrip("：.")
    return bare if 0 < len(bare) <= TITLE_LIMIT and not _TITLE_END.search(bare) and "|" not in bare else ""


def _style(match: re.Match[str]) -> str:
    style = match.lastgroup or ""
    return f"deep{match['n6'].count('.')}" if style == "deep" else style


def build(reading: Reading) -> Outline:
    """The outline of a reading text."""
    nodes: list[Node] = []
    stack: list[int] = []
    at = 0
    for line in reading.text.split("\n"):
        if line.strip():
            _append(nodes, stack, line, at)
        at += len(line) + 1
    open_nodes: list[Node] = []
    for node in nodes:
        while open_nodes and open_nodes[-1].depth >= node.depth:
            open_nodes.pop().end = node.start
        open_nodes.append(node)
    for node in open_nodes:
        node.end = len(reading.text)
    return Outline(reading, tuple(nodes), tuple(node.start for node in nodes))


def _append(nodes: list[Node], stack: list[int], line: str, at: int) -> None:
    """One more line: a node of its own."""
    lead = len(line) - len(line.lstrip(" |"))
    match = _MARKER.match(line, lead)
    if match is None:
        _plain(nodes, stack, line, at)
        return
    rest = line[match.end() :]
    style, title = _style(match), _title(rest)
    if style in {"chapter", "article", "cn", "annex"} and title and _TOC.search(rest):
        style, title = "toc", ""
    while stack and not _belongs(nodes, stack, style):
        stack.pop()
    parent = stack[-1] if stack else -1
    nodes.append(Node(at, at + len(line), 0, style, _number(match), match.group().strip(), title, parent, len(stack)))
    if style != "toc":
        stack.append(len(nodes) - 1)


def _belongs(nodes: list[Node], stack: list[int], style: str) -> bool:
    """Whether a new marker nests under the node on top of the stack."""
    if style in {"chapter", "annex", "toc"}:
        return False
    top = nodes[stack[-1]]
    if style == "article":
        return top.style in {"chapter", "part"}
    if style == "part":
        return top.style == "chapter"
    if top.style == "heading":
        return style != "cn" or not any(nodes[i].style == "cn" for i in stack)
    return not any(nodes[i].style == style for i in stack) and not (
        style == "cn" and top.style.startswith(("num", "deep"))
    )


def _plain(nodes: list[Node], stack: list[int], line: str, at: int) -> None:
    """A line without a marker: an unnumbered heading when it reads like one, else a paragraph of the clause above."""
    title = _title(line) if is_topic(line) else ""
    if title:
        while stack and nodes[stack[-1]].style != "chapter":
            stack.pop()
    parent = stack[-1] if stack else -1
    nodes.append(Node(at, at + len(line), 0, "heading" if title else "", 0, "", title, parent, len(stack)))
    if title:
        stack.append(len(nodes) - 1)


_TOPIC = re.compile(
    r"^(?:关于|本合同|本协议|项目|服务|产品|软件|货物|设备|技术|合同|双方|采购|开发|系统|甲方|乙方|的|及|与|和|、|其他|各方|费用|价格|价款?|金额|总价|款项|付款|支付|结算|方式|条件|计划|实施|进度|期限|细则|流程|办法|期|工期|周期|时间|地点|内容|范围|标的|名称|要求|标准|方法|程序|质量|验收|交付|交货|测试|安装|调试|培训|售后|维护|升级|保修|质保|支持|保证|担保|承诺|知识产权|产权|权利|义务|归属|保密|秘密|条款|数据|信息|隐私|安全|保护|所有权|违约|责任|赔偿|处理|争议|纠纷|解决|仲裁|诉讼|管辖|适用|法律|变更|转让|分包|解除|终止|中止|退出|续约|续签|生效|效力|有效期|不可抗力|免责|声明|限制|通知|送达|附件|附则|总则|定义|释义|解释|说明|发票|税|保险|包装|运输|主体|目的|背景|成果|使用|授权|许可|账号|账户|管理|规则|用户|客户|风险|承担|因素|约定|事项|补充|修改|杂项|一般|开票|违反|后果|年度|等级|水平|协议)+$"
)


def is_topic(line: str) -> bool:
    """Whether an unnumbered line reads like a clause heading: short and made of heading words only."""
    return 2 <= len(line) <= 16 and _TOPIC.match(line) is not None and not line.endswith(("甲方", "乙方", "双方"))

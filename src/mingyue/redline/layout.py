"""The parts of a draft that take new clauses: its articles, without cover, contents, signatures, annexes and notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingyue.review.document import Block
from mingyue.review.finding import FAMILIES, Review
from mingyue.review.outline import Node
from mingyue.review.scan import Scan

_HEADINGS = {
    "parties": r"主体|当事人|双方(?:信息|陈述|声明|保证)|授权与|资质",
    "product": r"产品|标的|采购内容|货物|软件|项目(?:名称|内容|概况)|服务内容",
    "scope_acceptance": r"验收|交付|功能|范围|需求",
    "implementation_schedule": r"实施|工期|周期|进度|计划|期限|里程碑|培训",
    "fees_payment": r"价款|费用|付款|支付|价格|总价|结算|报酬|金额|发票",
    "data_privacy": r"数据|隐私|个人信息|信息安全",
    "ip": r"产权|著作权|成果|版权|源代码",
    "confidentiality": r"保密|商业秘密",
    "maintenance_upgrade": r"维护|升级|质保|质量保证|售后|保修|技术支持|服务等级|服务水平|运维",
    "breach_dispute": r"违约|争议|纠纷|赔偿|仲裁|法律责任",
    "termination_exit": r"解除|终止|退出|期满",
    "force_majeure": r"不可抗力|免责",
    "whole_contract": r"其他|其它|附则|一般约定|未尽事宜|合同(?:的)?(?:生效|效力)",
}
_HEADING = {family: re.compile(words) for family, words in _HEADINGS.items()}
_SIDE_ISSUE = re.compile(r"逾期|违约")  # 甲方逾期付款的处理 is no place for a payment clause
_SIGNED = re.compile(
    r"以下无正文|此页无正文|签署页|^\|*[甲乙双]方[^。，；|]{0,12}（(?:盖章|签章|公章|签字)|^\|*[甲乙双]方(?:盖章|签章|签字)"
)
_SIGNATURE = re.compile(
    rf"{_SIGNED.pattern}|^\|*[甲乙丙]方(?:代表人?)?(?:（[^）]{{0,12}}）)?[：|]|(?:盖章|签章|签字|公章)[处）]?[：|]"
    r"|^\|*(?:授权|签约|法定)?代表人?(?:（[^）]*）)?[：|]|^\|*(?:签订|签约|签署)?(?:日期|时间|地点)："
)
_NO_ITEM = frozenset({"article", "chapter", "heading", "annex", "toc"})
_COUNTED = frozenset({"article", "chapter", "cn", "num"})


@dataclass(frozen=True)
class Layout:
    """A draft's articles, in order, as indexes of the outline; end: where the body ends, in the reading text."""

    scan: Scan
    articles: tuple[int, ...]
    end: int

    @classmethod
    def of(cls, scan: Scan) -> Layout:
        """Finds the articles."""
        stop = _first_note(scan)
        style = _main_style(scan)
        found = [i for i, node in enumerate(scan.outline.nodes) if node.style == style and node.start < stop]
        run = max(_sequences(scan, found), key=lambda part: _size(scan, part), default=[])
        return cls(scan, tuple(run), _body_end(scan, run, stop))

    def node(self, index: int) -> Node:
        """A node of the outline."""
        return self.scan.outline.nodes[index]

    def extent(self, index: int) -> tuple[int, int]:
        """Start and end of a clause within the body."""
        node = self.node(index)
        return node.start, min(node.end, self.end)

    def source(self, offset: int) -> int:
        """The offset in the draft of a place in the reading text."""
        return self.scan.reading.source(offset, offset + 1)[0]

    def block(self, offset: int) -> Block | None:
        """The block of the draft at a place in the reading text."""
        return self.scan.reading.document.block_at(self.source(offset))

    def place(self, block: Block) -> int:
        """The place in the reading text where the words of a line begin."""
        line = self.scan.reading.document.text[block.start : block.end]
        return self.scan.reading.offset(block.start + len(line) - len(line.lstrip()))

    def blocks(self, index: int) -> list[Block]:
        """The lines of a clause that hold anything."""
        start, end = self.extent(index)
        document = self.scan.reading.document
        first = bisect_right(document.blocks, self.source(start), key=lambda block: block.start) - 1
        last = bisect_right(document.blocks, self.source(max(start, end - 1)), key=lambda block: block.start)
        return [
            block for block in document.blocks[max(first, 0) : last] if document.text[block.start : block.end].strip()
        ]

    def listed(self, offset: int) -> list[Block]:
        """The lines of the list that the clause at an offset of the draft introduces."""
        nodes = self.scan.outline.nodes
        at = self.scan.outline.at(self.scan.reading.offset(offset))
        found: dict[Block | None, None] = {}
        for index in range(at + 1, len(nodes)) if self.article_at(offset) is not None else ():
            node = nodes[index]
            below = node.depth > nodes[at].depth or (
                not nodes[at].style and node.depth == nodes[at].depth and node.marker
            )
            if not below or node.style in _NO_ITEM or node.start >= self.end:
                break
            found[self.block(node.start)] = None
        return [block for block in found if block]

    def article_at(self, offset: int) -> int | None:
        """The article that holds an offset of the draft."""
        place = self.scan.reading.offset(offset)
        return next((i for i in self.articles if self.extent(i)[0] <= place < self.extent(i)[1]), None)

    def title(self, index: int) -> str:
        """The heading of an article, or of the chapter that holds it."""
        path = self.scan.outline.path(index)
        return next((node.title for node in path if node.title), "")

    def name(self, offset: int) -> str:
        """How a contract refers to the clause at an offset of the draft: 第三条（四）, 12.3; "" where it has no number."""
        nodes = self.scan.outline.path(self.scan.outline.at(self.scan.reading.offset(offset)))
        path = [node for node in nodes if node.marker and node.style != "chapter"]
        if not path or path[-1].style not in {"article", "cn", "num"}:
            return ""
        deep = next((i for i, node in enumerate(path) if node.style.startswith("deep")), len(path) - 1)
        *inner, outer = [node.marker.strip("、.．） ") for node in path[: deep + 1]]
        head = outer if outer.startswith("第") else f"第{outer}条"
        return head + "".join(f"（{marker.lstrip('（')}）" for marker in reversed(inner))

    def home(self, family: str, review: Review, about: str) -> int | None:
        """The article of a clause family; `about`: the text to be placed, which decides between several."""
        reading = review.clauses.get(family)
        spans = [self.article_at(span.start) for span in reading.spans] if reading else []
        named = [i for i in self.articles if self._is_named(i, family)]
        words = {i: sum(about.count(word) for word in _HEADING[family].findall(self.title(i))) for i in named}
        found = named or [i for i in spans if i is not None]
        return max(found, key=lambda i: (words.get(i, 0), spans.count(i), i), default=None)

    def _is_named(self, index: int, family: str) -> bool:
        title = self.title(index)
        return bool(_HEADING[family].search(title)) and not (
            family != "breach_dispute" and _SIDE_ISSUE.search(title) is not None
        )

    def neighbour(self, family: str, review: Review) -> int | None:
        """The article behind which a clause family belongs that has none: that of the family nearest before it."""
        if family not in FAMILIES:
            return self.articles[-1] if self.articles else None
        at = FAMILIES.index(family)
        for other in (*reversed(FAMILIES[:at]), *FAMILIES[at + 1 :]):
            home = self.home(other, review, "")
            if home is not None:
                return home
        return self.articles[-1] if self.articles else None


def _first_note(scan: Scan) -> int:
    """Where headers, notes and text boxes begin, which stand behind the body."""
    blocks = scan.reading.document.blocks
    start = next((block.start for block in blocks if block.kind not in {"body", "row"}), None)
    return len(scan.text) if start is None or not scan.text else scan.reading.offset(start)


def _main_style(scan: Scan) -> str:
    """The marker of the draft's articles."""
    outer = [node.style for node in scan.outline.nodes if node.depth <= 1]
    for style in ("article", "chapter", "cn"):
        if outer.count(style) >= 3:
            return style
    top = Counter(node.style for node in scan.outline.nodes if node.depth == 0)
    return max((style for style in top if style not in {"", "toc", "annex"}), key=lambda s: top[s], default="article")


def _sequences(scan: Scan, found: Iterable[int]) -> Iterator[list[int]]:
    """Articles parted where the numbers begin anew: contents, contract, contract in an annex."""
    run: list[int] = []
    for index in found:
        node = scan.outline.nodes[index]
        if run and node.style in _COUNTED and node.number == 1 < scan.outline.nodes[run[-1]].number:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _size(scan: Scan, run: list[int]) -> int:
    return scan.outline.nodes[run[-1]].end - scan.outline.nodes[run[0]].start


def _body_end(scan: Scan, run: list[int], stop: int) -> int:
    """Where the signatures begin, else the end of the last article."""
    if not run:
        return stop
    nodes, last = scan.outline.nodes, scan.outline.nodes[run[-1]]
    for node in nodes[run[0] :]:
        line = scan.text[node.start : node.line_end]
        pattern = _SIGNATURE if node.start > last.start else _SIGNED
        if node.style in {"", "heading"} and pattern.search(line):
            return min(node.start, stop)
    return min(last.end, stop)

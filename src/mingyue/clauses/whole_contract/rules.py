"""What only the whole text shows: references, numbering, blanks, definitions, parties, law out of date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from mingyue.clauses.whole_contract.figures import (
    capital_mismatch,
    instalments_not_hundred,
    payment_order_contradicts,
    stage_beyond_term,
    totals_differ,
)
from mingyue.law import load
from mingyue.review.case import Case, Place
from mingyue.review.numbers import chinese_integer
from mingyue.review.outline import Node
from mingyue.review.pattern import pattern

__all__ = [
    "annex_promised_but_none",
    "article_numbers_broken",
    "blanks_left_open",
    "capital_mismatch",
    "choice_left_open",
    "credit_code_invalid",
    "dangling_annex",
    "dangling_article",
    "defined_term_unused",
    "instalments_not_hundred",
    "no_signature_block",
    "payment_order_contradicts",
    "precedence_contradicts",
    "repealed_law_named",
    "similar_project_name",
    "stage_beyond_term",
    "stray_party_label",
    "superseded_act_named",
    "totals_differ",
]

_NUM = r"[一二三四五六七八九十百]{1,5}|\d{1,3}"
_REFERENCE = pattern(rf"(?<![》法例释章编])第(?P<n>{_NUM})条(?![件款例])")
_OTHER_TEXT = re.compile(
    r"》[^。；，]{0,10}$|(?:法|条例|规定|办法|解释|招标文件|采购文件|通用条款|专用条款|法典)[^。；，]{0,6}$|附件[^。；，]{0,8}$"
)
_ANNEX_WORD = pattern("附件")
_ANNEX = pattern(rf"附件(?P<n>{_NUM}|[A-H])(?![\d件])")
_LISTED = re.compile(rf"附件(?P<n>{_NUM}|[A-H])[》：:、.．\s]*[《：:、]?[\u4e00-\u9fffA-Za-z《]")
_BLANK_TOPICS = (
    pattern(
        r"(?:合同|服务|开发|项目|总)?(?:总?价款?|总?金额|总额|费用|货款)[^。；\n]{0,14}＿[^。；\n]{0,8}元|(?:￥|¥|人民币)[^。；\n]{0,6}＿"
    ),
    pattern(r"(?:期限|工期|有效期|交付|完成|期间|服务期|付款|支付)[^。；\n]{0,20}＿(?:个)?(?:工作)?(?:日|天|月|年)"),
    pattern(r"(?:违约金|滞纳金|赔偿)[^。；\n]{0,24}＿|＿(?:%|‰)?的(?:违约金|滞纳金)|[千万百]分之＿"),
    pattern(r"(?:软件|产品|系统|项目|服务)(?:全称|名称|版本号?|型号|内容)[：为]?＿"),
    pattern(r"(?:比例|百分之|\b)＿%"),
)
_SIGNATURE = re.compile(r"盖章|签章|签字|公章|签名|签署日期|签订日期|授权代表|委托代理人")
_OPEN_CHOICE = pattern(
    r"第[（【]?＿[）】]?(?:种|项|款)(?:方式|约定|办法|条|执行|处理|解决)?|(?:下列|以下|如下|下述)[^。；\n]{0,10}第(?:种|项)|[（【](?:[^）】\n]{1,12}/){1,3}[^）】\n]{1,12}[）】](?=方)"
)
_OPEN_BOX = pattern("□")
_FILLED_LATER = re.compile(r"主体类型|性别|证件|(?:验收|检查|测试|评审)(?:结论|结果|意见)")
_FORM = pattern(
    r"(?:验收|交接|移交|变更|退出|培训|测试|服务)[^，。]{0,6}(?:报告|单|表|书|清单)(?!价)|格式|样[本式]|模板"
)
_BOXES = re.compile(r"[□☑][^□☑。；\n|]{1,30}")
_DEFINED = pattern(
    r"[“\"「](?P<a>[\u4e00-\u9fffA-Za-z0-9]{2,12})[”\"」](?:一词)?[，：]?(?:是|系)?(?:指|意指|意味着)|(?:以下|下文|下)(?:简称|统称|称)(?:为)?[“\"「](?P<b>[\u4e00-\u9fffA-Za-z0-9]{2,12})[”\"」]"
)
_PARTY_WORDS = pattern(
    r"(?<![买卖供需甲乙双各再转])(?P<word>买方|卖方|供方|需方|丙方|丁方|委托方|受托方|发包方|承包方|发包人|承包人|出租方|承租方|转让方|受让方|采购方|供货方|投标人|招标人)(?![式面法案])"
)
_PLACE = r"(?:[\u4e00-\u9fff]{2,3}(?:省|市|自治区|县|区))"
_PROJECT = pattern(rf"(?P<place>{_PLACE})(?P<rest>[\u4e00-\u9fff]{{4,24}}?(?:系统|平台|项目|工程|网站|软件))")
_PREVAILS = pattern(
    r"(?:不一致|冲突|矛盾|抵触|歧义|不符|出入)[^。；\n]{0,16}(?:以|按)(?P<winner>[^。；，\n]{2,16}?)(?:为准|优先|执行|的约定|为先)"
)


def _number(raw: str) -> int:
    return ord(raw) - ord("A") + 1 if raw in set("ABCDEFGH") else chinese_integer(raw)


def _sentence(case: Case, offset: int) -> tuple[int, int]:
    return case.scan.reading.sentence_at(offset)


def _articles(case: Case) -> list[Node]:
    return [node for node in case.scan.outline.nodes if node.style == "article"]


def dangling_article(case: Case) -> Iterator[Place]:
    """第十二条 is referred to and is not there."""
    # 十四、is what a draft without 第N条 means by 第十四条
    articles = _articles(case) or [node for node in case.scan.outline.nodes if node.style == "cn" and node.depth == 0]
    there = {node.number for node in articles}
    if len(there) < 4:
        return
    heads = {node.start for node in articles}
    seen: set[int] = set()
    for match in case.scan.matcher.finditer(_REFERENCE):
        wanted = _number(match["n"])
        before = case.scan.text[max(0, match.start() - 20) : match.start()]
        if match.start() in heads or wanted in there or wanted in seen or _OTHER_TEXT.search(before):
            continue
        seen.add(wanted)
        yield _sentence(case, match.start())


def _annexes_there(case: Case) -> set[int]:
    """Annexes that have a page of their own, or a place in a list with their names."""
    there = {node.number for node in case.scan.outline.nodes if node.style == "annex"}
    for start, end in case.scan.matcher.lines(_ANNEX_WORD):
        line = case.scan.text[start:end]
        listed = re.match(r"[（\d）.、\s]*附件", line) or re.search(
            r"附件[^。]{0,12}(?:包括|如下|清单|目录|有)|附件[：:]", line
        )
        if listed:
            there |= {_number(match["n"]) for match in _LISTED.finditer(line)}
    return there


def _lines(text: str) -> Iterator[tuple[int, int]]:
    return ((match.start(), match.end()) for match in re.finditer(r"[^\n]+", text))


def dangling_annex(case: Case) -> Iterator[Place]:
    """附件三 is referred to and is neither attached nor listed."""
    there, seen = _annexes_there(case), set[int]()
    for match in case.scan.matcher.finditer(_ANNEX):
        wanted = _number(match["n"])
        # 第十五条合同附件7 in a table of contents is a page number
        paged = case.scan.text.startswith("\n", match.end()) and case.scan.text.endswith("合同", 0, match.start())
        if wanted not in there and wanted not in seen and not paged:
            seen.add(wanted)
            yield _sentence(case, match.start())


def annex_promised_but_none(case: Case) -> Iterator[Place]:
    """The text leans on an annex without a number, and no annex is there."""
    text = case.scan.text
    if re.search(r"\n[| \t]*附[件录表]", text) or _ANNEX.regex.search(text):
        return
    match = re.search(
        r"(?:详?见|参见|按照?|以|依据|列于|如)(?:本合同|合同|本协议)?(?:后附的?)?附[件表](?!的?(?:均|与|同)|为本|的?形式|中的条款)",
        text,
    )
    if match:
        yield _sentence(case, match.start())


def article_numbers_broken(case: Case) -> Iterator[Place]:
    """An article number is used twice or skipped; a text that starts again from one is another contract."""
    articles = _articles(case)
    if len(articles) < 5:
        return
    for before, after in pairwise(articles):
        step = after.number - before.number
        if step != 1 and after.number > 1 and before.parent == after.parent:
            yield after.start, after.line_end
            return


def blanks_left_open(case: Case) -> Iterator[Place]:
    """Essential places not filled in: the first of each kind, three at most."""
    places: dict[tuple[int, int], None] = {}
    for topic in _BLANK_TOPICS:
        match = next(case.scan.matcher.finditer(topic), None)
        if match:
            places[_sentence(case, match.end() - 1)] = None
    yield from sorted(places)[:3]


def choice_left_open(case: Case) -> Iterator[Place]:
    """Options among which nobody chose, or of which two are ticked; two places at most."""
    found = [_sentence(case, match.start()) for match in case.scan.matcher.finditer(_OPEN_CHOICE)]
    for start, end in case.scan.matcher.lines(_OPEN_BOX):
        boxes = Counter(match.group()[0] for match in _BOXES.finditer(case.scan.text, start, end))
        later = _FILLED_LATER.search(case.scan.text, start, end) or case.scan.under(start, _FORM)
        if boxes["□"] >= 2 and not boxes["☑"] and not later:
            found.append((start, end))
    yield from list(dict.fromkeys(found))[:2]


def defined_term_unused(case: Case) -> Iterator[Place]:
    """A term is defined and never used again."""
    for match in case.scan.matcher.finditer(_DEFINED):
        term = match["a"] or match["b"]
        if case.scan.text.count(term) == 1 and not re.search(r"[甲乙丙丁]方|双方|合同|协议", term):
            yield _sentence(case, match.start())


def repealed_law_named(case: Case) -> Iterator[Place]:
    """An act that the civil code replaced is named as if it were in force."""
    yield from _named_acts(
        case, {name for name, act in load().repealed(case.as_of).items() if "民法典" in act.successor}
    )


def superseded_act_named(case: Case) -> Iterator[Place]:
    """Another act that is no longer in force is named as if it were."""
    yield from _named_acts(
        case, {name for name, act in load().repealed(case.as_of).items() if "民法典" not in act.successor}
    )


def _named_acts(case: Case, gone: set[str]) -> Iterator[Place]:
    """Where acts are named, each once; a sentence about the repeal itself is no naming."""
    if not gone:
        return
    names = "|".join(re.escape(name) for name in sorted(gone, key=len, reverse=True))
    wanted = re.compile(rf"《(?:中华人民共和国)?(?P<a>{names})》|中华人民共和国(?P<b>{names})(?![的典]?修)")
    seen: set[str] = set()
    for match in wanted.finditer(case.scan.text):
        name = (match["a"] or match["b"]).removeprefix("中华人民共和国")
        start, end = _sentence(case, match.start())
        if name not in seen and not re.search(r"废止|失效|不再适用|已被|取代|代替|替代", case.scan.text[start:end]):
            seen.add(name)
            yield match.span()


def stray_party_label(case: Case) -> Iterator[Place]:
    """A word for a party that the contract does not have: 买方 among 甲方 and 乙方, 丙方 among two."""
    text = case.scan.text
    if text.count("甲方") < 3 or text.count("乙方") < 3:
        return
    known = {*case.scan.roles.buyer_words, *case.scan.roles.vendor_words}
    introduced = {
        match["word"]
        for match in re.finditer(
            rf"(?:^|\n|[（，、|：“])(?:[甲乙]方[、/（]?)?{_PARTY_WORDS.regex.pattern}(?=[”）：|（/、]|$|\n)", text
        )
    }
    for match in case.scan.matcher.finditer(_PARTY_WORDS):
        start, end = _sentence(case, match.start())
        borrowed = re.search(r"《[^》]*$|作为$", text[start : match.start()]) or re.search(
            r"[招投]标文件|采购文件", text[start:end]
        )
        if match["word"] not in known | introduced and not borrowed:
            yield start, end
            return


def similar_project_name(case: Case) -> Iterator[Place]:
    """The same project under another place's name: a text copied from another deal."""
    first: dict[str, str] = {}
    for match in case.scan.matcher.finditer(_PROJECT):
        place, rest = match["place"][-3:], match["rest"]
        if first.setdefault(rest, place)[-3:] != place and place[-1] == first[rest][-1]:
            yield _sentence(case, match.start())
            return


def precedence_contradicts(case: Case) -> Iterator[Place]:
    """Two orders of precedence: each time another document wins."""
    winners: dict[str, int] = {}
    for match in case.scan.matcher.finditer(_PREVAILS):
        winner = re.sub(r"本|合同的|约定|文件|内容|所列|的", "", match["winner"])
        if (
            re.search(r"合同|协议|附件|招标|投标|标书|订单|报价|清单|中文|条款", match["winner"])
            and "补充" not in winner
        ):
            winners.setdefault(winner, match.start())
    if len(winners) > 1:
        yield _sentence(case, list(winners.values())[1])


def credit_code_invalid(case: Case) -> Iterator[Place]:
    """A party's 统一社会信用代码 fails its check digit."""
    for party in case.scan.roles.parties:
        code = party.credit_code
        if code and not code.valid and (at := case.scan.text.find(code.value)) >= 0:
            yield _sentence(case, at)


def no_signature_block(case: Case) -> Iterator[Place]:
    """No place to sign for both sides, at the head or at the end."""
    text = case.scan.text
    signed: Iterable[re.Match[str]] = _SIGNATURE.finditer(text)
    sides = {
        side
        for match in signed
        for side in ("甲方", "乙方")
        if side in text[max(0, match.start() - 60) : match.end() + 60]
    }
    if sides != {"甲方", "乙方"}:
        yield None

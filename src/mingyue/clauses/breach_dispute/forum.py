"""Where disputes go: arbitration, court, or (wrongly) both."""

from __future__ import annotations

import re
from functools import lru_cache

from mingyue.review.finding import Fact
from mingyue.review.pattern import Pattern, pattern
from mingyue.review.reading import BLANK
from mingyue.review.scan import Hit, Scan

_ARBITRATION = (
    pattern(
        r"(?:提交|提请|申请|请求|交由?|由|向|通过|依法|选择|采[取用]|报请|至|进行|报)[^。；\n]{0,50}仲裁(?!裁决|费|结果|规则|期间|庭|协议)|仲裁(?:委员会|机构|部门|院)[^。；\n]{0,12}(?:仲裁|裁决|解决|申请)|(?:仲裁裁决|裁决)(?:是|为)?终局|(?m:^)（?\d+[）.、]?仲裁[。；]?(?:\n|$)|[以采]用?仲裁(?:的)?方式"
    ),
)
_COURT = (
    pattern(
        r"(?:向|提交|由|交由?|依法|通过|在|至|诉至|上交|诉诸|送交|提请|请求)[^。；\n]{0,40}(?:法院|诉讼)|(?:法院|诉讼)(?:提起|起诉|管辖|解决|裁决|判决)|(?:提起|进行|采取)诉讼|管辖[^。；，\n]{0,8}法院|法院[^。；\n]{0,6}管辖|(?m:^)（?\d+[）.、]?诉讼"
    ),
)
_NOT_FORUM = (
    pattern(
        r"(?:在|如|对)[^。；\n]{0,16}(?:仲裁|诉讼)[^。；\n]{0,12}(?:期间|过程中|时)|如对任何争议进行|对任何争议进行|请求人民法院或者仲裁机构|维权|律师费|送达|可送达地址|保全|查封|冻结|协助|司法机关|依照法律|行政机关|索赔、诉讼|起诉及支付|投诉|遭受|应法院|判决书|仲裁费用|仲裁或诉讼期间|诉讼或仲裁期间|破产|侵权的?(?:指控|起诉)|第三[方人][^。；]{0,20}(?:诉讼|起诉|提起)|第三方提出的?|第三[方人]经|法律法规[^。；]{0,6}(?:要求|规定)[^。；]{0,10}(?:法院|政府)|政府[^。；]{0,10}法院|法院[^。；]{0,10}(?:命令|要求披露|强制)|免受"
    ),
)
_EXCLUDES = re.compile(
    r"不(?:得|再|采用|适用|能|可|予|通过|提交|选择)[^，。；]{0,16}(?:仲裁|法院|诉讼|起诉)|(?:排除|放弃|无权|禁止)[^，。；]{0,12}(?:仲裁|诉讼|起诉)"
)
_CHOICE = pattern(
    r"(?:按照?|以|选择|采取|采用|适用)(?:以?下列|如下|下述|以下)?(?:的)?(?:第[（(]?(?P<n>[一二三四1-9A-D](?:\.\d)?)[）)]?(?:种|项|款|条)?(?:方式|办法|途径)?|(?:方式|办法)第?[（(]?(?P<m>[一二三四1-9A-D](?:\.\d)?)[）)]?)(?:予以|进行)?(?:解决|处理)"
)
_ITEM = re.compile(r"(?:\n|[；：])(?:（?(?P<n>[一二三四1-9A-D](?:\.\d)?)(?:[）.、：]|(?<=\.\d))|[☑])(?P<text>[^\n]*)")
_TICKED = pattern(r"☑[^□☑\n]{0,40}?(?P<word>仲裁|法院|诉讼)")
_BODY_A = re.compile(
    r"(?P<body>[^，。；：、（\n“”]{0,24}?(?:仲裁委员会|仲裁委|仲裁院|仲裁中心|仲裁机构|仲裁机关|仲裁部门)(?:（[^）\n]{1,14}）)?)"
)
_BODY_C = re.compile(r"(?P<body>[^，。；：、（\n“”]{0,30}?(?:有管辖权的?)?(?:人民)?法院)")
_LEAD = re.compile(
    r"^.*?(?:有权|均可以?|可以?|应当?|同意|约定|选择|方式|必须|须|将|直接|双方)*(?:依法|直接)?(?:提请|提交至?|提起|申请|诉至|起诉至?|上交|诉诸|交由|送交|交|报请|至|由|向)(?=.)"
)


def _hits(scan: Scan, patterns: tuple[Pattern, ...]) -> list[Hit]:
    """Sentences that send disputes there."""
    return [hit for wanted in patterns for hit in scan.hits(wanted, unless=_NOT_FORUM) if not _excluded(scan, hit)]


def _excluded(scan: Scan, hit: Hit) -> bool:
    """Whether the words rule a forum out (不得再向人民法院起诉, 排除仲裁)."""
    start = max(scan.text.rfind(mark, hit.scope_start, hit.start) for mark in "，、：") + 1
    return _EXCLUDES.search(scan.text, max(start, hit.scope_start), hit.end) is not None


def _chosen(scan: Scan) -> tuple[str, tuple[int, int]] | None:
    """The option a form's choice points to: its kind and place."""
    ticked = scan.first(_TICKED)
    if ticked:
        return ("arbitration" if ticked.groups["word"] == "仲裁" else "litigation"), (ticked.start, ticked.end)
    for hit in scan.hits(_CHOICE):
        wanted = (hit.groups["n"] or hit.groups["m"] or "").translate(str.maketrans("一二三四", "1234"))
        for item in _ITEM.finditer(scan.text, hit.end, min(len(scan.text), hit.end + 400)):
            given = (item["n"] or "").translate(str.maketrans("一二三四", "1234"))
            if given == wanted and re.search("仲裁|法院|诉讼", item["text"]):
                kind = "arbitration" if "仲裁" in item["text"] else "litigation"
                return kind, (item.start("text"), item.end("text"))
    return None


@lru_cache(maxsize=1)
def forum(scan: Scan) -> dict[str, Fact] | None:
    """Dispute and dispute_body; None when the draft names no forum."""
    chosen = _chosen(scan)
    if chosen:
        kind, place = chosen
        return {"dispute": Fact(kind, scan.span(*place)), **_body(scan, kind, [place])}
    arbitration = [(h.scope_start, h.scope_end) for h in _hits(scan, _ARBITRATION)]
    court = [(h.scope_start, h.scope_end) for h in _hits(scan, _COURT)]
    places = sorted({*arbitration, *court})
    if not places:
        return None
    kind = "both" if arbitration and court else "arbitration" if arbitration else "litigation"
    return {"dispute": Fact(kind, scan.span(*places[0])), **_body(scan, kind, arbitration + court)}


def _body(scan: Scan, kind: str, places: list[tuple[int, int]]) -> dict[str, Fact]:
    """The body named where disputes are sent, in the draft's own words."""
    wanted = _BODY_C if kind == "litigation" else _BODY_A
    for start, end in places:
        for match in wanted.finditer(scan.text, start, end):
            lead = _LEAD.match(match["body"])
            begin = match.start("body") + (lead.end() if lead else 0)
            body = scan.text[begin : match.end("body")]
            if body and scan.text[begin - 1] != BLANK and BLANK not in body and not body.startswith(("或", "和")):
                span = scan.span(begin, match.end("body"))
                return {"dispute_body": Fact(re.sub(r"[*`\s]", "", span.quote), span)}
    return {}

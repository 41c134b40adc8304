"""保密: the duty, and a term, survival or liability."""

from __future__ import annotations

from collections.abc import Mapping

from mingyue.review.durations import DURATION, years
from mingyue.review.finding import Fact, FamilyReading
from mingyue.review.pattern import pattern
from mingyue.review.reading_tools import full_or_partial
from mingyue.review.scan import Hit, Scan

_KEPT = r"(?:保密|商业秘密|商业机密|技术秘密|机密|秘密|泄密|不公开|保守)"
_STRICT = pattern(
    r"(?:应|须|负有|承担|予以|严守|严格|遵守|保守|履行|尽)[^。；\n]{0,40}(?:保密(?!违约)|秘密|机密)|保密(?:信息|内容)[^：\n]{0,20}：(?!＿|无)[^\n]|不得[^。；\n]{0,60}(?:透露|披露|泄露|泄漏|公开)|不[^。；\n]{0,4}(?:泄露|泄漏|公开|透露)[^。；\n]{0,20}(?:秘密|机密|信息|资料)|不得[^。；\n]{0,40}(?:资料|信息|文件|内容|情况)[^。；\n]{0,20}提供[^。；\n]{0,16}第三"
)
_DUTY = pattern(
    rf"保密(?:义务|责任|条款|协议|信息|内容|制度|规定)|{_KEPT}…(?:义务|责任|予以|不得|应|负有|严守|披露|泄露)|(?:应|须|予以|负有|严守|严格|保守)…{_KEPT}|不得[^。；\n]{{0,50}}(?:透露|披露|泄露|泄漏|公开)[^。；\n]{{0,20}}(?:第三|他人|任何人|任何单位|任何一方)|不得[^。；\n]{{0,40}}(?:资料|信息|文件|内容|情况)[^。；\n]{{0,20}}提供[^。；\n]{{0,16}}第三|不得向[^。；\n]{{0,10}}(?:第三|他人)[^。；\n]{{0,12}}(?:透露|披露|泄露|泄漏|公开)|无权[^。；\n]{{0,12}}泄露"
)
_LIABILITY = pattern(
    r"(?:保密|泄露|泄漏|泄密|披露|商业秘密|机密|秘密)[^。；\n]{0,60}(?:违约金|赔偿|承担[^。；\n]{0,16}责任|追究|法律责任|负责)|(?:违约金|赔偿|责任)[^。；\n]{0,30}(?:泄露|泄密|违反…保密)|(?:机密|秘密)……(?:承担|赔偿|接受处理)"
)
_NOT_LIABLE = (
    pattern(r"＿[^。；\n]{0,6}$|泄密责任：(?:＿|无)|不承担|数据[^。；]{0,6}(?:丢失|毁损)|系统(?:中)?的数据"),
)
_TERM = pattern(
    rf"保密期限：(?!＿|无|/)[^＿\n]{{6,}}|保密[^。；\n]{{0,40}}(?:{DURATION})|(?:{DURATION})[^。；\n]{{0,10}}(?:内)?[^。；\n]{{0,16}}保密|保密[^。\n]{{0,60}}(?:终止|解除|期满|届满|失效|结束|完成)[^。；\n]{{0,10}}(?:后|而)[^。；\n]{{0,20}}(?:有效|继续|仍|免除|失效|解除|终止|承担)|(?:终止|解除|期满|届满|失效|结束)[^。；\n]{{0,20}}(?:仍|继续|持续|依然)[^。；\n]{{0,16}}(?:保密|有效|延续|存续)|(?:永久|长期|无限期|无期限)[^。；\n]{{0,10}}(?:保密|有效)|保密[^。；\n]{{0,24}}(?:永久|长期|无限期|不受[^。；\n]{{0,10}}影响|直至|直到|为止)"
)
_YEARS = (
    pattern(
        rf"(?:终止|解除|期满|届满|完成|结束|失效)[^。；\n]{{0,12}}?(?:后|之后|之日起|之日后|的)*[^。；\n]{{0,10}}?(?P<d>{DURATION})"
    ),
    pattern(rf"保密(?:期限?|期间|义务|责任)?[^。；\n]{{0,40}}?(?P<d>(?:{DURATION}))"),
    pattern(rf"(?P<d>{DURATION})[^。；\n]{{0,8}}(?:有效|保密)"),
)
_BREACH_OF = pattern(r"违反[^。；\n]{0,16}(?:规定|约定)?的?保密|＿方违反")
_TALK = pattern(r"保密|秘密|机密")
_TITLE = pattern(r"保密|秘密")
_NOT_YEARS = (pattern(r"质保|保修|维护期|违约金…%|工作日|小时内"),)


def read(scan: Scan) -> FamilyReading:
    """full: the duty, and a term, survival after the end, or liability."""
    duty = scan.first(_DUTY)
    if duty is None:
        return FamilyReading("absent")
    term = next((h for h in scan.hits(_TERM) if _about_secrecy(scan, h.start, *scan.scope(h.start, "paragraph"))), None)
    liability = scan.first(_LIABILITY, unless=_NOT_LIABLE)
    strict = next((h for h in scan.hits(_STRICT) if not _only_breach(scan, h)), None)
    full = strict is not None and (term is not None or liability is not None)
    return full_or_partial(scan, full, [h for h in (strict or duty, term, liability) if h])


def _only_breach(scan: Scan, hit: Hit) -> bool:
    """Whether the sentence speaks of breaching a duty that it does not state itself."""
    return _BREACH_OF.regex.search(scan.text, hit.scope_start, hit.end) is not None


def facts(scan: Scan) -> Mapping[str, Fact]:
    """confidentiality_years: after the end of the contract; none when indefinite."""
    for wanted in _YEARS:
        for hit in scan.hits(wanted, unless=_NOT_YEARS):
            if not _about_secrecy(scan, hit.start, hit.scope_start, hit.scope_end):
                continue
            value = years(hit.match["d"])
            if value and value >= 0.5:
                return {"confidentiality_years": Fact(value, scan.span(hit.start, hit.end))}
    return {}


def _about_secrecy(scan: Scan, offset: int, start: int, end: int) -> bool:
    return _TALK.regex.search(scan.text, start, end) is not None or scan.under(offset, _TITLE)

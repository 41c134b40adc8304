"""How long secrets stay secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mingyue.review.case import Case, Place
from mingyue.review.numbers import NUMBER
from mingyue.review.pattern import pattern

__all__ = ["no_term_or_survival"]

_WITHHELD = r"(?:保密|秘密|机密|不公开|披露|泄露|泄密|透露)"
_END = r"(?:终止|解除|届满|期满|到期|结束|完成|完毕|失效|无效|履行完)"
_LASTS = pattern(
    rf"保密(?:期限?|时间|年限|义务|责任|条款)[^。；\n]{{0,40}}(?:{NUMBER}(?:个)?(?:年|月)|长期|永久|永远|无限期|始终|公开之日|公开为止|公知|解密|进入公共领域)"
    rf"|{_WITHHELD}[^\n]{{0,160}}?{_END}[^。；\n]{{0,8}}(?:后|之后|以后)[^。；\n]{{0,24}}(?:(?:{NUMBER}|＿)(?:个)?(?:年|月)|仍|继续|持续|有效|履行|承担|遵守|不得)"
    rf"|{_END}(?:后|之后|以后|的)?[^。；\n]{{0,30}}(?:仍|继续|持续|依然|不(?:得|影响|免除))[^。；\n]{{0,24}}{_WITHHELD}"
    rf"|{_WITHHELD}[^。；\n]{{0,30}}(?:不因|不随|不受|不论|无论)[^。；\n]{{0,30}}{_END}"
    rf"|{_WITHHELD}[^\n]{{0,200}}?(?:(?:不论|无论|不因|不随|不受)[^。；\n]{{0,30}}{_END}[^。；\n]{{0,30}}(?:有效|解除|终止|免除|失效|消灭|影响|约束)|本条[^。；\n]{{0,12}}(?:长期|永久|持续|继续|始终)有效)"
    rf"|{_WITHHELD}[^。；\n]{{0,16}}(?:等|和|及|、)?[^。；\n]{{0,24}}条款[^。；\n]{{0,24}}{_END}[^。；\n]{{0,10}}(?:后)?[^。；\n]{{0,8}}(?:有效|效力|存续)"
    rf"|{_END}[^。；\n]{{0,12}}{_WITHHELD}[^。；\n]{{0,12}}(?:仍|继续|持续|依然)|{_WITHHELD}[^。；\n]{{0,30}}不受[^。；\n]{{0,16}}(?:期限|有效期)"
    rf"|(?:不论|无论)[^。；\n]{{0,30}}{_END}[^。；\n]{{0,30}}{_WITHHELD}|(?:永久|长期|始终|无限期)[^。；\n]{{0,10}}{_WITHHELD}"
    rf"|(?:至|直至|直到)[^。；\n]{{0,24}}(?:公开|公众所知|公知)(?:之日|为止|时|止)?"
    rf"|{NUMBER}(?:个)?年(?:内|以内|期)[^。；\n]{{0,12}}(?:保密|不得(?:披露|泄露|公开))"
)
_ENDS_WITH_CONTRACT = re.compile(
    r"保密(?:期限|期|义务)[^。；\n]{0,10}(?:与|同)(?:本)?(?:合同|协议)|(?:有效期内|履行期间|有效期间)[^。；\n]{0,12}保密"
    r"|保密[\s\S]{0,200}?本(?:条|款|条款|章|保密条款)[^。；\n不]{0,10}(?:合同|协议|服务)[^。；\n]{0,12}(?:终止|届满|期满|结束|到期)[^。；\n]{0,12}(?:失效|终止|消灭|解除)"
)
_TERM = pattern(r"保密(?:期限?|时间|年限)[：为]?(?P<term>[^。；\n]{0,40})")
_TERM_GIVEN = re.compile(rf"{NUMBER}(?:个)?(?:年|月)|长期|永久|公开")


def no_term_or_survival(case: Case) -> Iterator[Place]:
    """Nothing says how long the duty lasts; where there is a duty, its first sentence is shown."""
    text = case.scan.text
    if (
        case.scan.has(_LASTS)
        or _ENDS_WITH_CONTRACT.search(text)
        or any(_TERM_GIVEN.search(m["term"]) for m in case.scan.matcher.finditer(_TERM))
    ):
        return
    yield None

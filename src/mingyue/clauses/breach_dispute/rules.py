"""Who pays for a breach, how much, and where it is fought out: checks that one pattern cannot say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from mingyue.review.case import Case, Place
from mingyue.review.numbers import NUMBER, RATE, number, percent
from mingyue.review.pattern import Pattern, pattern

__all__ = [
    "arbitration_body_unnamed",
    "both_arbitration_and_court",
    "buyer_pays_highest_of",
    "buyer_penalty_outweighs",
    "daily_rate_on_buyer_excessive",
    "late_penalty_capped",
    "no_late_delivery_penalty",
    "only_buyer_liable",
    "only_buyer_pays_penalty",
    "total_penalty_on_buyer_excessive",
    "vendor_liability_capped",
]

Payer = Literal["甲方", "乙方", "双方"]

_RATE = pattern(RATE)
_BOTH = re.compile(r"任何一方|任一方|任意一方|违约方|双方|各方|一方(?:违|逾|未|应|须|延|迟)|互(?:相|不)")
_TO = re.compile(
    r"(?:向|对|给予?|付予)(?P<to>甲方|乙方)[^，。；：]{0,16}(?:支付|偿付|缴纳|承担|赔付|赔偿|补偿|负责|偿还)"
    r"|(?:支付|偿付|赔偿|补偿|付)(?:给)?(?P<straight>甲方|乙方)|给(?P<harmed>甲方|乙方)造成"
)
_FROM = re.compile(
    r"(?:要求|责令|令|由)(?P<asked>甲方|乙方)[^，。；]{0,24}(?:支付|承担|赔偿|缴纳|偿付|补足|按|结清|提供)"
    r"|向(?P<charged>甲方|乙方)(?:收取|追索|索赔|追偿|加收|主张|追究|计收)"
    r"|(?P<holder>甲方|乙方)(?:有权|可|可以)?(?:直接)?[^，。；]{0,16}(?:扣除|扣罚|扣减|扣留|没收|加收|收取)"
    r"|(?P<claimant>甲方|乙方)(?:有权|可以?|亦可)[^，。；]{0,8}(?:提出赔偿|要求赔偿|索赔)"
)
_SUBJECT = re.compile(r"(?P<who>甲方|乙方)(?:(?!甲方|乙方)[^。；]){0,40}?(?:支付|承担|赔偿|赔付|缴纳|偿付|补偿|负)")
_LATE = re.compile(
    r"(?P<who>甲方|乙方)[^。；，]{0,16}(?:逾期|延期|延迟|迟延|拖延|拖欠|迟交|未能?按|不能按|没有?按|违反|违约)"
)
_CULPRIT = re.compile(
    r"^[^甲乙，]{0,12}(?P<who>甲方|乙方)(?!的|数据|资料|信息|有权|可|发现)[^，甲乙]{0,16}(?:泄露|违反|违约|逾期|延期|延迟|迟延|拖欠|未|不|擅自|单方|拒绝|侵犯|转包|隐瞒)"
)
_BUYER_TOPIC = re.compile(r"(?:未付|应付|欠付|所欠|逾期付款|迟延付款|延期付款|延迟付款|欠款|欠费|逾期金额|滞纳金)")
_VENDOR_TOPIC = re.compile(r"(?:逾期|延期|延迟|迟延)(?:交付|交货|完成|完工|提交|上线|验收)|交付日期|工期")
_OTHER = {"甲方": "乙方", "乙方": "甲方"}

_PENALTY = pattern(r"违约金|滞纳金|罚金|赔偿金(?!额)|赔偿费|补偿金|作为(?:补偿|赔偿)")
_PERIOD = re.compile(
    rf"每(?:[延逾迟拖]\w?|超过|超出?)?(?:交货|交付|付款|完成|履行|支付)?(?P<n>{NUMBER})?(?:个)?(?:工作)?(?P<unit>日|天|周|星期|个月|月)"
    r"|(?P<month>月(?:利?息|利率))|年(?:利?息|利率)|(?P<day>按日|日加收|/日|/天|日(?=万分之|千分之|百分之))"
)
_INTEREST = re.compile(r"月(?:利?息|利率)|年(?:利?息|利率)|资金占用")
_DAYS = {"日": 1, "天": 1, "周": 7, "星期": 7, "个月": 30, "月": 30, "年": 365}
_CAP_WORDS = (
    r"不(?:得|应|会|能)?(?:超过|超出|高于|多于|大于)|(?:上限|最高(?:限额|额|金额)?|最多|至多)(?:不超过|[为是：])"
)
_LIABILITY_CAP = pattern(
    rf"(?:赔偿|责任|损失|补偿)[^。；]{{0,40}}?(?:{_CAP_WORDS}|以[^，。；]{{1,40}}为(?:上?限|最高))"
    r"|以[^，。；]{1,30}为(?:上?限|最高限额)[^。；]{0,12}(?:承担|赔偿|责任)"
    r"|(?:最高|最多|至多)(?:赔偿|补偿|承担|退还)(?!日|天)"
    r"|(?:赔偿|责任|损失|补偿)[^。；]{0,24}(?:最高|最多|至多)(?:仅|只)?(?:相当|等同?)于"
    r"|(?:超出|超过)[^，。；]{0,8}部分(?:的(?:损失|赔偿|责任))?，?乙方(?:概|均)?(?:不再|不|无须|无需)(?:予以?)?(?:承担|赔偿|负责)"
    r"|(?:仅|只)(?:在|以)[^。；]{1,30}(?:范围|限度|额度)(?:之)?内[^。；]{0,10}(?:承担|负|赔偿)"
)
_PENALTY_CAP = pattern(
    rf"(?:违约金|罚款|罚金|累计)[^。；]{{0,24}}?(?:{_CAP_WORDS}|以[^，。；]{{1,30}}为(?:上?限|最高))"
)
_FULL_PRICE = re.compile(r"(?:总价款?|总额|总金额|合同(?:价款?|金额|价格|额))的?\Z")
_CARVED_OUT = (
    re.compile(r"故意|重大过失"),
    re.compile(r"数据|泄露|保密|知识产权|侵权"),
    re.compile(r"除[^。；]{2,80}外|不受|不适用|不在此限|不计入"),
)
_NO_CAP = re.compile(
    r"不(?:受|以|设)(?!该|此|上述|前述|前款|本条|本款)[^。；]{0,24}(?:限|上限)|处罚[^，。；]{0,6}不超过|(?:时间|天数|期限|时限|次数|响应|周期)[^。；]{0,12}不(?:得)?超过"
    rf"|不(?:得)?(?:超过|超出)(?:{NUMBER}|＿)(?:个)?(?:工作)?(?:日|天|小时|分钟|次|年|月)|不(?:得)?超[出过][^，。；]{{0,24}}(?:范围|预见)"
)
_BUYERS_OWN = re.compile(
    r"^[^甲乙，]{0,8}甲方(?:违约|违反[^，甲乙]{0,12}|逾期[^，甲乙]{0,8})的，|甲方[^，。；以为]{0,16}(?:支付|承担|赔偿|偿付)|甲方的[^，。；]{0,8}责任|给乙方造成|乙方的?[^，。；]{0,6}损失|欠款|未付"
)
_LOW_CAP = re.compile(
    r"(?:不(?:得|应)?(?:超过|高于)|最高|最多|至多|上限|以)[^，。；]{0,24}?(?:(?<![\d.])(?:[12]?\d(?:\.\d+)?|30)%|百分之(?:[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十)(?![一二三四五六七八九十]))"
)
_TOPPED_UP = re.compile(
    r"不足以?(?:弥补|补偿|赔偿)|(?:超过|高于|超出)[^。；]{0,12}(?:部分|差额)(?![^。；]{0,12}(?:不|无|免))|(?:仍|继续|另行)[^。；]{0,10}赔偿|不影响[^。；]{0,16}(?:赔偿|追偿)"
    r"|(?:超过|达到?|满)[^。；，]{0,10}[日天]的?，甲方(?:有权|可以?)[^。；，]{0,8}解除"
)
_FEE = re.compile(r"计费|收费|费用|差旅|单价|报酬|变更|增减")
_OF_PENALTY = re.compile(r"违约|罚|赔|逾期|延期|延迟|迟延|延误|扣")
_BIG = re.compile(r"双倍|两倍|加倍|(?P<times>[二三四五六七八九十2-9]|\d\d)倍|全(?:额|部)(?:合同(?:款|价款|金额))")
_PRICE = re.compile(r"合同|总价|总额|价款|费用|金额|款项|许可费|服务费|货款|年费|应付")
_LIABLE = (
    r"[^。；]{0,40}(?:赔偿|补偿|退还|返还|退回|违约金|承担[^。；]{0,20}(?:责任|损失|后果)|负[^。；]{0,8}(?:责任|赔偿))"
)
_DELAY = re.compile(
    r"逾期|延期|延迟|迟延|拖延|迟交|延误|误期|未(?:能)?(?:按|如期|在)|不能(?:按|如期)|未及时|按(?:期|时)|工期|每[^，。；]{0,8}[日天周月]"
)
_GENERAL_BREACH = re.compile(
    r"(?:任何一方|任一方|一方|违约方|乙方|双方|各方)[^。；]{0,16}(?:违约|违反(?:本|合同|协议|约定))|违约方"
)
_SPECIAL_BREACH = re.compile(r"保密|泄露|泄密|秘密|知识产权|侵权|发票|转包|分包|贿赂|廉洁|商业贿赂|更换")
_AMOUNT = re.compile(rf"{RATE}|\d元|{NUMBER}元|倍|＿%|＿‰|[千万百]分之＿|＿元|每(?:日|天)[^。；]{{0,20}}＿|20%|定金")
_FORUM = pattern(r"(?:协商|调解|争议|争执|纠纷|提交|提请|申请|向|由)[^。；\n]{0,40}仲裁")
_BODY = pattern(r"(?P<name>[\u4e00-\u9fffA-Za-z（）]{2,20}?|＿|)仲裁(?:委员会|院|中心)|贸仲|国际商会")
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,}$")
_PREFIX = re.compile(r"^.*(?:提交|提请|申请|向|由|交|到|至|给|报|选择|送|约定|按照|同意)(?:给|至|到)?")
_CHOICE = re.compile(
    r"第[（【]?(?:＿|□|\d|[一二三])?[）】]?(?:种|项)|(?:下列|以下|下述)(?:方式)?第?\d(?:\.\d)?|□|☑|[任择]选?[其一]?一种|勾选"
)
_EITHER = pattern(
    r"仲裁[^。；\n]{0,30}(?:或者?|也可|亦可|还可)[^。；\n]{0,24}(?:法院|诉讼|起诉)|(?:法院|诉讼|起诉)[^。；\n]{0,24}(?:或者?|也可|亦可)[^。；\n]{0,24}仲裁"
    r"|(?:仲裁|裁决)[^。；\n]{0,12}不服[^。；\n]{0,30}(?:法院|诉讼|起诉)"
)
_NO_ARBITRATION = re.compile(r"(?:排除|放弃|不(?:采用|适用|选择|提交|约定|通过|接受|进行))[^，。；]{0,8}仲裁")
_DECLINED = re.compile(
    _NO_ARBITRATION.pattern + r"|(?:不得|不再|不能|无权|放弃|排除|不可)[^，。；]{0,12}(?:法院|起诉|诉讼)"
)
_COURT_CHOSEN = re.compile(r"(?:第|选择)[（(]?(?:2|二|②|贰|B|b)[）)]?(?:种|项|款)|☑[^□\n]{0,30}(?:法院|诉讼)")

_VENDOR_BOUND = pattern(
    rf"(?:乙方|{_BOTH.pattern}){_LIABLE}|(?:赔偿|退还|返还|补偿)(?:给)?甲方|向甲方{_LIABLE}"
    r"|由乙方[^。；]{0,10}(?:承担|赔偿|负责|负担)|甲方(?:均|仍|还)?有权[^。；]{0,40}(?:赔偿|退款|违约金)"
)
_BUYER_BOUND = pattern(
    r"甲方(?!(?:均|仍|还)?有权)[^。；]{0,40}(?:赔偿|补偿)[^。；]{0,10}(?:乙方|损失)|(?:责任|损失|后果)[^。；]{0,8}由甲方[^。；]{0,6}承担|追究甲方|向甲方[^。；]{0,12}(?:追讨|追究|索赔|追偿)"
    r"|(?<!不)(?<!不[得应能])视(?:为|作)?甲方(?:根本)?违约|甲方[^。；]{0,30}承担[^。；]{0,10}(?:违约|法律)责任|(?:补偿|赔偿)并使其免受"
    r"|乙方(?:有权|可|可以)[^。；]{0,16}(?:终止|收回|停止|取消)[^。；]{0,12}(?:授权|许可|使用|服务|资格)"
)
_HIGHEST = pattern(r"(?:[二两三四]者|几者|各项|其)?(?:中|以)?(?:最|较|孰)高(?:的|者|一项|为准)")
_SOME_PENALTY = pattern(r"违约金|罚|赔偿[金费]|赔偿额|每[^，。；]{0,8}[日天周月]|扣")


def payer(case: Case, start: int, end: int) -> Payer | None:
    """Who bears the sum of a sentence; asks the sentence before when this one does not say."""
    text = case.scan.text[start:end]
    if (found := _named_payer(text)) or start < 2:
        return found
    before = case.scan.reading.sentence_at(max(0, start - 2))
    return _named_payer(case.scan.text[before[0] : before[1]])


def _named_payer(text: str) -> Payer | None:
    if match := _TO.search(text):
        return _side(_OTHER[match["to"] or match["straight"] or match["harmed"]], text)
    if match := _FROM.search(text):
        return _side(match["asked"] or match["charged"] or _OTHER[match["holder"] or match["claimant"]], text)
    if _BOTH.search(text):
        return "双方"
    for wanted in (_CULPRIT, _SUBJECT, _LATE):
        if match := wanted.search(text):
            return _side(match["who"], text)
    if _BUYER_TOPIC.search(text):
        return "甲方"
    return "乙方" if _VENDOR_TOPIC.search(text) else None


def _side(name: str, text: str) -> Payer:
    """The named side, or both where the sentence opens with whichever side is at fault."""
    opening = _BOTH.search(text[:16])
    return "双方" if opening else "甲方" if name == "甲方" else "乙方"


def _sentences(case: Case, wanted: Pattern) -> Iterator[tuple[int, int, str]]:
    for start, end in case.scan.sentences(wanted):
        yield start, end, case.scan.text[start:end]


def vendor_liability_capped(case: Case) -> Iterator[Place]:
    """The vendor's damages are limited to a sum; the cap that the playbook offers itself is none."""
    for start, end, text in _sentences(case, _LIABILITY_CAP):
        bound = not (payer(case, start, end) == "甲方" and _BUYERS_OWN.search(text))
        if bound and not _NO_CAP.search(text) and not _offered(case, start, end):
            yield start, end


def _offered(case: Case, start: int, end: int) -> bool:
    """Whether a cap is as high as the playbook wants it, and leaves out intent, gross negligence and leaks or infringement."""
    wanted = case.playbook.parameters["liability_cap_percent"].preferred
    text, (_, last) = case.scan.text, case.scan.scope(start, "paragraph")
    rates = list(_RATE.regex.finditer(text, start, end))
    return (
        bool(rates)
        and all(percent(m) >= wanted and _FULL_PRICE.search(text, start, m.start()) for m in rates)
        and all(wanted.search(text, start, last) for wanted in _CARVED_OUT)
    )


def late_penalty_capped(case: Case) -> Iterator[Place]:
    """The vendor's penalties end at 30 % of the price or less, and nothing tops them up."""
    for start, end, text in _sentences(case, _PENALTY_CAP):
        after = case.scan.text[start : end + 80]
        fee = _FEE.search(text) and not _OF_PENALTY.search(text)
        if fee or "该项" in text or not _LOW_CAP.search(text) or _TOPPED_UP.search(after):
            continue
        who = payer(case, start, end)
        if who == "乙方" or (who == "双方" and "总" in text):
            yield start, end


def _penalties(case: Case) -> Iterator[tuple[int, int, str, Payer | None]]:
    """Sentences that set a penalty, with its payer."""
    for start, end, text in _sentences(case, _PENALTY):
        if not _LIABILITY_CAP.regex.search(text) and not re.search(
            r"不(?:承担|支付|负|收取)[^。；]{0,6}(?:违约金|滞纳金)", text
        ):
            yield start, end, text, payer(case, start, end)


def only_buyer_pays_penalty(case: Case) -> Iterator[Place]:
    """The contract knows penalties, and the buyer alone pays them."""
    found = [(start, end, who) for start, end, _, who in _penalties(case)]
    if found and all(who == "甲方" for _, _, who in found):
        yield found[0][0], found[0][1]


def only_buyer_liable(case: Case) -> Iterator[Place]:
    """Breach has consequences for the buyer alone."""
    freed = re.compile(
        r"乙方[^。；]{0,40}(?:不|无需|无须|免于)[^，。；]{0,6}(?:承担|负|赔偿|支付|退)|乙方(?:(?!，甲方)[^。；]){0,60}(?:索赔|索取|追究|追偿|追讨)"
        r"|(?<![向给偿])甲方(?!(?:均|仍|还)?有权|的?(?:数据|资料|信息|秘密|权益|利益))(?:(?!，(?:由|则|因)?乙方)[^。；]){0,30}(?:赔偿|补偿)"
    )
    # a loss of 各方 that 甲方 bears binds the buyer alone
    bound = (re.sub(r"[^，。；]*由甲方[^，。；]*", "", text) for _, _, text in _sentences(case, _VENDOR_BOUND))
    if any(not freed.search(text) for text in bound):
        return
    yield from ((start, end) for start, end, _ in list(_sentences(case, _BUYER_BOUND))[:1])


def buyer_pays_highest_of(case: Case) -> Iterator[Place]:
    """The buyer owes the highest of several sums."""
    for start, end, text in _sentences(case, _HIGHEST):
        if re.search(r"赔偿|违约金|补偿", text) and payer(case, start, end) == "甲方":
            yield start, end


def buyer_penalty_outweighs(case: Case) -> Iterator[Place]:
    """For one breach the buyer pays 20 % of the price or more, and at least twice what the vendor can ever owe."""
    vendor = [Decimal(0)]
    worst: tuple[Decimal, Place] = (Decimal(0), None)
    for start, end, text in _sentences(case, _RATE):
        if not re.search(r"违约金|赔偿|赔付", text) or _PERIOD.search(text):
            continue
        rate, who = max(percent(match) for match in _RATE.regex.finditer(text)), payer(case, start, end)
        if who != "甲方":
            vendor.append(rate)
        elif rate > worst[0] and re.search(r"违约金|赔付", text):
            worst = rate, (start, end)
    if worst[0] >= 20 and worst[0] >= 2 * max(vendor):
        yield worst[1]


def no_late_delivery_penalty(case: Case) -> Iterator[Place]:
    """No sum is set for the vendor's delay, neither for delay itself nor for breach in general."""
    for start, end, text in _sentences(case, _SOME_PENALTY):
        only_capped = _LIABILITY_CAP.regex.search(text) and not _PERIOD.search(text)
        if only_capped or not _AMOUNT.search(text) or payer(case, start, end) not in {"乙方", "双方"}:
            continue
        late = _DELAY.search(text)
        if late or (_GENERAL_BREACH.search(text) and not _SPECIAL_BREACH.search(text)):
            return
    yield None


def _per_day(text: str) -> Decimal | None:
    """Percent a day of a penalty: 每延期10天…5% is 0.5."""
    period = _PERIOD.search(text)
    if period is None:
        return None
    rates = [
        match
        for match in _RATE.regex.finditer(text)
        if not re.search(r"(?:过|高|上限|为)$", text[: match.start()][-4:])
    ]
    after = [match for match in rates if match.start() >= period.start()]
    if not rates:
        return None
    days = number(period["n"]) if period["n"] else Decimal(1)
    unit = period["unit"] or ("日" if period["day"] else "月" if period["month"] else "年")
    return percent((after or rates)[0]) / (days * _DAYS[unit])


def daily_rate_on_buyer_excessive(case: Case) -> Iterator[Place]:
    """The buyer pays more than 0.1 % a day for late payment, or interest of more than 24 % a year."""
    for start, end, text in _sentences(case, _RATE):
        rate = _per_day(text)
        limit = Decimal(24) / 365 if _INTEREST.search(text) else Decimal("0.1")
        if rate is not None and rate > limit and payer(case, start, end) == "甲方":
            yield start, end


def total_penalty_on_buyer_excessive(case: Case) -> Iterator[Place]:
    """The buyer pays a multiple of a sum of the contract, or more than 30 % of it, for one breach."""
    for start, end, text, who in _penalties(case):
        if who != "甲方" or _per_day(text) is not None or not _PRICE.search(text):
            continue
        rates = [percent(match) for match in _RATE.regex.finditer(text)]
        if _BIG.search(text) or any(rate > 30 for rate in rates):
            yield start, end


def both_arbitration_and_court(case: Case) -> Iterator[Place]:
    """Arbitration and court side by side; a form whose choice is still open is left to the rule on open choices."""
    fact = case.facts.get("dispute")
    if fact is not None and fact.value == "both":
        places = [case.scan.reading.sentence_at(case.scan.reading.offset(fact.span.start))]
    else:
        places = [(start, end) for start, end, text in _sentences(case, _EITHER) if not _aside(text)]
    for start, end in places[:1]:
        declined = _DECLINED.search(case.scan.text, start, end)
        if not declined and not _CHOICE.search(case.scan.text[max(0, start - 120) : end + 60]):
            yield start, end


def arbitration_body_unnamed(case: Case) -> Iterator[Place]:
    """Arbitration is agreed, and no body is named or its name is left open."""
    named = [match.start() for match in case.scan.matcher.finditer(_BODY) if _is_name(match)]
    for start, end, text in _sentences(case, _FORUM):
        before = case.scan.text[max(0, start - 90) : end]
        # a form that leaves blanks for a court as well as for a body has not chosen yet
        open_form = "＿" in text and "法院" in text
        if (
            open_form
            or _aside(text)
            or _NO_ARBITRATION.search(text)
            or _COURT_CHOSEN.search(before)
            or any(start <= at < end for at in named)
        ):
            continue
        if re.search(r"仲裁(?:委员会|院|中心|部门|机关|机构)", text) or not named:
            yield start, end
            return


def _is_name(match: re.Match[str]) -> bool:
    """Whether the words before 仲裁委员会 name one, by place or otherwise."""
    name = match["name"]
    if name is None:
        return True
    rest = _PREFIX.sub("", name)
    return _NAMED.search(rest) is not None and not re.search(r"有关|相关|该$|由$", rest)


def _aside(text: str) -> bool:
    """Words about arbitration that choose no body: costs, duties meanwhile, the law's own words."""
    return (
        re.search(
            r"第三[方人]|期间|继续履行|另有裁决|仲裁(?:费|结果|裁决|规则|过程)|请求人民法院|予以(?:增加|减少|适当)|劳动|(?:地|级|本市|管辖权的?)的?(?:合法的?|相关的?|有关的?)?仲裁",
            text,
        )
        is not None
    )

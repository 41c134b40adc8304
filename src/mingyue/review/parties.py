"""Who is who: buyer and vendor by what they do, whatever the draft calls them.

Three kinds of evidence, strongest first: role words beside a label (甲方（供方）), labels that are role words themselves
(买方, 受托方, 服务商, 您), and verbs (who pays, who delivers). The reading text is then rewritten so that the buyer is
甲方 and the vendor 乙方 everywhere (`positioned`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from mingyue.review.finding import CreditCode, Party, Position
from mingyue.review.reading import BLANK, Reading
from mingyue.terms.identity import credit_code_valid

BUYER_WORDS = (
    "买受人|采购单位|采购方|采购人|采购商|购买方|购货方|购买人|委托单位|委托方|委托人|发包方|发包人|定作方|定作人|招标人|招标方"
    "|建设单位|建设方|使用单位|使用方|用户方|被许可方|被许可人|被授权方|许可使用方|受让方|受让人|甲方客户|客户方|买方|需方|购方|业主方|业主|订购方|订货方|租用方|承租方|需求方|业务接受方|接受方|服务接受方|业务接受方|接受服务方"
)
VENDOR_WORDS = (
    "供应商|供货商|供货方|供应方|供货人|销售方|销售商|出卖人|受托单位|受托方|受托人|被委托方|代理方|承包方|承包人|承接方|承揽方|承揽人|中标人|中标方|中标单位|中标供应商|成交供应商|投标人"
    "|开发方|开发商|研发方|研究开发方|研究开发人|实施方|服务方|服务商|提供商|服务提供商|服务提供方|服务供应商|提供方|软件提供方|许可方|许可人|授权方|转让方|让与人|让与方|制作方|设计方|建设承包方|集成商|卖方|供方|承建方|承建单位|施工方|运营方|平台方|出租方|顾问方|维护方"
)
_SOFT_BUYER = "您|用户|客户|顾客|会员|企业用户|贵方|贵司|贵公司"
_SOFT_VENDOR = "我们|我司|本公司|我方|平台|本平台|公司|运营商"
_LETTER = "[甲乙丙丁]方"
_LABEL = rf"(?:{_LETTER}|{BUYER_WORDS}|{VENDOR_WORDS})"
_HEAD = re.compile(
    rf"(?P<a>{_LABEL})[（、/(](?P<b>[^）\n]{{1,24}})[）/]?[）]?[：:]?|(?P<c>{BUYER_WORDS}|{VENDOR_WORDS})(?:（?(?:以下|下)?[简统]?称(?:为)?[“\"「]?)(?P<d>{_LETTER})"
)
_MEANS = re.compile(r"[“\"「]([^”\"」\n]{1,8})[”\"」](?:系指|是指|指|即)")
_ACTS_AS = re.compile(
    rf"(?P<who>[甲乙]方)(?:作为|系|是)[^，。；\n]{{0,30}}?(?P<role>{BUYER_WORDS}|{VENDOR_WORDS}|接受方)"
)
_ENTRUSTS = re.compile(
    r"(?P<a>[甲乙]方)(?:现)?(?:特)?委托(?P<b>[甲乙]方)|(?P<c>[甲乙]方)(?:接)?受(?P<d>[甲乙]方)(?:的)?委托"
)
_DEFINED = re.compile(
    r"（?(?:以下|下文|下)?(?:统|合|简)?(?:称为?|称作|称之为|简称为?)[：:]?[“\"「'‘《]?(?P<label>[^”\"」'’》，。；）\n]{1,10})[”\"」'’》]?"
)
_BUYER_ROLE, _VENDOR_ROLE = re.compile(BUYER_WORDS + r"|用户|客户|付款方"), re.compile(VENDOR_WORDS + r"|收款方")
_PAYS = "(?:支付|付款|付清|付给|缴纳|结清|付予|偿付)"
_WORKS = "(?:免费维护|免费升级|售后服务|质保|保修|开发|交付|供货|交货|培训|安装|实施|提供(?:技术支持|服务|软件|系统|平台)|驻场|开具|维护|研发)"
_HEAD_ROOM, _TAIL_ROOM = 3000, 1200  # where the parties are introduced and sign
_COMPANY_BEFORE = re.compile(r"(?:公司|集团|中心|大学|学院|医院|局)（?\Z")
_OFTEN, _CLAIMS = 8, 3
_GENERIC = re.compile(r"^(?:科技|信息|软件|网络科技|网络|技术|服务|系统|数据|平台|智能)+$|^[^\n]$")
_CUSTOM = 3  # without evidence 甲方 is the buyer, as custom has it
_CODE = re.compile(r"(?:信用代码|税号|纳税人识别号|纳税识别号)[^：|\n]{0,16}[：|]\|?([0-9A-Z]{15,20})(?![0-9A-Z])")
_NAME_STOP = r"[^，。；：|（\n" + BLANK + r"]"
_NAME_FIELD = (
    r"[”\"」]?）?(?:名称|全称)?(?:（[^）\n]{0,20}）)?(?:[（]?(?:盖章|签章|公章)[）]?)?[：:|]\|?(?:(?:公司|单位|企业)?名称[：:])?(?P<name>"
    + _NAME_STOP
    + r"{2,40}(?:（[^）\n]{2,12}）"
    + _NAME_STOP
    + r"{0,30})?)"
)
_NOT_A_NAME = re.compile(
    r"^(?:本合同|本协议|）|\[|/|-|采购人|供应商|委托方|受托方|甲方|乙方|中标|地址|电话|联系|法定|法人|代表|盖章|签字|签章|签名|公章|住所|住址|邮编|传真|姓名|名称|授权|日期|开户|乙方|甲方|统一|身份证|税号|单位|指|在|应|须|负责|有权|\d|1\.|保密)|(?:应当|应在|有权|负责|支付|承担|保证|不得|提供|同意|盖章）?$|签字）?$)"
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties and the words that stand for each side in the text."""

    parties: tuple[Party, ...]
    buyer_words: tuple[str, ...]
    vendor_words: tuple[str, ...]


def _side_of_word(word: str) -> Position:
    """The position a role word implies on its own."""
    buyer, vendor = _BUYER_ROLE.search(word), _VENDOR_ROLE.search(word)
    if buyer and not (vendor and vendor.start() <= buyer.start() and len(vendor.group()) >= len(buyer.group())):
        return "buyer"
    return "vendor" if vendor else "unknown"


def _head_votes(text: str) -> tuple[Counter[str], dict[str, set[str]]]:
    """Votes (+ buyer, - vendor) for 甲方 and 乙方 from the role words written beside them, and those words."""
    votes: Counter[str] = Counter()
    words: dict[str, set[str]] = {}
    edges = text if len(text) <= _HEAD_ROOM + _TAIL_ROOM else text[:_HEAD_ROOM] + "\n" + text[-_TAIL_ROOM:]
    for match in _HEAD.finditer(edges):
        pair = (match["a"], match["b"]) if match["a"] else (match["d"], match["c"])
        first, second = pair
        letter = first if first.endswith("方") and first[0] in "甲乙丙丁" else (re.search(_LETTER, second) or [None])[0]
        word = second if letter == first else first
        if letter is None or re.search(r"[，。；、或]", word):
            continue
        side = _side_of_word(word)
        if side != "unknown":  # a role word beside the label settles it
            votes[letter] += 3 if side == "buyer" else -3
            words.setdefault(letter, set()).update(re.findall(rf"{BUYER_WORDS}|{VENDOR_WORDS}|用户|客户", word))
    for match in _ACTS_AS.finditer(edges):
        side = _side_of_word(match["role"])
        votes[match["who"]] += {"buyer": 3, "vendor": -3, "unknown": 0}[side]
    for match in _ENTRUSTS.finditer(edges):
        votes[match["a"] or match["d"]] += 3
        votes[match["b"] or match["c"]] -= 3
    return votes, words


def _verb_votes(text: str, label: str) -> int:
    """Who pays and who works, counted from the clauses: positive when the label behaves like a buyer."""
    other = r"(?:[甲乙]方|对方|供方|卖方)"
    fine = r"(?![^，。；\n]{0,24}(?:违约|赔偿|利息|罚|损失|保证金))"
    pays = len(
        re.findall(
            rf"{label}(?:应|须|需|将|同意|按|在|于|分|一次|根据|应当)?[^，。；\n]{{0,24}}(?:向{other})?{_PAYS}{fine}",
            text,
        )
    )
    paid = len(re.findall(rf"(?:向|给|付予|支付){label}[^，。；\n]{{0,8}}{_PAYS}{fine}", text))
    works = len(
        re.findall(
            rf"{label}(?:应|须|需|负责|将|保证|必须|为[^，。；\n]{{0,8}}|向{other})[^，。；\n]{{0,14}}{_WORKS}", text
        )
    )
    return min(pays, 6) - min(paid, 6) - min(works, 6)


def _letter_positions(text: str, votes: Counter[str]) -> dict[str, Position]:
    """Positions of 甲方 and 乙方, when the draft uses them."""
    letters = [
        letter
        for letter in ("甲方", "乙方")
        if text.count(letter) >= 2 or re.search(rf"(?m:^|[|，。）]){letter}(?:（[^）\n]*）)?[：|]", text)
    ]
    for letter in letters:
        votes[letter] += _verb_votes(text, letter)
    if len(letters) == 2:
        buyer = "甲方" if votes["甲方"] - votes["乙方"] + _CUSTOM >= 0 else "乙方"
        return {buyer: "buyer", "乙方" if buyer == "甲方" else "甲方": "vendor"}
    return {letter: "buyer" if votes[letter] > 0 or letter == "甲方" else "vendor" for letter in letters}


@cache
def _automaton(words: str) -> AhoCorasick:
    """Finds all of these words in one pass."""
    return AhoCorasick(words.split("|"))


def _frequent(text: str, words: str, least: int) -> list[str]:
    """Role words the clauses use as a party's name, most used first."""
    guard = r"(?![数名手册体验界面端信息账号须需反投组群行为满意])"
    known = words.split("|")
    times = Counter(index for index, _, _ in _automaton(words).find_matches_as_indexes(text, overlapping=True))
    met = sorted((word for index, word in enumerate(known) if times[index] >= least), key=len, reverse=True)
    counts = Counter(re.findall(rf"(?<![最终被本各注册潜在])(?:{'|'.join(met)}){guard}", text)) if met else Counter()
    return sorted((word for word, count in counts.items() if count >= least), key=lambda word: -counts[word])


def _word_positions(text: str, *, letters: bool) -> dict[str, Position]:
    """Positions of labels that are role words themselves."""
    found: dict[str, Position] = {}
    defined = {match["label"].strip("“”\"'「」") for match in _DEFINED.finditer(text[:6000])}
    defined |= {match[1] for match in _MEANS.finditer(text[:6000])}
    strong = 3 if letters else 2
    for word in _frequent(text, BUYER_WORDS, strong):
        if not letters or word in defined or re.search(rf"(?:^|\n){word}[：:（|]", text):
            found[word] = "buyer"
    for word in _frequent(text, VENDOR_WORDS, strong):
        if not letters or word in defined or re.search(rf"(?:^|\n){word}[：:（|]", text):
            found[word] = "vendor"
    if letters:
        return found
    if "buyer" not in found.values():
        found |= dict.fromkeys(_soft(text, _SOFT_BUYER, defined), "buyer")
    if "vendor" not in found.values():
        found |= dict.fromkeys(_soft(text, _SOFT_VENDOR, defined), "vendor")
    return found


def _soft(text: str, words: str, defined: set[str]) -> list[str]:
    """Everyday words for a side: taken when the draft defines them, else the most used one and its polite twin."""
    heads = [word for word in words.split("|") if re.search(rf"(?m:^){word}(?:（[^）\n]*）)?[：|]", text[:_HEAD_ROOM])]
    named = heads or [word for word in _frequent(text, words, 2) if word in defined]
    frequent = _frequent(text, words, 3)
    named = named or frequent[:1]
    return named + [word for word in frequent if word in {"您", "我们"} and word not in named]


def _company_label(text: str, taken: dict[str, Position]) -> dict[str, Position]:
    """A company's own short name that the draft defines for the side still missing: （以下简称“智联”）."""
    if {"buyer", "vendor"} <= set(taken.values()):
        return {}
    for match in _DEFINED.finditer(text[:4000]):
        word = match["label"].strip("“”\"'「」")
        if (
            2 <= len(word) <= 8
            and word not in taken
            and text.count(word) >= (2 if _COMPANY_BEFORE.search(text, 0, match.start() + 1) else 5)
            and not re.search(
                r"合同|协议|软件|系统|服务|产品|双方|项目|平台|信息|条款|规范|规则|须知|政策|设备|工作|成果", word
            )
        ):
            return {word: "vendor" if "vendor" not in taken.values() else "buyer"}
    short = _short_name(text) or _subject(text)
    return {short: "vendor"} if short and "vendor" not in taken.values() else {}


def _short_name(text: str) -> str | None:
    """The part of a company's full name that the text then uses alone."""
    full = re.search(r"(?P<stem>[\u4e00-\u9fff（）]{4,24}?)(?:股份)?有限(?:责任)?公司", text[:3000])
    if full is None:
        return None
    stem = re.sub(r"^.*(?:选择|使用|由|是|为|称|省|市|与|及)|（.*?）", "", full["stem"])
    parts = [stem[i : i + size] for size in (6, 5, 4, 3, 2) for i in range(len(stem) - size + 1)]
    often = (part for part in parts if text.count(part) - text.count(stem) >= _OFTEN and not _GENERIC.search(part))
    return next(often, None)


def _subject(text: str) -> str | None:
    """The name that claims rights and disclaims duties in a click-through text."""
    claims = Counter(
        re.findall(r"(?m:^|[，。；）])([^，。；\n（）：]{2,12}?)(?:将|均|保留)?(?:有权|不承担|不负|不对)", text)
    )
    named = (
        (word, count)
        for word, count in claims.most_common(6)
        if not re.search(r"您|用户|客户|帐户|账户|双方|一方|[甲乙]方", word)
    )
    word, count = next(named, ("", 0))
    return word if count >= _CLAIMS and text.count(word) >= _OFTEN else None


def _name(text: str, words: list[str]) -> str | None:
    """The party's full name, from the head or the signature block."""
    for word in words:
        for match in re.finditer(rf"(?:^|[\n|）称“]){word}{_NAME_FIELD}", text):
            name = re.split(r"乙方|甲方|需方|供方|法定代表|地址|\||（(?:以下|下文|下)?[简统合]?称", match["name"])[
                0
            ].strip('“”"（ 、')
            if len(name) >= 2 and not _NOT_A_NAME.search(name):
                return name
        introduced = re.search(
            rf"(?P<name>[^，。；：|（\n“”{BLANK}]{{3,40}})（(?:以下|下文|下)?简?称(?:为)?[“\"「]?{word}", text
        )
        if introduced:
            name = re.sub(r"^(?:[）”与和及、]+|本(?:合同|协议)由|由)", "", introduced["name"].split("：")[-1])
            if not _NOT_A_NAME.search(name) and _side_of_word(name) == "unknown":
                return name
    return None


def _code(text: str, words: list[str]) -> CreditCode | None:
    """The credit code that stands nearest after a party's head."""
    for word in words:
        for head in re.finditer(rf"(?:^|\n){word}(?:（[^）\n]*）)?[：:|]", text):
            tail = text[head.end() : head.end() + 260]
            tail = re.split(r"\n(?:[甲乙]方|供方|需方|买方|卖方|委托方|受托方)(?:（[^）\n]*）)?[：:|]", tail)[0]
            match = _CODE.search(tail)
            if match:
                return CreditCode(match[1], credit_code_valid(match[1]))
    return None


def identify(reading: Reading) -> Roles:
    """The parties of a draft."""
    text = reading.text
    votes, beside = _head_votes(text)
    positions = _letter_positions(text, votes)
    letters = len(positions) == 2
    aliases = _word_positions(text, letters=letters)
    if not letters:
        positions |= aliases
        positions |= _company_label(text, positions)
    parties: list[Party] = []
    sides: dict[Position, list[str]] = {"buyer": [], "vendor": [], "unknown": []}
    for side in ("buyer", "vendor"):
        main = [label for label, position in positions.items() if position == side]
        extra = [word for word, position in aliases.items() if position == side and word not in main]
        extra += sorted({w for label in main for w in beside.get(label, ()) if w not in extra and w not in main})
        if not main:
            continue
        words = [main[0], *main[1:], *extra]
        words += _short_forms(text, words)
        sides[side] = words
        parties.append(Party(main[0], side, _name(text, words), tuple(words[1:]), _code(text, words)))
    return Roles(tuple(parties), tuple(sides["buyer"]), tuple(sides["vendor"]))


def _short_forms(text: str, words: list[str]) -> list[str]:
    """Short names that a party's head defines for it: 甲方：上海某某有限公司（以下简称“某某”）."""
    head = rf"(?m:^|[|）])(?:{'|'.join(map(re.escape, words))})(?:（[^）\n]*）)?[：|][^\n（]{{2,40}}"
    named = rf"{head}（(?:以下|下文|下)?(?:[简统合]称|称)为?[：:]?[“\"‘「]?(?P<short>[^”\"’」）\n]{{2,10}})"
    shorts = (match["short"] for match in re.finditer(named, text[:_HEAD_ROOM]))
    return [short for short in dict.fromkeys(shorts) if short not in {*words, "甲方", "乙方"}]


def _meant(word: str) -> str:
    """A pattern for a party's word where it means the party: not 第三方服务商, 最终用户 or 用户数."""
    if word in {"用户", "客户", "平台", "公司", "使用方"}:
        return rf"(?<![最终被各])(?<!第三方)(?<!其他){word}(?![数名手册体验界面端信息账号反投组群满意])"
    return re.escape(word) if word in {"甲方", "乙方"} else rf"(?<!第三方)(?<!其他){re.escape(word)}"


def positioned(reading: Reading, roles: Roles) -> Reading:
    """The reading with the buyer written 甲方 and the vendor 乙方 wherever a party is meant."""
    words: dict[str, str] = {}
    words |= dict.fromkeys(roles.buyer_words, "甲方")
    words |= dict.fromkeys(roles.vendor_words, "乙方")
    changed = [word for word, side in words.items() if word != side]
    changed += [side for side in ("甲方", "乙方") if words.get(side, side) != side and side not in changed]
    pattern = "|".join(_meant(word) for word in sorted(changed, key=len, reverse=True))
    both = r"甲方?[、和与及,，]?乙方?双方|甲[、和与及]?乙双方|甲、乙方(?=[应须在均对])|买卖双方|供需双方"
    full = re.compile(f"(?P<both>{both})" + (f"|(?P<side>{pattern})" if pattern else ""))
    return reading.replaced(full, lambda m: "双方" if m["both"] else words[m["side"]])

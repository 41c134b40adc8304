"""A page of clause texts: what a clause says in each of three positions, written once to draft from and to read back by.

    +++
    title = "违约责任与争议解决"
    +++
    # late_delivery 逾期交付
    what the clause protects and how to concede: shown to users, never drafted
    ## 首选
    乙方每逾期一日，应当按{breach_dispute.late_delivery.base}的{breach_dispute.late_delivery.rate}%支付违约金。
    ## 可让步 / ## 底线          the other two positions; 同首选 where nothing can be conceded

One line is one paragraph; `- ` makes it an item. `{path}` is a slot, `{?words{path}words}` an optional piece,
`{path?words}` words for a true field, `{=name}` something computed, `{path:大写}` a sum in capital figures. A line may begin with
`@each list` (once for each entry; `{.field}` or `{.}` inside) and `[conditions]`. `@table name`, `@form label|label` and rows
`| a | b |` (the first is the head) stand alone on their lines. A clause without positions has one text for all and no advice.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from mingyue.drafting.fields import Field, Kind, NoSuchField, entry_field, field
from mingyue.drafting.tables import TABLES
from mingyue.terms.contract import Position

Role = Literal["opening", "article", "annex"]
POSITIONS: Mapping[str, Position] = {"首选": "preferred", "可让步": "fallback", "底线": "floor"}
COMPUTED = ("附件", "合计大写")
_FRONT = re.compile(r"\A\+\+\+\n(?P<front>.*?)\n\+\+\+\n(?P<body>.*)\Z", re.DOTALL)
_TOKEN = re.compile(
    r"\{\?(?P<optional>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|\{(?P<true>[.\w]+)\?(?P<words>[^{}]+)\}"
    r"|\{=(?P<computed>\w+)\}"
    r"|\{(?P<path>[.\w]+)(?P<capital>:大写)?\}"
    r"|(?P<stray>[{}])"
)
_MARKS = re.compile(r"(?P<item>- )?(?:@each (?P<each>[.\w]+) )?(?:\[(?P<given>[^\]]+)\] ?)?(?P<text>.+)")
_NAMED = re.compile("《([^《》]+)》")


class PageError(ValueError):
    """A page that cannot be used; the message names the line and the mend."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value. `where` is a path of the terms, or of the entry of the line's list if `near`; "" is the entry itself."""

    where: str
    near: bool
    kind: Kind
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Optional:
    """Words around slots, all of them or nothing."""

    pieces: tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class If:
    """Words that stand there exactly when the field is true."""

    slot: Slot
    words: str


@dataclass(frozen=True, slots=True)
class Computed:
    """What drafting works out; nothing is read from it."""

    name: str


Piece = str | Slot | Optional | If | Computed


@dataclass(frozen=True, slots=True)
class Condition:
    """A line is there when the field is given (`negated`: when it is not), or when it equals `key`."""

    slot: Slot
    key: str
    negated: bool
    optional: bool
    default: object


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text; of `table`, `form` and `grid` at most one is set, and then there are no pieces."""

    number: int
    pieces: tuple[Piece, ...] = ()
    item: bool = False
    bold: bool = False
    each: str = ""
    given: tuple[Condition, ...] = ()
    table: str = ""
    form: tuple[str, ...] = ()
    grid: tuple[str, ...] = ()
    annexes: frozenset[str] = frozenset()

    def slots(self) -> Iterator[Slot]:
        """Every slot, those of optional pieces and conditions included."""
        for piece in self.pieces:
            if isinstance(piece, Slot):
                yield piece
            elif isinstance(piece, If):
                yield piece.slot
            elif isinstance(piece, Optional):
                yield from (part for part in piece.pieces if isinstance(part, Slot))
        yield from (condition.slot for condition in self.given)

    def tells(self) -> bool:
        """Whether the line depends on the terms."""
        return bool(self.table) or any(self.slots())


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause: what it is for, and its lines by position."""

    key: str
    name: str
    advice: str
    positions: Mapping[Position, tuple[Line, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """The clauses of a family, or a part of the whole contract; compared by identity, it is loaded once."""

    family: str
    title: str
    clauses: tuple[ClauseText, ...]
    role: Role = "article"
    headed: bool = False


def parse(family: str, text: str, *, role: Role = "article") -> Page:
    """Reads a page. Raises PageError."""
    match = _FRONT.match(text.replace("\r\n", "\n"))
    if match is None:
        raise PageError("第 1 行：开头缺少 +++ 包围的 TOML。")
    try:
        front = tomllib.loads(match["front"])
    except tomllib.TOMLDecodeError as error:
        raise PageError(f"开头的 TOML 有误（{error}）。") from error
    title, headed = front.pop("title", ""), front.pop("headed", False)
    if not title or front:
        raise PageError("开头的 TOML 须有 title，可以有 headed，没有别的。")
    clauses = tuple(_clauses(match["body"], match["front"].count("\n") + 4))
    keys = Counter(clause.key for clause in clauses)
    if repeated := [key for key, count in keys.items() if count > 1]:
        raise PageError(f"条款 {'、'.join(repeated)} 重复：每条须有自己的编号。")
    return Page(family, title, clauses, role, headed)


def _clauses(body: str, first: int) -> Iterator[ClauseText]:
    lines = list(enumerate(body.split("\n"), first))
    heads = [index for index, (_, line) in enumerate(lines) if line.startswith("# ")]
    if not heads or any(line.strip() for _, line in lines[: heads[0]]):
        raise PageError(f"第 {first} 行：条款须以“# 编号 名称”开头。")
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        number, head = lines[start]
        match = re.fullmatch(r"# ([a-z][a-z0-9_]*) (\S.*)", head)
        if match is None:
            raise PageError(f"第 {number} 行：条款的标题须为“# 英文编号 中文名称”。")
        yield _clause(match[1], match[2], number, lines[start + 1 : end])


def _clause(key: str, name: str, number: int, lines: Sequence[tuple[int, str]]) -> ClauseText:
    advice, texts = _positions(lines)
    if not texts:
        return ClauseText(key, name, "", dict.fromkeys(get_args(Position), tuple(_lines(advice))))
    told = "\n".join(line for _, line in advice).strip()
    if set(texts) != set(POSITIONS.values()) or not told:
        raise PageError(f"第 {number} 行：条款 {key} 须先有说明，再有 首选、可让步、底线 三档文字。")
    positions: dict[Position, tuple[Line, ...]] = {}
    for position in POSITIONS.values():
        same = POSITIONS.get("".join(line for _, line in texts[position]).strip().removeprefix("同"))
        positions[position] = positions[same] if same in positions else tuple(_lines(texts[position]))
    return ClauseText(key, name, told, positions)


_Numbered = list[tuple[int, str]]


def _positions(lines: Sequence[tuple[int, str]]) -> tuple[_Numbered, dict[Position, _Numbered]]:
    """The lines before the first heading, and those under each."""
    advice: _Numbered = []
    texts: dict[Position, _Numbered] = {}
    current = advice
    for at, line in lines:
        if line.startswith("## "):
            position = POSITIONS.get(line[3:].strip())
            if position is None or position in texts:
                raise PageError(f"第 {at} 行：小标题须为 首选、可让步、底线 各一次。")
            current = texts[position] = []
        else:
            current.append((at, line))
    return advice, texts


def _lines(lines: Sequence[tuple[int, str]]) -> Iterator[Line]:
    for number, line in lines:
        if line.strip():
            try:
                yield _line(number, line.strip())
            except NoSuchField as error:
                raise PageError(f"第 {number} 行：合同条款里没有可以写进文本的项 {error}。") from None
            except PageError as error:
                raise PageError(f"第 {number} 行：{error}") from None


def _line(number: int, line: str) -> Line:
    if line.startswith("@table "):
        if (name := line[7:].strip()) not in TABLES:
            raise PageError(f"没有表 {name}，可用 {'、'.join(TABLES)}。")
        return Line(number, table=name)
    if line.startswith("@form "):
        return Line(number, form=tuple(label.strip() for label in line[6:].split("|")))
    if line.startswith("|"):
        return Line(number, grid=tuple(cell.strip() for cell in line.strip("|").split("|")))
    bold = line.startswith("** ")
    match = _MARKS.fullmatch(line.removeprefix("** "))
    if match is None:
        raise PageError("这一行没有文字。")
    each = match["each"] or ""
    if each and field(each).kind.shape not in {"list", "parts"}:
        raise PageError(f"{each} 不是列表，不能用 @each。")
    pieces = tuple(_pieces(match["text"], each))
    _parted(pieces)
    given = tuple(_condition(part, each) for part in (match["given"] or "").split())
    named = frozenset(_NAMED.findall(match["text"]))
    return Line(number, pieces, bool(match["item"] or each), bold, each, given, annexes=named)


def _pieces(text: str, each: str) -> Iterator[Piece]:
    at = 0
    for token in _TOKEN.finditer(text):
        if token.start() > at:
            yield text[at : token.start()]
        at = token.end()
        if token["stray"]:
            raise PageError("花括号没有成对，或者套了两层以上。")
        if token["optional"] is not None:
            inner = tuple(_pieces(token["optional"], each))
            if not any(isinstance(piece, Slot) for piece in inner) or not isinstance(inner[0], str):
                raise PageError("可选的文字须以固定文字开头，里面至少有一个空。")
            yield Optional(tuple(piece for piece in inner if isinstance(piece, str | Slot)))
        elif token["true"]:
            yield If(_slot(token["true"], each, bools=True), token["words"])
        elif token["computed"]:
            if token["computed"] not in COMPUTED:
                raise PageError(f"没有可以算出的 {token['computed']}，可用 {'、'.join(COMPUTED)}。")
            yield Computed(token["computed"])
        else:
            yield _slot(token["path"], each, capital=bool(token["capital"]))
    if at < len(text):
        yield text[at:]


def _slot(path: str, each: str, *, capital: bool = False, bools: bool = False) -> Slot:
    if path == "." and each and (kind := field(each).kind.entry):
        return Slot("", near=True, kind=kind)
    found = _find(path, each)
    if (found.kind.shape == "bool") is not bools or found.kind.shape in {"part", "parts"}:
        raise PageError(f"{path} 不能这样写进文本：空须是一个值，“{{项?文字}}”须是一个是非项。")
    return Slot(path.removeprefix("."), path.startswith("."), found.kind, capital)


def _find(path: str, each: str) -> Field:
    if path.startswith("."):
        if not each:
            raise NoSuchField(path)
        found = entry_field(each, path[1:])
    else:
        found = field(path)
    if found.own:
        raise NoSuchField(f"{path}（内部使用）")
    return found


def _condition(text: str, each: str) -> Condition:
    path, _, key = text.removeprefix("!").partition("=")
    found = _find(path, each)
    if key and key not in found.kind.keys:
        raise PageError(f"{path} 没有取值 {key}。")
    slot = Slot(path.removeprefix("."), path.startswith("."), found.kind)
    return Condition(slot, key, text.startswith("!"), found.optional, found.default)


def _parted(pieces: Sequence[Piece]) -> None:
    """Two slots need fixed words between them, else nobody could read them apart."""
    for left, right in pairwise(pieces):
        if isinstance(left, Slot) and isinstance(right, Slot | Computed):
            raise PageError(f"空 {left.where} 和后一个空之间须有固定文字。")

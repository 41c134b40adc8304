"""The shapes of what goes in and out. What the engines compute has the shapes of the engines' own values."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Header, Path, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from mingyue import api
from mingyue.ledger.position import Claim, KeyDate, Notice, Obligation, Payment, Right
from mingyue.web.store.models import PHASES

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1950, 2199
_DATE = (
    r"(19[5-9]\d|2[01]\d\d)-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))"
)
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
LINE = r"^[^\x00-\x1f\x7f]*$"
"""Text of one line, without control characters."""


def _day(value: object) -> object:
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("须为日期，如 2026-03-31")
    if not _FIRST_YEAR <= int(value[:4]) <= _LAST_YEAR:
        raise ValueError(f"须为 {_FIRST_YEAR} 到 {_LAST_YEAR} 年之间的日期")
    return value


Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{_DATE}$"})
]
Slug = Annotated[
    str, Path(pattern=r"^[-a-zA-Z0-9_]+$", max_length=20, description="项目编号，见项目列表", examples=["0a1b2c3d4e"])
]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="文件的 SHA-256")]
Limit = Annotated[int, Query(ge=1, le=500, description="一页最多几条")]
Cursor = Annotated[str | None, Query(pattern=r"^[1-9][0-9]{0,8}$", description="上一页给的 next；不写从头开始")]
AsOf = Annotated[Day | None, Query(description="看哪一天结束时的台账，默认今天（北京时间）")]
KnownAt = Annotated[
    str | None,
    Query(
        pattern=rf"^{_DATE}(T{_CLOCK}([+ -](0\d|1[0-4]):[0-5]\d|Z)?)?$",
        description="只算这个时刻之前记录的事件；只写日期算到当天结束，不写时区为北京时间",
    ),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[A-Za-z0-9._:-]{1,100}$",
        description="幂等键：超时后用同一个键重发同一个请求，只会执行一次，得到同样的回答",
    ),
]


class Problem(Schema):
    """出了什么问题，怎么办（RFC 9457）。"""

    title: str
    status: int
    detail: str = Field(description="一句话：哪里不对，怎么改")
    faults: list[str] = Field(default=[], description="有几处问题时逐条列出")


class Page(Schema, Generic[T]):
    """一页；next 是下一页的 cursor，最后一页为 null。"""

    items: list[T]
    next: str | None


class Role(Schema):
    """在哪里是什么角色；project 为 null 表示全部项目。"""

    project: str | None
    role: str


class Me(Schema):
    """令牌的主人和令牌。"""

    name: str
    email: str
    roles: list[Role]
    token: str
    scopes: list[str]
    expires: datetime


class Figures(Schema):
    """台账的主要数字。金额是文字，如 "6000.00"。"""

    as_of: date
    currency: str
    price: str
    paid: str
    payable: str = Field(description="现在应付")
    withheld: str = Field(description="应当扣着")
    for_buyer: str = Field(description="甲方可以主张")
    for_vendor: str = Field(description="乙方可以主张")
    overdue: int
    next_due: date | None
    events: int
    fault: str = Field(description="算不出来时的原因")


class Project(Schema):
    """一个项目；供应商看不到 figures。"""

    slug: str
    title: str
    phase: str
    archived: bool
    roles: list[str]
    figures: Figures | None


class NewProject(Schema):
    """新项目；terms 是 contract.yaml 的全文，可以以后再给。"""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=LINE)]
    phase: Literal[tuple(PHASES)] = "preparation"  # type: ignore[valid-type]
    terms: str | None = None


class Terms(Schema):
    """条款的一个版本：text 是 contract.yaml 的原文，terms 是同样内容的 JSON。"""

    number: int
    at: datetime
    by: str | None
    reason: str
    text: str
    terms: dict[str, Any]


class NewEvent(Schema):
    """要记录的一件事；data 的写法见 /event-kinds。"""

    model_config = ConfigDict(extra="forbid")
    kind: Literal[tuple(api.event_kinds())]  # type: ignore[valid-type]
    happened: Annotated[str, StringConstraints(pattern=rf"^{_DATE}(T{_CLOCK})?$")] = Field(
        description="发生的日期，或者北京时间，如 2026-04-12T10:30"
    )
    data: dict[str, Any] = {}
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None
    evidence: Annotated[list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]], Field(max_length=50)] = []


class NewEvents(Schema):
    """一件或几件事，按顺序记录：要么全部记下，要么一件也不记。"""

    model_config = ConfigDict(extra="forbid")
    events: Annotated[list[NewEvent], Field(min_length=1, max_length=100)]


class Line(Schema):
    """events.jsonl 的一行。"""

    seq: int
    id: str
    key: str | None
    kind: str
    happened: str
    recorded: datetime
    by: str
    data: dict[str, Any]
    note: str | None
    evidence: list[str]
    prev: str
    hash: str


class Recorded(Schema):
    """记下的行，和台账最后一行的散列值。"""

    events: list[Line]
    head: str


class Kind(Schema):
    """一种事件；schema 是 data 的 JSON Schema。"""

    model_config = ConfigDict(protected_namespaces=())
    kind: str
    title: str
    exact: bool = Field(description="是否须写到分钟")
    shape: dict[str, Any] = Field(alias="schema")


class Looked(Page[T], Generic[T]):
    """台账里的一种结果，和它是哪一天的。"""

    as_of: date
    known_at: str | None


class Ledger(Schema):
    """整个台账，与 mingyue ledger --format json 相同；这里没有列出的成员也在其中。"""

    model_config = ConfigDict(extra="allow")
    mingyue: str
    format: int
    as_of: date
    known_at: str | None
    currency: str
    obligations: list[Obligation]
    payments: list[Payment]
    claims: list[Claim]
    rights: list[Right]
    dates: list[KeyDate]
    notices: list[Notice]


class Basis(Schema):
    """法律依据。"""

    label: str
    text: str


class Quote(Schema):
    """合同原文。"""

    text: str
    place: str


class Told(Schema):
    """一个事件。"""

    id: str
    day: str
    kind: str
    content: str
    by: str
    evidence: int


class Explanation(Schema):
    """一项结果是怎么来的。"""

    id: str
    sort: str
    title: str
    facts: list[tuple[str, str]]
    formula: list[str]
    clause: str
    quotes: list[Quote]
    events: list[Told]
    basis: list[Basis]


class Evidence(Schema):
    """一份证据。"""

    sha256: str
    name: str
    size: int
    media_type: str
    by: str | None
    at: datetime

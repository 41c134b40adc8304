"""What follows from the contract and its events: the whole ledger, its lists, the reason of each result, and files of it."""

from __future__ import annotations

from io import BytesIO
from typing import Annotated, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import Http404, HttpResponse
from ninja import Path, Query, Router

from mingyue import api
from mingyue.ledger.position import Claim, Obligation, Payment
from mingyue.terms.errors import UserError
from mingyue.web.rest.answers import answer, cut, etag, file, paged, unchanged
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.looking import Look, look
from mingyue.web.rest.shapes import AsOf, Cursor, Explanation, KnownAt, Ledger, Limit, Looked, Slug
from mingyue.web.store import books

router = Router(tags=["台账"])
_READ = Token("ledger:read", "ledger.see")
_MEDIA = {
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("zip", "application/zip"),
    "ics": ("ics", "text/calendar"),
    "ocds": ("json", "application/json"),
    "json": ("json", "application/json"),
}
Form = Literal["xlsx", "csv", "ics", "ocds", "json"]
_FILES: dict[str, Any] = {"responses": {200: {"content": {media: {} for _, media in _MEDIA.values()}}}}
Side = Annotated[Literal["buyer", "vendor"] | None, Query(description="buyer 甲方、vendor 乙方")]


@router.get("/projects/{slug}/ledger", auth=_READ, response=Ledger, summary="整个台账")
def ledger(request: Call, slug: Slug, as_of: AsOf = None, known_at: KnownAt = None) -> HttpResponse:  # noqa: ARG001
    """某一天结束时的义务、付款、请求权、权利、日期、提醒和建议。ETag 随最后一个事件、条款和日期而变。"""
    asked = look(request.visit.purchase, as_of, known_at)
    return unchanged(request, asked.tag) or answer(request, asked.body, tag=asked.tag)


@router.get("/projects/{slug}/obligations", auth=_READ, response=Looked[Obligation], summary="义务")
def obligations(
    request: Call,
    *,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    as_of: AsOf = None,
    known_at: KnownAt = None,
    debtor: Side = None,
    state: Annotated[
        Literal["waiting", "open", "overdue", "met", "met_late", "released", "suspended"] | None, Query()
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> HttpResponse:
    """双方的义务，到期日和状态。"""
    return _list(
        request, look(request.visit.purchase, as_of, known_at), "obligations", cursor, limit, debtor=debtor, state=state
    )


@router.get("/projects/{slug}/payments", auth=_READ, response=Looked[Payment], summary="付款")
def payments(
    request: Call,
    *,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    as_of: AsOf = None,
    known_at: KnownAt = None,
    state: Annotated[Literal["withheld", "released", "overdue", "paid", "cancelled"] | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> HttpResponse:
    """每一笔合同价款：付款条件哪些已满足、哪些还没有，应付多少。"""
    return _list(request, look(request.visit.purchase, as_of, known_at), "payments", cursor, limit, state=state)


@router.get("/projects/{slug}/claims", auth=_READ, response=Looked[Claim], summary="请求权")
def claims(
    request: Call,
    *,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    as_of: AsOf = None,
    known_at: KnownAt = None,
    creditor: Side = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> HttpResponse:
    """违约金、服务抵扣、退款、赔偿；left 是还没有结清的数额。"""
    return _list(request, look(request.visit.purchase, as_of, known_at), "claims", cursor, limit, creditor=creditor)


@router.get("/projects/{slug}/why/{path:identity}", auth=_READ, response=Explanation, summary="一项结果是怎么来的")
def why(
    request: Call,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    identity: Annotated[str, Path(max_length=100, description="义务、付款、请求权、权利、日期或提醒的 id")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> HttpResponse:
    """算式、合同原文、事件、法律依据。"""
    asked = look(request.visit.purchase, as_of, known_at)
    if (short := unchanged(request, etag(asked.tag, identity))) is not None:
        return short
    try:
        told = api.explain(asked.position, identity)
    except UserError as error:
        raise Http404 from error
    value = {name: getattr(told, name) for name in Explanation.model_fields}
    for name in ("quotes", "events"):
        value[name] = [{part: getattr(each, part) for part in each.__dataclass_fields__} for each in value[name]]
    value["basis"] = [each._asdict() for each in told.basis]
    return answer(request, value, tag=etag(asked.tag, identity))


@router.get(
    "/projects/{slug}/exports/{form}", auth=_READ, response={200: None}, summary="台账文件", openapi_extra=_FILES
)
def export(
    request: Call,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    form: Annotated[Form, Path(description="csv 是装着几个 CSV 文件的 zip；ocds 是公开合同数据标准")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> HttpResponse:
    """Excel、CSV、日历、OCDS、JSON；同一个台账每次得到的字节相同。"""
    asked = look(request.visit.purchase, as_of, known_at)
    tag = etag(asked.tag, form)
    if (short := unchanged(request, tag)) is not None:
        return short
    request.visit.count("export")
    book = books.open_book(asked.project)
    position = api.replay(book, as_of=asked.as_of, known_at=asked.known_at)
    made = api.export(position, form, made=api.stamp(book, as_of=asked.as_of, known_at=asked.known_at))
    data = made if isinstance(made, bytes) else _zip(made)
    ending, media = _MEDIA[form]
    request.visit.note("ledger.export", asked.project.title, form=form, as_of=str(asked.as_of))
    response = file(data, f"{asked.project.title}-{asked.as_of}.{ending}", media)
    response["ETag"] = tag
    return response


def _list(call: Call, asked: Look, name: str, cursor: str | None, limit: int, **only: str | None) -> HttpResponse:
    tag = etag(asked.tag, call.get_full_path())
    if (short := unchanged(call, tag)) is not None:
        return short
    wanted = {key: value for key, value in only.items() if value is not None}
    found = [each for each in asked.body[name] if all(each[key] == value for key, value in wanted.items())]
    items, after = cut(found, cursor, limit)
    return paged(call, items, after=after, tag=tag, **asked.context)


def _zip(parts: Any) -> bytes:
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(
                ZipInfo(name), data, ZIP_DEFLATED
            )  # the earliest day a zip can say: the same bytes each time
    return whole.getvalue()

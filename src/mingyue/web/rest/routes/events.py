"""The events of a ledger: listed as they were recorded, and recorded."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from mingyue import api
from mingyue.web import clock
from mingyue.web.rest.answers import answer, paged
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.problems import Problem
from mingyue.web.rest.repeats import once
from mingyue.web.rest.shapes import LINE, Cursor, Day, Key, Limit, Line, NewEvents, Page, Recorded, Slug
from mingyue.web.store import books
from mingyue.web.store.models import EventLine, Evidence, Project

router = Router(tags=["事件"])


@router.get("/projects/{slug}/events", auth=Token("ledger:read", "ledger.see"), response=Page[Line], summary="事件")
def events(
    request: Call,
    *,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    kind: Annotated[Literal[tuple(api.event_kinds())] | None, Query(description="种类")] = None,  # type: ignore[valid-type]
    since: Annotated[Day | None, Query(description="发生在这一天或之后")] = None,
    until: Annotated[Day | None, Query(description="发生在这一天或之前")] = None,
    recorded_since: Annotated[Day | None, Query(description="在这一天（北京时间）或之后记录")] = None,
    by: Annotated[str | None, Query(max_length=120, pattern=LINE, description="记录人")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> HttpResponse:
    """按记录的先后；每条就是 events.jsonl 的一行。带上最后的 cursor 再来，只得到新的。"""
    asked = {"kind": kind, "day__gte": since, "day__lte": until, "recorded__date__gte": recorded_since, "by": by}
    asked["seq__gt"] = int(cursor) if cursor else None
    found = EventLine.objects.filter(project=request.visit.purchase)
    rows = list(found.filter(**{name: value for name, value in asked.items() if value is not None})[: limit + 1])
    shown = rows[:limit]
    after = shown[-1].seq if len(rows) > limit else None
    return paged(request, [api.event_line(each.line) for each in shown], after=after)


@router.post(
    "/projects/{slug}/events",
    auth=Token("ledger:write", "ledger.record"),
    response={201: Recorded},
    summary="记录一件或几件事",
)
def record(request: Call, slug: Slug, body: NewEvents, key: Key = None) -> HttpResponse:  # noqa: ARG001
    """先核对是否与合同和已有事件相符；幂等键也写进这些行，所以隔多久重发都不会记两次。"""
    return once(request, key, lambda: _recorded(request, body, key))


def _recorded(call: Call, body: NewEvents, key: str | None) -> HttpResponse:
    visit = call.visit
    entries = [
        api.Entry(
            each.kind, each.happened, each.data, _key(key, place, len(body.events)), each.note, tuple(each.evidence)
        )
        for place, each in enumerate(body.events, 1)
    ]
    _kept(visit.purchase, {digest for each in entries for digest in each.evidence})
    rows = books.record(visit.purchase, entries, by=visit.user.name, now=clock.now())
    lines = [api.event_line(row.line) for row in rows]
    for entry, line in zip(entries, lines, strict=True):
        if line["happened"] != entry.happened:
            raise Problem(
                409,
                _("幂等键“%(key)s”已用于 %(id)s，内容却不同：要记新的事，请换一个键。")
                % {"key": entry.key, "id": line["id"]},
            )
    for line in lines:
        visit.note("ledger.record", f"{line['id']} {line['kind']}", token=call.auth.name)
    return answer(call, {"events": lines, "head": lines[-1]["hash"]}, status=201)


def _key(key: str | None, place: int, count: int) -> str | None:
    return key if key is None or count == 1 else f"{key}:{place}"


def _kept(project: Project, digests: set[str]) -> None:
    """Whether the project keeps these files. Raises Problem."""
    known = set(Evidence.objects.filter(project=project, sha256__in=digests).values_list("sha256", flat=True))
    if missing := sorted(digests - known):
        faults = [_("证据 %(sha)s… 还没有上传：请先 POST …/evidence。") % {"sha": each[:12]} for each in missing]
        raise Problem(422, faults[0], faults=faults)

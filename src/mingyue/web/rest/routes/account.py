"""Who the token speaks for, and what kinds of events there are."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from mingyue import api
from mingyue.web.people.models import Membership
from mingyue.web.rest.answers import answer
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.shapes import Kind, Me

router = Router(tags=["通用"])


@router.get("/me", auth=Token(), response=Me, summary="令牌的主人、角色和权限范围")
def me(request: Call) -> HttpResponse:
    """先用它试一试令牌。"""
    user, token = request.visit.user, request.auth
    mine = Membership.objects.filter(user=user).order_by("pk").values_list("project__slug", "role")
    value = {
        "name": user.name,
        "email": user.email,
        "roles": [{"project": slug, "role": role} for slug, role in mine],
        "token": token.name,
        "scopes": token.scopes,
        "expires": token.expires,
    }
    return answer(request, value)


@router.get("/event-kinds", auth=Token(), response=list[Kind], by_alias=True, summary="事件的种类和各自的写法")
def event_kinds(request: Call) -> HttpResponse:
    """每一种事件的中文名称，和 data 的 JSON Schema。"""
    found = [
        {"kind": name, "title": kind.title, "exact": kind.exact, "schema": kind.model_json_schema()}
        for name, kind in api.event_kinds().items()
    ]
    return answer(request, found)

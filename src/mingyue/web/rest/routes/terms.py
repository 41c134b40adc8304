"""The terms of a contract: read, and a new version saved over the one that was read."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from mingyue import api
from mingyue.web import clock
from mingyue.web.rest.answers import answer, etag, unchanged
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.problems import Problem
from mingyue.web.rest.shapes import LINE, Slug, Terms
from mingyue.web.store import projections
from mingyue.web.store.books import NoTermsError, new_terms
from mingyue.web.store.models import Project, TermsVersion

router = Router(tags=["条款"])
_YAML = "application/yaml"
_BODY = {"content": {_YAML: {"schema": {"type": "string", "description": "contract.yaml 的全文"}}}, "required": True}
_HEADERS = [
    {
        "in": "header",
        "name": "If-Match",
        "required": False,
        "schema": {"type": "string"},
        "description": "读到的那一版的 ETag：别人已经改过时不会覆盖",
    },
    {
        "in": "header",
        "name": "If-None-Match",
        "required": False,
        "schema": {"type": "string", "enum": ["*"]},
        "description": "第一次保存时写 *",
    },
]


@router.get(
    "/projects/{slug}/terms",
    auth=Token("terms:read", "ledger.see"),
    response=Terms,
    summary="现行条款",
    openapi_extra={"responses": {200: {"content": {_YAML: {"schema": {}}}}}},
)
def terms(
    request: Call,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    form: Annotated[Literal["json", "yaml"], Query(description="yaml：只要 contract.yaml 的原文")] = "json",
) -> HttpResponse:
    """ETag 是这一版的标记，保存新版时放进 If-Match。其中有甲方自己的字段，供应商读不到。"""
    newest = _newest(request.visit.purchase)
    if newest is None:
        raise NoTermsError
    tag = _tag(newest)
    if (short := unchanged(request, tag)) is not None:
        return short
    request.visit.note("terms.read", f"{request.visit.purchase.title} v{newest.number}", token=request.auth.name)
    if form == "yaml":
        response = HttpResponse(newest.text, content_type=f"{_YAML}; charset=utf-8", headers={"ETag": tag})
        response["Cache-Control"] = "private, no-cache"
        return response
    return answer(request, _told(newest), tag=tag)


@router.put(
    "/projects/{slug}/terms",
    auth=Token("terms:write", "contract.draft"),
    response={200: Terms, 201: Terms},
    summary="保存新版条款",
    openapi_extra={"requestBody": _BODY, "parameters": _HEADERS},
)
def put(
    request: Call,
    slug: Slug,  # noqa: ARG001 (the guard has read it)
    reason: Annotated[str, Query(max_length=200, pattern=LINE, description="为什么改")] = "",
) -> HttpResponse:
    """正文是 contract.yaml 的全文（JSON 也是 YAML）。须带 If-Match；合同签署之后不能再改条款，改动请记为变更事件。"""
    try:
        text = request.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(400, _("contract.yaml 不是 UTF-8 编码：请另存为 UTF-8 后再发。")) from None
    visit = request.visit
    with transaction.atomic():
        project = Project.objects.select_for_update().get(pk=visit.purchase.pk)
        newest = _newest(project)
        _may_follow(request, newest)
        if newest is not None and newest.text == text:
            return answer(request, _told(newest), tag=_tag(newest))
        if project.lines.filter(kind="signed").exists():
            raise Problem(409, _("合同已经签署，条款不能再改：请把改动记为变更事件（change_proposed、supplement）。"))
        made = new_terms(project, text, by=visit.user, reason=reason)
        visit.note("terms.save", f"{project.title} v{made.number}", reason=reason)
    projections.refresh(project, as_of=clock.today())
    return answer(request, _told(made), status=201, tag=_tag(made))


def _newest(project: Project) -> TermsVersion | None:
    return project.terms_versions.select_related("by").order_by("-number").first()


def _tag(version: TermsVersion) -> str:
    return etag("terms", version.pk)


def _may_follow(call: Call, newest: TermsVersion | None) -> None:
    """Whether the writer has seen what is replaced. Raises Problem (412, 428)."""
    match, none_match = call.headers.get("If-Match"), call.headers.get("If-None-Match")
    if match is None and none_match != "*":
        raise Problem(428, _("请带上 If-Match（读条款时得到的 ETag）；第一次保存写 If-None-Match: *。"))
    fits = newest is None if match is None else newest is not None and _tag(newest) in match.split(", ")
    if not fits:
        raise Problem(412, _("条款已被别人改过，没有保存：请重新读取，在新的一版上修改。"))


def _told(version: TermsVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "at": version.at,
        "by": version.by.name if version.by else None,
        "reason": version.reason,
        "text": version.text,
        "terms": api.terms_tree(api.read_terms(version.text)),
    }

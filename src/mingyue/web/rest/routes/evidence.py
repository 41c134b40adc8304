"""Evidence: files kept under their SHA-256."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Router
from ninja.files import UploadedFile

from mingyue.web.rest import shapes
from mingyue.web.rest.answers import answer, file, paged
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.problems import Problem
from mingyue.web.rest.shapes import Cursor, Digest, Limit, Page, Slug
from mingyue.web.store import files
from mingyue.web.store.models import Evidence

router = Router(tags=["证据"])
_READ = Token("evidence:read", "evidence.see")
_BYTES = {
    "responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}
}


@router.get("/projects/{slug}/evidence", auth=_READ, response=Page[shapes.Evidence], summary="证据清单")
def evidence(request: Call, slug: Slug, cursor: Cursor = None, limit: Limit = 100) -> HttpResponse:  # noqa: ARG001
    """新的在前。"""
    found = Evidence.objects.filter(project=request.visit.purchase).select_related("by").order_by("-pk")
    if cursor:
        found = found.filter(pk__lt=int(cursor))
    rows = list(found[: limit + 1])
    shown = rows[:limit]
    return paged(request, [_told(each) for each in shown], after=shown[-1].pk if len(rows) > limit else None)


@router.post(
    "/projects/{slug}/evidence",
    auth=Token("evidence:write", "ledger.record"),
    response={201: shapes.Evidence},
    summary="上传证据",
)
def upload(request: Call, slug: Slug, file: File[UploadedFile]) -> HttpResponse:  # noqa: ARG001
    """同样的内容只存一份，再传一次得到同样的回答。事件里用 sha256 引用它。"""
    if (file.size or 0) > files.LIMIT:
        raise Problem(413, _("文件超过 %(most)s MB，没有保存：请压缩或者分成几个文件。") % {"most": files.LIMIT >> 20})
    request.visit.count("upload")
    kept = files.keep(request.visit.purchase, _clean(file.name), file.read(), by=request.visit.user)
    request.visit.note("evidence.keep", kept.name, sha256=kept.sha256, token=request.auth.name)
    headers = {"Location": f"{request.path}/{kept.sha256}"}
    return answer(request, _told(kept), status=201, headers=headers)


@router.get("/projects/{slug}/evidence/{sha256}", auth=_READ, response=shapes.Evidence, summary="一份证据的资料")
def one(request: Call, slug: Slug, sha256: Digest) -> HttpResponse:  # noqa: ARG001
    """名称、大小、类型、谁在什么时候保存。"""
    return answer(request, _told(_kept(request, sha256)))


@router.get(
    "/projects/{slug}/evidence/{sha256}/content",
    auth=_READ,
    response={200: None},
    summary="下载证据",
    openapi_extra=_BYTES,
)
def content(request: Call, slug: Slug, sha256: Digest) -> HttpResponse:  # noqa: ARG001
    """发出之前核对散列值；下载记入审计记录。"""
    kept = _kept(request, sha256)
    try:
        data = files.content(kept)
    except files.FileError as error:
        raise Problem(410, str(error)) from None
    request.visit.count("export")
    request.visit.note("evidence.download", kept.name, sha256=sha256, token=request.auth.name)
    return file(data, kept.name, "application/octet-stream")


def _kept(call: Call, sha256: str) -> Evidence:
    kept = Evidence.objects.filter(project=call.visit.purchase, sha256=sha256).select_related("by", "project").first()
    if kept is None:
        raise Http404
    return kept


def _told(kept: Evidence) -> dict[str, object]:
    value = {name: getattr(kept, name) for name in ("sha256", "name", "size", "media_type", "at")}
    return value | {"by": kept.by.name if kept.by else None}


def _clean(name: str | None) -> str:
    """Without control characters: a database may refuse them."""
    return "".join(letter for letter in name or "" if letter.isprintable()) or _("未命名")

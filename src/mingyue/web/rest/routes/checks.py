"""Checking a contract text: nothing of it is kept."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Router
from ninja.files import UploadedFile

from mingyue import api
from mingyue.web import clock
from mingyue.web.rest.answers import answer
from mingyue.web.rest.guard import Call, Token
from mingyue.web.rest.problems import Problem
from mingyue.web.rest.shapes import AsOf, Slug

router = Router(tags=["检查"])
_MOST_BYTES = 5 * 1024 * 1024
_MOST_CHARACTERS = 400_000
"""More takes longer than a caller waits; the review page checks it in the background."""


def _schema() -> dict[str, Any]:
    whole: dict[str, Any] = json.loads((files("mingyue.review") / "check-result.schema.json").read_text("utf-8"))
    return {name: value for name, value in whole.items() if name != "$schema"}


_RESULT = {"responses": {200: {"content": {"application/json": {"schema": _schema()}}}}}


@router.post(
    "/projects/{slug}/checks",
    auth=Token("check", "findings.see"),
    response={200: None},
    summary="检查一份合同",
    openapi_extra=_RESULT,
)
def check(request: Call, slug: Slug, file: File[UploadedFile], as_of: AsOf = None) -> HttpResponse:  # noqa: ARG001
    """按项目的谈判底线检查，当场给出结果，与 mingyue check --format json 相同；文件不保存。大文件请在审查页上传。"""
    if (file.size or 0) > _MOST_BYTES:
        raise _too_large()
    name = file.name or _("未命名")
    request.visit.count("upload")
    document = api.read_document(file.read(), name)
    if len(document.text) > _MOST_CHARACTERS:
        raise _too_large()
    project = request.visit.purchase
    house = api.playbook(project.playbook) if project.playbook else None
    review = api.check(document, as_of=as_of or clock.today(), playbook=house)
    return answer(request, api.result(review, name))


def _too_large() -> Problem:
    return Problem(413, _("文件超过 5 MB 或者 40 万字，不能当场检查：请在审查页上传，在后台检查。"))

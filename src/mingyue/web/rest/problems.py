"""What goes wrong, told as problem+json (RFC 9457): a Chinese sentence that says what and how to mend it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from mingyue import api
from mingyue.terms.errors import UserError
from mingyue.terms.faults import sentence
from mingyue.web.limits import TooOften
from mingyue.web.store.books import NoTermsError

MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Promise] = {
    400: gettext_lazy("请求无法读取"),
    401: gettext_lazy("没有有效的令牌"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不支持这个方法"),
    409: gettext_lazy("与现状冲突"),
    410: gettext_lazy("文件已不可用"),
    412: gettext_lazy("内容已被改动"),
    413: gettext_lazy("内容太大"),
    422: gettext_lazy("内容有误"),
    428: gettext_lazy("缺少前提条件"),
    429: gettext_lazy("请求过于频繁"),
    500: gettext_lazy("服务器出错"),
}


class Problem(Exception):  # noqa: N818 (it is called so in the standard)
    """A request that is not granted. faults: one sentence each, where there are several."""

    def __init__(
        self, status: int, detail: str, *, faults: Sequence[str] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults, self.headers = status, detail, tuple(faults), headers or {}


def response(problem: Problem) -> HttpResponse:
    """The answer."""
    body = {"title": str(TITLES[problem.status]), "status": problem.status, "detail": problem.detail}
    if problem.faults:
        body["faults"] = list(problem.faults)
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=problem.status, content_type=MEDIA_TYPE)
    for name, value in problem.headers.items():
        answer[name] = value
    answer["Cache-Control"] = "no-store"
    return answer


_SAID: Sequence[tuple[type[Exception], int, Promise]] = (
    (Http404, 404, gettext_lazy("没有这个地址，或者您在这里没有权限：请核对地址和项目编号。")),
    (NoTermsError, 409, gettext_lazy("项目还没有合同条款，无法计算台账：请先保存条款（PUT …/terms）。")),
    (RequestDataTooBig, 413, gettext_lazy("请求超过 5 MB：请分成几次发送。")),
    (HttpError, 400, gettext_lazy("请求的正文不是有效的 JSON（UTF-8）：请核对。")),
)


def told(error: Exception) -> Problem:
    """An error as a problem."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, AuthenticationError):
        return unknown()
    if isinstance(error, TooOften):
        wait = {"Retry-After": str(error.wait)}
        return Problem(429, _("短时间内的次数太多：请按 Retry-After 的秒数稍候再发。"), headers=wait)
    for kind, status, detail in _SAID:
        if isinstance(error, kind):
            return Problem(status, str(detail))
    if isinstance(error, ValidationError):
        faults = [_fault(each) for each in error.errors]
        return Problem(422, faults[0], faults=faults)
    if isinstance(error, UserError | api.Unreadable):
        lines = str(error).splitlines()
        return Problem(422, lines[0], faults=lines)
    logging.getLogger("django.request").error("the API failed", exc_info=error)
    return Problem(500, _("这是程序的错误，内容没有改动；错误已记入服务器日志，请联系管理员。"))


def unknown() -> Problem:
    """No token, or none that is good."""
    detail = _("请在请求头写 Authorization: Bearer 令牌；令牌在“API 令牌”页新建，过期或撤销的不能再用。")
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="mingyue"'})


def _fault(error: Mapping[str, object]) -> str:
    place = error["loc"]
    path = ".".join(str(part) for part in place) if isinstance(place, tuple | list) else ""
    return f"{path}：{sentence(error)}"


def install(host: NinjaAPI) -> None:
    """Has the API answer so."""

    def handle(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
        return response(told(error if isinstance(error, Exception) else error()))

    for kind in (Exception, Http404, HttpError, ValidationError):
        host.add_exception_handler(kind, handle)


def no_such_address(_request: HttpRequest) -> HttpResponse:
    """Whatever stands under /api/ and is none of its addresses."""
    return response(told(Http404()))

"""The API put together: its operations, its errors, its description."""

from __future__ import annotations

import json
import re
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path, reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from mingyue import __version__
from mingyue.ledger.position import Claim, KeyDate, Notice, Obligation, Payment, Right
from mingyue.web.rest import problems, shapes
from mingyue.web.rest.guard import Token
from mingyue.web.rest.routes import account, checks, events, evidence, ledger, projects, terms

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ABOUT = """\
请求头写 `Authorization: Bearer 令牌`；令牌在“API 令牌”页新建，权限不超过它的主人。

金额是文字（"6000.00"），日期是 ISO 8601，时区为北京时间。出错时回答 application/problem+json，detail 是一句话：哪里不对，怎么改。
列表用 limit 和 cursor 翻页，下一页的地址也在 Link 头里。回答都带 ETag，带上 If-None-Match 再问，没有变化时得到 304。
"""
_ALWAYS = (401, 403, 404, 422, 429)
_WRITING = (400, 409, 413)
_MORE = {
    "put": (412, 428),
    "get": (304, 409, 410),
}


class Docs(DocsBase):
    """The page that shows the description: Swagger UI of the installed package, nothing from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        """The page; its styles are set by its script, which only this one page allows."""
        settings = {
            "url": reverse("api:openapi-json"),
            "layout": "BaseLayout",
            "deepLinking": True,
            "validatorUrl": None,
        }
        response = render(request, "rest/docs.html", {"settings": json.dumps(settings), "api": api})
        response["Content-Security-Policy"] = _POLICY
        return response


_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


class Api(NinjaAPI):
    """With a description that says what the guard asks for and how it refuses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """terms_put: the module and the function."""
        return f"{operation.view_func.__module__.rpartition('.')[2]}_{operation.view_func.__name__}"

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        whole = super().get_openapi_schema(**kwargs)
        problem = shapes.Problem.model_json_schema()
        whole["components"]["schemas"]["Problem"] = _chinese(problem)
        _chinese(whole["components"])
        for shape in (Claim, KeyDate, Notice, Obligation, Payment, Right):
            _beijing(whole["components"]["schemas"].get(shape.__name__))
        for methods in whole["paths"].values():
            for method, operation in methods.items():
                _complete(method, operation)
        for router in self._get_bound_routers():
            for place, view in router.path_operations.items():
                for each in view.operations:
                    needs = next(auth for auth in each.auth_callbacks if isinstance(auth, Token))
                    address = f"{self.get_root_path({}).rstrip('/')}{place}".replace("{path:", "{")
                    for name in each.methods:
                        told = whole["paths"][address][name.lower()]
                        told["description"] = f"{told.get('description', '')}\n\n权限范围：{needs.scope or '不限'}。"
        return whole


def _beijing(schema: Any) -> None:
    """The engines' moments are Beijing's and carry no zone, which the format date-time would ask for."""
    if isinstance(schema, dict):
        if schema.get("format") == "date-time":
            del schema["format"]
            schema |= {"pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", "description": "北京时间"}
        for value in schema.values():
            _beijing(value)
    elif isinstance(schema, list):
        for value in schema:
            _beijing(value)


def _strict(operation: Operation) -> None:
    """A parameter that the operation does not know is refused: asof=2026-01-01 would else be answered with today's figures."""
    known = {
        field.alias or name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name, field in model.model_fields.items()
    }
    work = operation.view_func

    @wraps(work)
    def run(request: HttpRequest, **values: Any) -> Any:
        if unknown := sorted(set(request.GET) - known):
            told = {"name": unknown[0][:60], "known": "、".join(sorted(known)) or _("无")}
            raise problems.Problem(422, _("没有参数“%(name)s”：可用的参数：%(known)s。") % told)
        return work(request, **values)

    operation.view_func = run


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Adds the refusals that every operation may give."""
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status in (*_ALWAYS, *(() if method == "get" else _WRITING), *_MORE.get(method, ())):
        bare = status == 304
        title = "没有变化" if bare else str(problems.TITLES[status])
        operation["responses"].setdefault(status, {"description": title} | ({} if bare else {"content": content}))
    for status, told in operation["responses"].items():
        if 200 <= int(status) < 300:
            told["description"] = "成功"


def _chinese(schema: Any) -> Any:
    """Takes out the words that were written for those who read the sources."""
    if isinstance(schema, dict):
        for name in ("description", "title"):
            if isinstance(schema.get(name), str) and not _CHINESE.search(schema[name]):
                del schema[name]
        for value in schema.values():
            _chinese(value)
    elif isinstance(schema, list):
        for value in schema:
            _chinese(value)
    return schema


api = Api(
    title="明约 API",
    version=__version__,
    description=_ABOUT,
    urls_namespace="api",
    docs=Docs(),
)
for _module in (account, projects, terms, events, ledger, evidence, checks):
    api.add_router("", _module.router)
problems.install(api)
for _router in api._get_bound_routers():
    for _view in _router.path_operations.values():
        for _operation in _view.operations:
            _strict(_operation)

urlpatterns = [path("v1/", api.urls), re_path(r"^", problems.no_such_address, name="no_such_api")]

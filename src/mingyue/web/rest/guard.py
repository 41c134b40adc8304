"""Who asks, and whether they may: each operation of the API names a scope and a capability, and this asks for both."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from mingyue.web import clock
from mingyue.web.page import SIGNED_IN, Visit, visit_of
from mingyue.web.people.roles import CAPABILITIES
from mingyue.web.rest import limits, tokens
from mingyue.web.rest.models import ApiToken
from mingyue.web.rest.problems import Problem, unknown


class Call(HttpRequest):
    """A request that the guard let through."""

    auth: ApiToken
    visit: Visit


class Token(HttpBearer):
    """scope: what the token must be for, None: any token will do. may: the capability, or SIGNED_IN, as a page has it."""

    openapi_description = "在工作台的“API 令牌”页新建；令牌的权限不会超过它的主人。"

    def __init__(self, scope: str | None = None, may: str = SIGNED_IN) -> None:
        super().__init__()
        if may != SIGNED_IN and may not in CAPABILITIES:
            raise ValueError(f"no capability is called {may}")
        self.scope, self.may = scope, may

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Puts the person and their visit into the request. Raises Problem (401, 403, 429), Http404."""
        now = clock.now()
        found = tokens.find(token, now)
        if found is None:
            raise unknown()
        limits.count(str(found.pk), now)
        if self.scope is not None and self.scope not in found.scopes:
            raise Problem(403, _("这个令牌没有权限范围 %(scope)s：请新建一个带有它的令牌。") % {"scope": self.scope})
        request.user = found.user
        slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
        visit = visit_of(request, slug)
        if self.may != SIGNED_IN and not visit.may(self.may):
            raise Problem(403, _("您的角色没有这项权限：请联系管理员。"))
        request.visit = visit  # type: ignore[attr-defined] # see Call
        return found

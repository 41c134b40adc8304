"""What a person chose holds on every page, and whoever must have a second factor is led to its set-up."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mingyue.web.people.models import User

Answer = Callable[[HttpRequest], HttpResponse]


def preferences(get_response: Answer) -> Answer:
    """The language of the person who is signed in; before that the browser's, see LocaleMiddleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return answer


def second_factor(get_response: Answer) -> Answer:
    """MINGYUE_REQUIRE_2FA: who is signed in without a second factor reaches nothing but the pages of their own account."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_2FA or not isinstance(request.user, User) or request.path.startswith("/account/"):
            return get_response(request)
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return get_response(request)
        return _led_to_set_up(request)

    return answer


def _led_to_set_up(request: HttpRequest) -> HttpResponse:
    target = reverse("mfa_activate_totp")
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("请先在网页上设置两步验证。")}, status=403)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)

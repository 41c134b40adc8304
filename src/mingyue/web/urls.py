"""Every address of the workspace: the pages found in the folders, sign-in, the API."""

from __future__ import annotations

from django.urls import include, path

from mingyue.web.page import pages, route

urlpatterns = [
    *(route(page) for page in sorted(pages(), key=lambda page: page.path.replace("<", "~"))),  # words before blanks
    path("account/", include("mingyue.web.people.urls")),
    path("api/", include("mingyue.web.rest.main")),
]
handler404 = "mingyue.web.page.not_found"
handler403 = "mingyue.web.page.forbidden"
handler500 = "mingyue.web.page.broken"
handler429 = "mingyue.web.page.too_often"  # allauth asks for it

"""The root URLs with a stand-in for the workspace, as long as `desk` has none."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import handler403, handler404
from config.urls import urlpatterns as real

__all__ = ["handler403", "handler404", "urlpatterns"]


def tab(request: HttpRequest, pair: object) -> HttpResponse:
    return HttpResponse("workspace")


tabs = [
    path("pairs/<uuid:pair>/", tab, name="pair"),
    path("pairs/<uuid:pair>/sessions/", tab, name="pair_sessions"),
    path("pairs/<uuid:pair>/notes/", tab, name="pair_notes"),
]
urlpatterns = [*real, path("", include((tabs, "desk"), namespace="desk"))]

"""Pages speak the reader's language, in the reader's zone, and are kept by no cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from people.readers import written_for


class ReaderMiddleware:
    """Comes after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with written_for(request.user):
            response = self.get_response(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        return response


# Pages that one gets to without having read what is done with one's data: the text itself, and signing in and out.
OPEN_WITHOUT_READING = ("/privacy/", "/accounts/", "/invitation/", "/api/")


class PrivacyMiddleware:
    """Who has not read the privacy text in force is led to it, and from there on to where they were going."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        unread = request.user.is_authenticated and getattr(request.user, "has_to_read", False)
        # What was typed before a new version came is not lost: only the next page waits.
        if unread and request.method == "GET" and not request.path.startswith(OPEN_WITHOUT_READING):
            return redirect(f"/privacy/read/?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

"""The page that finds people, programs and pairs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.doors import signed_in
from desk.search import find

LONGEST = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the reader may see and the words find."""
    me = signed_in(request)
    words = " ".join(request.GET.get("q", "")[:LONGEST].split())
    return render(request, "desk/search.html", {"words": words, "found": find(me, words, clock.today(me.time_zone))})

"""The workspace of a pair: one page a tab, each made of the panels of the apps that know."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import clock
from core.doors import signed_in
from desk import headings, tabs
from people.models import User
from relationships.models import Relationship


@require_safe
def pair(request: HttpRequest, pair: UUID, tab: str = "pair") -> HttpResponse:
    """One tab of the workspace; only the two of the pair have one."""
    me = signed_in(request)
    now = clock.now()
    shared = Relationship.objects.shared_with(me, clock.today(me.time_zone)).for_page()
    relationship = get_object_or_404(shared, pk=pair)
    return render(request, "desk/pair.html", _context(me, relationship, tab, now))


def _context(me: User, relationship: Relationship, tab: str, now: datetime) -> dict[str, Any]:
    return {
        "pair": relationship,
        "other": relationship.other(me),
        "words": relationship.words,
        "heading": headings.heading(me, relationship),
        "facts": headings.facts(me, relationship, now),
        "mission": headings.mission(relationship),
        "tabs": tabs.tabs_of(relationship, tab),
        "panels": tabs.panels_of(tab, me, relationship, now),
        "side": tabs.side_of(me, relationship, now),
    }

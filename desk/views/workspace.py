"""The workspace of a pair: one page a tab, each made of the panels of the apps that know."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.doors import signed_in, the_one
from desk import acts, headings, tabs
from desk.pairs import one_shown_to
from people.models import User
from relationships import agreeing
from relationships.models import Relationship


@require_safe
def pair(request: HttpRequest, pair: UUID, tab: str = "pair") -> HttpResponse:
    """One tab of the workspace; only the two of the pair have one."""
    me = signed_in(request)
    now = clock.now()
    relationship = the_one(one_shown_to(me, clock.today(me.time_zone), pair))
    return render(request, "desk/pair.html", _context(me, relationship, tab, now, request.path))


def _context(me: User, relationship: Relationship, tab: str, now: datetime, here: str) -> dict[str, Any]:
    panels = tabs.panels_of(tab, me, relationship, now)
    act = acts.title_act(me, relationship, now)
    if act is not None and (act.url == here or acts.has_primary(panels)):
        act = None  # the page itself offers it, or something that comes first
    needs = acts.needs_of(me, relationship, now) if tab == "pair" else []
    return {
        "pair": relationship,
        "other": relationship.other(me),
        "words": relationship.words,
        "heading": headings.heading(me, relationship),
        "facts": headings.facts(me, relationship, now),
        "mission": agreeing.mission(relationship),
        "read_until": None if relationship.is_open else relationship.readable_until,
        "act": act,
        "needs": [need for need in needs if need.url not in {here, act and act.url}],
        "tabs": tabs.tabs_of(relationship, tab),
        "panels": panels,
        "side": tabs.side_of(tab, me, relationship, now),
    }

"""What every door of a pair's content begins with: the pair, who asks, and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import clock
from core.doors import signed_in, the_one
from core.prepared import prepared
from core.returning import leads_back
from people.models import User
from relationships.models import Relationship, Session
from relationships.reading import one_shared_with


class Door(NamedTuple):
    """Who stands before which pair, and when; `today` on this person's clock."""

    me: User
    pair: Relationship
    now: datetime
    today: date


def open_pair(request: HttpRequest, pair: UUID) -> Door:
    """The two only, while open and for 90 days after; everybody else gets 404."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    found: Relationship = the_one(one_shared_with(me, today, pair))
    leads_back(request, reverse("desk:pair", args=[found.pk]))
    return Door(me, found, clock.now(), today)


def open_session(request: HttpRequest, session: UUID) -> tuple[Door, Session]:
    """A session of a pair whose content this person may read."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    found: Any = the_one(_shared_session(me, today, session))
    leads_back(request, reverse("desk:pair", args=[found.relationship_id]))
    return Door(me, found.relationship, clock.now(), today), found


@prepared
def _shared_session(me: User, today: date, session: UUID) -> Any:
    people = ("relationship__program", "relationship__guide", "relationship__learner", "logged_by", "cancelled_by")
    return Session.objects.shared_with(me, today).filter(pk=session).select_related(*people)


def to_pair(pair: Relationship, tab: str = "pair") -> HttpResponse:
    """Back to a tab of the workspace, which lives two floors up."""
    return redirect(f"desk:{tab}", pair=pair.pk)

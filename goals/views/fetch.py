"""How every door of this floor begins: who, when, which pair, which thing of it. Strangers get 404 here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import clock
from core.doors import signed_in, the_one
from core.flash import say
from core.returning import leads_back
from goals import rules
from goals.models import CoachingGoal, MentoringIntent
from people.models import User
from relationships.models import Relationship
from relationships.reading import one_shared_with


@dataclass(frozen=True)
class Door:
    """Who stands at the door, when, and of which pair."""

    me: User
    now: datetime
    today: date
    pair: Relationship


def at_door(request: HttpRequest, pair: UUID) -> Door:
    """The pair, if its content is shared with who asks; 404 otherwise."""
    me, now = signed_in(request), clock.now()
    today = rules.day_of(now, me)
    found = the_one(one_shared_with(me, today, pair))
    leads_back(request, reverse("desk:pair_goals", args=[found.pk]))
    return Door(me, now, today, found)


def goal_of(door: Door, goal: UUID) -> CoachingGoal:
    goals = CoachingGoal.objects.shared_with(door.me, door.today).for_page()
    found: CoachingGoal = get_object_or_404(goals, pk=goal, relationship=door.pair)
    return found


def intent_of(door: Door, intent: UUID) -> MentoringIntent:
    intents = MentoringIntent.objects.shared_with(door.me, door.today).for_page()
    found: MentoringIntent = get_object_or_404(intents, pk=intent, relationship=door.pair)
    return found


def to_goals(request: HttpRequest, door: Door, text: str) -> HttpResponse:
    """Back to the tab with goals or aims, saying what changed."""
    say(request, text)
    return redirect("desk:pair_goals", door.pair.pk)

"""Which values wait for whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from goals import reviewing
from goals.models import Measurement, Metric
from people.models import User
from relationships.models import Relationship
from relationships.querysets import is_half


def has_goals(user: User) -> bool:
    """Is `user` one of the two of an open pair that works with goals?"""
    mine = Relationship.objects.open().filter(is_half(user), kind__in=reviewing.with_goals())
    return bool(mine.exists())


def due_for(user: User, today: date) -> list[Metric]:
    """Due measures of all pairs of `user`: a coach sees all of theirs, a coachee the own. The oldest first."""
    mine = Q(goal__relationship__guide=user) | Q(goal__relationship__learner=user)
    due = Metric.objects.visible_to(user).value_due(today).filter(mine)
    return list(due.for_page().order_by("next_value_on", "goal__relationship__learner__family_name", "id"))


def value_of_day(metric: Metric, on: date) -> Measurement | None:
    """The value that counts for a day."""
    return next((value for value in metric.values_now if value.on_day == on), None)

"""What the clock does to relationships: run by every sweep, and harmless to run again."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from django.db.models import Q

from core.clock import day_of
from core.each import each
from relationships import kinds
from relationships.models import Relationship
from relationships.models.relationship import LOGGING_DAYS
from relationships.querysets import RelationshipQuerySet

# Here a day begins first, so this is the latest day that anybody can have.
FIRST_ON_EARTH = timezone(timedelta(hours=14))


def advance(now: datetime) -> dict[str, int]:
    """Let proposals lapse, wake what rested until today, bring coaching to its end. → how many of each.

    What could be due anywhere on earth is looked at; the verb asks on which day the pair is.
    """
    today = day_of(now, FIRST_ON_EARTH)
    due = Relationship.objects.select_related("program", "guide", "learner")
    return {
        "lapsed": each(due.proposed().filter(answer_by__lt=today).order_by("id"), lambda pair: pair.lapse(now=now)),
        "woken": each(_to_wake(due, today).order_by("id"), lambda pair: pair.wake(now=now)),
        "ended": each(_past_end(due, today).order_by("id"), lambda pair: pair.come_to_end(now=now)),
    }


def _to_wake(due: RelationshipQuerySet, today: date) -> RelationshipQuerySet:
    resting = Q()
    for kind, module in kinds.KINDS.items():
        resting |= Q(kind=kind, status=module.RESTING)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=today - timedelta(days=2))
    return due.filter(resting, not_over, wakes_on__lte=today)


def _past_end(due: RelationshipQuerySet, today: date) -> RelationshipQuerySet:
    """What goes to closing on the day after its end, and what ends for good when logging is over."""
    to_closing = {old for module in kinds.KINDS.values() for old, new in module.MOVES if new == module.LOOK_AGAIN}
    for_good = Q(ends_on__lt=today - timedelta(days=LOGGING_DAYS))
    return due.under_way().filter(for_good | Q(ends_on__lt=today, status__in=sorted(to_closing)))

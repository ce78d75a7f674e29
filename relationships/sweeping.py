"""What the clock does to relationships: run by every sweep, and harmless to run again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from django.db.models import Q

from core.clock import day_of
from core.errors import NotPossible
from relationships import kinds
from relationships.models import Relationship
from relationships.models.relationship import LOGGING_DAYS
from relationships.querysets import RelationshipQuerySet

log = logging.getLogger(__name__)

# Here a day begins first, so this is the latest day that anybody can have.
FIRST_ON_EARTH = timezone(timedelta(hours=14))

Step = Callable[[Relationship, datetime], None]


def advance(now: datetime) -> dict[str, int]:
    """Let proposals lapse, wake what rested until today, bring coaching to its end. → how many of each.

    What could be due anywhere on earth is looked at; the verb asks on which day the pair is.
    """
    today = day_of(now, FIRST_ON_EARTH)
    due = Relationship.objects.select_related("program", "guide", "learner")
    return {
        "lapsed": _each(due.proposed().filter(answer_by__lt=today), lambda pair, at: pair.lapse(now=at), now),
        "woken": _each(_to_wake(due, today), lambda pair, at: pair.wake(now=at), now),
        "ended": _each(_past_end(due, today), lambda pair, at: pair.come_to_end(now=at), now),
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


def _each(rows: RelationshipQuerySet, step: Step, now: datetime) -> int:
    """One transaction each; a row that cannot move, or is broken, does not stop the others."""
    done = 0
    for pair in rows.order_by("id"):
        try:
            step(pair, now)
        except NotPossible:
            continue
        except Exception:
            log.exception("relationship %s could not be advanced", pair.pk)
        else:
            done += 1
    return done

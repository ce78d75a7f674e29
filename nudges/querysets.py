"""Who reads nudges, and which of them are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now, TruncDate

# In the order of the partial index (`nudge_due`): SQLite wants the same words.
UNFINISHED = ["pending", "claimed", "sending"]


# They go only to whoever said yes, or has not answered: that one went tells what the other did, and between two zones
# the day alone tells to whom it went.
TELL_OF_ANSWERS = ["proposal", "proposal-answer", "proposal-again", "fell-through", "check-in", "look-back"]


class Written(models.Value):
    """A constant of ours that stands in the statement itself: only then does SQLite see that the partial index fits."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return f"'{self.value}'", ()


class NudgeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(recipient=user) if user.is_authenticated and user.is_active else self.none()

    def unfinished(self) -> Self:
        return self.filter(state__in=[Written(state) for state in UNFINISHED])

    def due(self, now: datetime) -> Self:
        """Unfinished, due, not held back, and in nobody's hands. Leases compare on the database's clock."""
        free = Q(state="pending") | Q(lease_until__lt=Now())
        return self.unfinished().filter(free, Q(not_before__isnull=True) | Q(not_before__lte=now), due_at__lte=now)

    def standing(self, now: datetime, *, late: timedelta, dead: timedelta) -> tuple[int, int, int]:
        """How many rows are due and wait; how many of them longer than `late`, which nothing holds back; and how many
        that were due within `dead` before `now` were given up."""
        waits = Q(state__in=UNFINISHED, due_at__lte=now) & (Q(not_before__isnull=True) | Q(not_before__lte=now))
        is_late = Q(due_at__lte=now - late) & (Q(not_before__isnull=True) | Q(not_before__lte=now - late))
        given_up = Q(state="dead", due_at__gt=now - dead)
        found = self.filter(waits | given_up).aggregate(
            waiting=Count("pk", filter=waits),
            late=Count("pk", filter=waits & is_late),
            dead=Count("pk", filter=given_up),
        )
        return found["waiting"], found["late"], found["dead"]

    def sent(self) -> Self:
        return self.filter(state="sent")

    def sent_days(self, relationship: Any) -> list[dict[str, Any]]:
        """Kind and day of what was sent about a pair, for the admins of its program: never to whom it went, and nothing
        that tells of an answer."""
        rows = self.sent().filter(relationship=relationship).exclude(kind__in=TELL_OF_ANSWERS)
        days = rows.annotate(day=TruncDate("sent_at")).values("kind", "day")
        return list(days.order_by("day", "kind").distinct())


class OwnRowsQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own."""
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()

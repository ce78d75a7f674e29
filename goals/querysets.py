"""Which goals and aims a person may read: the two of the pair, and the sponsor what was released."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch

from relationships.models import Relationship
from relationships.querysets import is_half


def pairs_of(user: Any) -> models.QuerySet[Any]:
    """The pairs whose content `user` may read."""
    if not user.is_authenticated or not user.is_active:
        return Relationship.objects.none()
    return Relationship.objects.filter(is_half(user)).exclude(status="lapsed")


class PairQuerySet(models.QuerySet[Any]):
    """D3 rows that hang on a pair: the two."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(relationship__in=pairs_of(user))

    def shared_with(self, user: Any, today: date) -> Self:
        """The same, while open and for 90 days after the end."""
        return self.filter(relationship__in=Relationship.objects.shared_with(user, today))

    def for_relationship(self, relationship: Any) -> Self:
        return self.filter(relationship=relationship)


class CoachingGoalQuerySet(PairQuerySet):
    def open(self) -> Self:
        """Neither reached nor let go, in a pair that is open: the pair's end is asked for, not copied."""
        return self.filter(state__in=["proposed", "accepted"], relationship__in=Relationship.objects.open())

    def kept(self) -> Self:
        """Everything that was not let go."""
        return self.exclude(state="dropped")

    def to_confirm(self) -> Self:
        """Said to be reached, not confirmed."""
        return self.open().filter(state="accepted", claimed_at__isnull=False)

    def released(self) -> Self:
        """Released by the learner. Who sees it besides the two is the agreement's answer: `released_to`."""
        return self.kept().filter(released_at__isnull=False)

    def released_to(self, user: Any) -> Self:
        """What the agreement in force shows of goals to `user`: released ones only (C17)."""
        return self.released().filter(relationship__in=Relationship.objects.disclosed_to(user, "goals"))

    def with_first_value(self) -> Self:
        """Each with `has_first_value`: the starting point is measured."""
        from goals.models import Measurement

        first = Measurement.objects.counting().filter(metric__goal=OuterRef("pk"), is_first=True)
        return self.annotate(has_first_value=Exists(first))

    def for_page(self) -> Self:
        """With measure, targets and values read ahead: the same number of queries for every number of goals."""
        from goals.models import Measurement

        values = Measurement.objects.select_related("entered_by")
        return self.select_related("relationship__guide", "relationship__learner", "metric").prefetch_related(
            "metric__targets", Prefetch("metric__measurements", queryset=values)
        )


class MetricQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        return self.filter(goal__relationship__in=pairs_of(user))

    def value_due(self, today: date) -> Self:
        """Whose next value is due, in pairs that work together now."""
        return self.filter(
            next_value_on__lte=today,
            goal__state__in=["proposed", "accepted"],
            goal__relationship__in=Relationship.objects.working(),
        )

    def for_page(self) -> Self:
        return self.select_related("goal__relationship__guide", "goal__relationship__learner").prefetch_related(
            "targets", "measurements"
        )


class TargetQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        return self.filter(metric__goal__relationship__in=pairs_of(user))


class MeasurementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        return self.filter(metric__goal__relationship__in=pairs_of(user))

    def counting(self) -> Self:
        """Without what was corrected."""
        return self.filter(replaced_at__isnull=True)


class IntentQuerySet(PairQuerySet):
    def current(self) -> Self:
        return self.filter(let_go_at__isnull=True)

    def for_page(self) -> Self:
        """With versions and strategies read ahead."""
        return self.select_related("relationship__guide", "relationship__learner").prefetch_related(
            "aims__strategies", "aims__written_by"
        )


class AimQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        return self.filter(intent__relationship__in=pairs_of(user))


class StrategyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        return self.filter(aim__intent__relationship__in=pairs_of(user))


class LookBackQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D4: the author alone."""
        return self.filter(author=user) if user.is_authenticated and user.is_active else self.none()

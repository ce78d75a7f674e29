"""How goals are measured: measures, targets in versions, values with their corrections."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from core.api.fields import Amount, Day, Text, VisibleRelatedField
from core.api.paging import Filters
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from goals import cards
from goals.models import Measurement, Metric, Target
from relationships.api.reading import shared

OF_PAIR = ("goal__relationship__program", "goal__relationship__guide", "goal__relationship__learner")


def metrics(user: Any) -> QuerySet[Any]:
    """Measures of the pairs whose content `user` may read."""
    of_mine = Metric.objects.visible_to(user).filter(goal__relationship__in=shared(user))
    found: QuerySet[Any] = of_mine.select_related(*OF_PAIR)
    return found


class MetricShown(Shown):
    """How a goal is measured, and how it stands by its values."""

    standing = serializers.SerializerMethodField(help_text="How the goal stands today, as one word.")
    counting_target = serializers.UUIDField(source="counting_target.pk", allow_null=True)
    open_target = serializers.UUIDField(source="open_target.pk", allow_null=True)

    class Meta:
        model = Metric
        fields = (
            "id", "goal", "unit", "direction", "source", "cadence_days", "enters", "waived_by", "waived_at",
            "waiver_reason", "next_value_on", "standing", "counting_target", "open_target",
        )  # fmt: skip

    def get_standing(self, metric: Metric) -> str:
        """The key of the pill that its page shows."""
        return str(cards.standing_of(metric.goal, self.context["view"].today).key)


class MetricFilters(Filters):
    """By goal and pair, and those whose next value is due by a day."""

    due_by = django_filters.DateFilter(field_name="next_value_on", lookup_expr="lte")

    class Meta(Filters.Meta):
        model = Metric
        fields: ClassVar[list[str]] = ["goal", "goal__relationship"]


class Why(Taken):
    """The reason, which both read."""

    reason = Text(max_length=500)


class Metrics(Resource):
    """Measures of goals. Unit, direction and target are changed with the goal."""

    area = "goals"
    shown = MetricShown
    filterset_class = MetricFilters
    verbs = {"waive_first_value": Act(Metric.waive_first_value, Why)}

    def rows(self) -> QuerySet[Any]:
        return metrics(self.person).prefetch_related("targets", "measurements")


class TargetShown(Shown):
    """One version of a target; the newest accepted one counts."""

    class Meta:
        model = Target
        fields = ("id", "metric", "number", "amount", "upper", "due_on", "written_by", "written_at", "accepted_at")


class Targets(Resource):
    """Targets in versions. A new one comes with the change of a goal, and is accepted with the goal."""

    area = "goals"
    shown = TargetShown
    filterset_fields = ("metric",)

    def rows(self) -> QuerySet[Any]:
        of_mine = Target.objects.visible_to(self.person)
        return of_mine.filter(metric__goal__relationship__in=shared(self.person))


class MeasurementShown(Shown):
    """A value of a day. `replaced_at`: it was corrected, by the one that names it in `corrects`."""

    class Meta:
        model = Measurement
        fields = (
            "id", "metric", "value", "on_day", "source", "note", "is_first", "entered_by", "entered_at", "corrects",
            "replaced_at",
        )  # fmt: skip


class CorrectValue(Taken):
    """Another number for the same day."""

    value = Amount()
    source = serializers.ChoiceField(  # type: ignore[assignment]
        Measurement.Source.choices, default=Measurement.Source.MEASURED.value
    )
    note = Text(max_length=1000, allow_blank=True, default="")


class EnterValue(CorrectValue):
    """A value of a day."""

    metric = VisibleRelatedField(reads=metrics)
    on_day = Day()


class Measurements(Resource):
    """Values, corrected ones too. A correction is a new value that names the old one."""

    area = "goals"
    shown = MeasurementShown
    filterset_fields = ("metric", "metric__goal", "on_day")
    creates = Act(Metric.enter_value, EnterValue, on="metric")
    verbs = {"correct": Act(Measurement.correct, CorrectValue)}

    def rows(self) -> QuerySet[Any]:
        of_mine = Measurement.objects.visible_to(self.person)
        mine = of_mine.filter(metric__goal__relationship__in=shared(self.person))
        return mine.select_related(*(f"metric__{name}" for name in OF_PAIR))

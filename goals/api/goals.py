"""Goals of coaching, and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core import clock
from core.api.fields import Amount, Day, Text, VisibleRelatedField, Whole
from core.api.resources import Act
from core.api.serializers import Shown, Taken
from goals import proposing, reviewing
from goals.models import CoachingGoal, Metric, Review
from goals.progress import Direction
from goals.proposing import Terms
from people.models import User
from relationships.api.reading import OfTheTwo, shared
from relationships.models import Relationship


class GoalShown(Shown):
    """A goal of a coaching. How it is measured and how it stands is told by its metric."""

    metric = serializers.UUIDField(source="measure.pk", allow_null=True)

    class Meta:
        model = CoachingGoal
        fields = (
            "id", "relationship", "title", "own_words", "skills", "horizon", "weight", "state", "proposed_by",
            "proposed_at", "accepted_at", "claimed_by", "claimed_at", "confirmed_by", "confirmed_at", "released_at",
            "metric", "version",
        )  # fmt: skip


class GoalTerms(Taken):
    """The goal, how it is measured, how far by when."""

    title = Text(max_length=200, help_text="Something that both could count or see.")
    skills = serializers.ChoiceField(CoachingGoal.Skills.choices, default=CoachingGoal.Skills.IMPROVE.value)
    horizon = serializers.ChoiceField(CoachingGoal.Horizon.choices, default=CoachingGoal.Horizon.CURRENT_ROLE.value)
    weight = Whole(min_value=1, max_value=3, default=1)
    unit = Text(max_length=40, allow_blank=True, default="")
    direction = serializers.ChoiceField(Direction.choices, default=Direction.UP.value)
    amount = Amount(help_text="The target; of “within” the lower end.")
    upper = Amount(allow_null=True, default=None, help_text="The upper end, of “within” alone.")
    due_on = Day(help_text="The day for the target.")
    cadence_days = Whole(min_value=1, max_value=365, default=14)
    enters = serializers.ChoiceField(Metric.Enters.choices, default=Metric.Enters.LEARNER.value)
    source = Text(  # type: ignore[assignment]
        max_length=200, allow_blank=True, default="", help_text="Where the numbers come from."
    )

    def as_it_is(self, goal: CoachingGoal) -> dict[str, Any]:
        """The goal with its measure and its newest target."""
        metric = goal.metric
        target = metric.open_target or metric.counting_target
        of_goal = {name: getattr(goal, name) for name in ("title", "skills", "horizon", "weight")}
        of_metric = {
            name: getattr(metric, name) or "" for name in ("unit", "direction", "cadence_days", "enters", "source")
        }
        of_target = {name: getattr(target, name) for name in ("amount", "upper", "due_on")}
        return super().as_it_is(SimpleNamespace(**of_goal, **of_metric, **of_target))

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """An upper end belongs to a range."""
        if data["upper"] is not None and data["direction"] != Direction.WITHIN:
            raise serializers.ValidationError({"upper": [_("Only to keep within a range.")]})
        return data


class ProposeGoal(GoalTerms):
    """A goal of a coaching, with its first value if that is known."""

    relationship = VisibleRelatedField(reads=shared)
    first = Amount(allow_null=True, default=None, help_text="The first value, the starting point.")
    first_on = Day(allow_null=True, default=None, help_text="The day of the first value; today if none is said.")


class OwnWords(Taken):
    """Why it matters."""

    text = Text(max_length=1000)


def propose(
    relationship: Relationship, *, first: Decimal | None, first_on: date | None, by: User, now: datetime, **terms: Any
) -> CoachingGoal:
    """The coach proposes a goal; it counts when the coachee accepts it."""
    return proposing.propose(relationship, Terms(**terms), first=first, first_on=first_on, by=by, now=now)


def edit(goal: CoachingGoal, *, version: int, by: User, now: datetime, **terms: Any) -> None:
    """The coach changes a goal. What changes its meaning (title, unit, direction, target, day) returns it to proposed;
    until the coachee accepts, the old target counts."""
    proposing.edit(goal, Terms(**terms), version, by=by, now=now)


class Goals(OfTheTwo):
    """Goals of coachings."""

    area = "goals"
    shown = GoalShown
    filterset_fields = ("relationship", "state", "skills")
    creates = Act(propose, ProposeGoal, on="relationship")
    edits = Act(edit, GoalTerms)
    verbs = {
        "accept": Act(CoachingGoal.accept),
        "claim_reached": Act(CoachingGoal.claim_reached),
        "confirm_reached": Act(CoachingGoal.confirm_reached),
        "drop": Act(CoachingGoal.drop),
        "keep_to_ourselves": Act(CoachingGoal.keep_to_ourselves),
        "not_yet_reached": Act(CoachingGoal.not_yet_reached),
        "release": Act(CoachingGoal.release),
        "write_own_words": Act(CoachingGoal.write_own_words, OwnWords),
    }

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("metric")


class ReviewShown(Shown):
    """A review of a coaching that was held."""

    class Meta:
        model = Review
        fields = ("id", "relationship", "held_on", "what_helped", "what_next", "held_by", "created_at")


def open_goals(user: Any) -> QuerySet[Any]:
    """Goals that may be closed in a review."""
    return CoachingGoal.objects.shared_with(user, clock.today(user.time_zone)).open()


class HoldReview(Taken):
    """What helped, what is next, which goals are let go. At least one of them."""

    relationship = VisibleRelatedField(reads=shared)
    what_helped = Text(max_length=4000, allow_blank=True, default="")
    what_next = Text(max_length=4000, allow_blank=True, default="")
    closes = VisibleRelatedField(
        reads=open_goals, many=True, default=(), help_text="Goals that are let go; their values stay."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A review says something."""
        if not any(data[name] for name in ("what_helped", "what_next", "closes")):
            raise serializers.ValidationError(_("Write what helped or what is next."))
        return data


def hold(
    relationship: Relationship, *, what_helped: str, what_next: str, closes: Sequence[CoachingGoal], by: User,
    now: datetime,
) -> Review:  # fmt: skip
    """Either half writes down today's review; the coach may close goals in it. There is one on a day."""
    return reviewing.hold(relationship, what_helped=what_helped, what_next=what_next, closes=closes, by=by, now=now)


class Reviews(OfTheTwo):
    """Reviews of coachings. The values between two of them are among the measurements."""

    area = "goals"
    shown = ReviewShown
    filterset_fields = ("relationship",)
    creates = Act(hold, HoldReview, on="relationship")

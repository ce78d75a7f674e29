"""What pages read of goals and aims: of all the pairs of a home, or of one pair for its workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from goals import rules
from goals.models import Aim, CoachingGoal, MentoringIntent
from people.models import User
from relationships.models import Relationship


@dataclass(frozen=True)
class Rows:
    """Goals that were not let go, with `has_first_value`; aims that were not let go, with their versions."""

    goals: list[CoachingGoal]
    intents: list[MentoringIntent]

    def goals_of(self, pair: Relationship) -> list[CoachingGoal]:
        return [goal for goal in self.goals if goal.relationship_id == pair.pk]


def of_home(user: User, pairs: list[Relationship]) -> Rows:
    """Of the pairs of a home: a query for goals and one for aims, where there can be any. Targets and values, two
    more, are read only for a coach, who is told how the goals stand."""
    return Rows(goals=_goals(user, pairs), intents=_intents(pairs))


def of_pair(pair: Relationship) -> Rows:
    """Of one pair, goals with all that its pages show; read once for a page."""
    found: Rows = pair.read.keep("goals", lambda: _of_pair(pair))
    return found


def _of_pair(pair: Relationship) -> Rows:
    if not rules.holds(pair, rules.GOALS):
        return Rows(goals=[], intents=_intents([pair]))
    goals = list(CoachingGoal.objects.for_relationship(pair).kept().for_page().with_first_value())
    for goal in goals:
        goal.relationship = pair
    return Rows(goals=goals, intents=[])


def _goals(user: User, pairs: list[Relationship]) -> list[CoachingGoal]:
    by_id = {pair.pk: pair for pair in pairs if rules.holds(pair, rules.GOALS)}
    if not by_id:
        return []
    kept = CoachingGoal.objects.kept().filter(relationship__in=by_id)
    goals = list(kept.select_related("metric").with_first_value())
    for goal in goals:
        goal.relationship = by_id[goal.relationship_id]
    guided = [goal for goal in goals if goal.relationship.role_of(user) == "guide"]
    prefetch_related_objects(guided, "metric__targets", "metric__measurements")
    return goals


def _intents(pairs: list[Relationship]) -> list[MentoringIntent]:
    by_id = {pair.pk: pair for pair in pairs if rules.holds(pair, rules.AIMS)}
    if not by_id:
        return []
    aims = Aim.objects.filter(intent__relationship__in=by_id, intent__let_go_at__isnull=True).select_related("intent")
    found: dict[Any, MentoringIntent] = {}
    for aim in aims.order_by("intent__created_at", "intent_id", "number"):
        intent = found.setdefault(aim.intent_id, aim.intent)
        intent.relationship = by_id[intent.relationship_id]
        intent.versions = [*(intent.versions or []), aim]
    return list(found.values())

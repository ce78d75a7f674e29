"""What pages read of goals and aims: of all the pairs of a home, or of one pair for its workspace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.at_once import fetch
from core.prepared import prepared
from goals import rules
from goals.models import Aim, CoachingGoal, Measurement, MentoringIntent, Target
from people.models import User
from relationships.models import Relationship


@dataclass(frozen=True)
class Rows:
    """Goals that were not let go, with `has_first_value`; aims that were not let go, with their versions."""

    goals: list[CoachingGoal]
    intents: list[MentoringIntent]

    def goals_of(self, pair: Relationship) -> list[CoachingGoal]:
        return [goal for goal in self.goals if goal.relationship_id == pair.pk]


class Home:
    """Of the pairs of a home: goals, and aims. Targets and values are read only for a coach, who is told how the goals
    stand. A page that asks for more besides asks `questions` at once with that, and then for `rows`."""

    def __init__(self, user: User, pairs: list[Relationship]) -> None:
        self._user, self._pairs = user, {pair.pk: pair for pair in pairs}
        with_goals = [pair for pair in pairs if rules.holds(pair, rules.GOALS)]
        guided = [pair for pair in with_goals if pair.role_of(user) == "guide"]
        self._goals = CoachingGoal.objects.kept().filter(relationship__in=with_goals)
        self._goals = self._goals.select_related("metric").with_first_value()
        self._targets, self._values = Target.objects.none(), Measurement.objects.none()
        if guided:
            self._targets = Target.objects.filter(metric__goal__relationship__in=guided)
            self._values = Measurement.objects.filter(metric__goal__relationship__in=guided)
        self._aims = _aims([pair for pair in pairs if rules.holds(pair, rules.AIMS)])

    @property
    def questions(self) -> list[QuerySet[Any]]:
        return [self._goals, self._targets, self._values, self._aims]

    def rows(self) -> Rows:
        targets, values = _by_metric(self._targets), _by_metric(self._values)
        for goal in self._goals:
            goal.relationship = self._pairs[goal.relationship_id]
            if goal.measure is not None and goal.relationship.role_of(self._user) == "guide":
                goal.measure.read_targets = targets[goal.measure.pk]
                goal.measure.read_values = values[goal.measure.pk]
        return Rows(goals=list(self._goals), intents=_intents(self._pairs, self._aims))


def of_home(user: User, pairs: list[Relationship]) -> Rows:
    """All of it by one query."""
    home = Home(user, pairs)
    fetch(*home.questions)
    return home.rows()


def of_pair(pair: Relationship) -> Rows:
    """Of one pair, goals with all that its pages show; read once for a page."""
    found: Rows = pair.read.keep("goals", lambda: _of_pair(pair))
    return found


def _of_pair(pair: Relationship) -> Rows:
    if not rules.holds(pair, rules.GOALS):
        return Rows(goals=[], intents=_intents({pair.pk: pair}, _aims_of(pair.pk)))
    goals: list[CoachingGoal] = list(_goals_of(pair.pk))
    for goal in goals:
        goal.relationship = pair
    return Rows(goals=goals, intents=[])


@prepared
def _goals_of(pair: UUID) -> Any:
    return CoachingGoal.objects.for_relationship(pair).kept().for_page().with_first_value()


@prepared
def _aims_of(pair: UUID) -> Any:
    return _aims([pair])


def _by_metric(rows: Iterable[Any]) -> defaultdict[Any, list[Any]]:
    found: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.metric_id].append(row)
    return found


def _aims(pairs: Sequence[Relationship | UUID]) -> QuerySet[Aim]:
    """All versions of what was not let go."""
    aims = Aim.objects.filter(intent__relationship__in=pairs, intent__let_go_at__isnull=True)
    return aims.select_related("intent").order_by("intent__created_at", "intent_id", "number")


def _intents(pairs: Mapping[Any, Relationship], aims: Iterable[Aim]) -> list[MentoringIntent]:
    found: dict[Any, MentoringIntent] = {}
    for aim in aims:
        intent = found.setdefault(aim.intent_id, aim.intent)
        intent.relationship = pairs[intent.relationship_id]
        intent.versions = [*(intent.versions or []), aim]
    return list(found.values())
